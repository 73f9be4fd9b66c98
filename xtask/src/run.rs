//! `cargo xtask run`: the site and the embedded cloud on this machine.

use crate::project::{self, Profile};
use crate::{sh, site};
use anyhow::{Context, Result, bail};
use shared_child::SharedChild;
use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const USERS: &str = "
  user    password    may
  alice   alice-pw    make, import and delete key pairs in project demo
  bob     bob-pw      the same; neither sees the other's
  carol   carol-pw    the same: key pairs are her own, though she only reads the project
  dave    dave-pw     sign in, but has no project
  admin   admin-pw    everything
";

/// Builds the site, starts the embedded cloud on loopback and waits until it ends or the person presses Ctrl-C.
///
/// # Errors
/// When the build fails, the cloud cannot start, or it stops by itself.
pub fn run(profile: Profile, port: u16) -> Result<()> {
    let dist = site::build(&site::Options {
        profile,
        public_url: "/".into(),
        needs_wasm_opt: false,
    })?;
    sh::run(project::cargo().args(["build", "--quiet", "--package", "devcloud"]))?;
    let target = project::target()?;
    let mut command = Command::new(target.join("debug/devcloud"));
    let port = free_port(port)?;
    command
        .args(["--listen", &format!("127.0.0.1:{port}"), "--db"])
        .arg(target.join("devcloud.sqlite"))
        .arg("--dist")
        .arg(dist)
        .stdout(Stdio::piped());
    let cloud = Arc::new(SharedChild::spawn(&mut command).context("the embedded cloud")?);
    let asked_to_stop = Arc::new(AtomicBool::new(false));
    let (stopping, child) = (Arc::clone(&asked_to_stop), Arc::clone(&cloud));
    ctrlc::set_handler(move || {
        stopping.store(true, Ordering::SeqCst);
        // From a terminal, Ctrl-C has reached the cloud as well, and it may be gone.
        let _ = child.kill();
    })?;

    // The cloud writes its address once it listens.
    let mut output = BufReader::new(
        cloud
            .take_stdout()
            .context("the embedded cloud has no output")?,
    );
    let mut address = String::new();
    output.read_line(&mut address)?;
    if !address.is_empty() {
        println!(
            "\nKeyhaven: {}\n{USERS}\nCtrl-C stops it. What you make is kept in {}.",
            address.trim(),
            target.join("devcloud.sqlite").display()
        );
        std::io::copy(&mut output.by_ref(), &mut std::io::stdout())?;
    }
    let status = cloud.wait()?;
    if asked_to_stop.load(Ordering::SeqCst) || (status.success() && !address.is_empty()) {
        return Ok(());
    }
    bail!("the embedded cloud stopped: {status}")
}

/// The port asked for, or another one when that is taken.
fn free_port(wanted: u16) -> Result<u16> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).is_ok() {
        return Ok(wanted);
    }
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|socket| socket.local_addr())?
        .port();
    println!("keyhaven: port {wanted} is taken, using {port}");
    Ok(port)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_taken_port_is_left_alone() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(free_port(port).unwrap(), port);
        drop(taken);
        assert_eq!(free_port(port).unwrap(), port);
    }
}
