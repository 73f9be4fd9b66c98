//! `cargo xtask test --openstack`: the tests that need a real OpenStack.

use crate::{project, sh};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// Runs them. The cloud is started when it does not run yet, and stopped again then.
///
/// # Errors
/// When the cloud does not come up, or a test fails.
pub fn test() -> Result<()> {
    let (state, running) = status()?;
    if running {
        return conformance(&state);
    }
    let result = sh::run(&mut launcher("up")).and_then(|()| conformance(&state));
    let down = sh::run(&mut launcher("down"));
    result.and(down)
}

fn launcher(program: &str) -> Command {
    Command::new(project::root().join("tests/openstack").join(program))
}

/// The file in which the cloud says where it is, and whether all of it runs.
fn status() -> Result<(PathBuf, bool)> {
    let output = launcher("up")
        .arg("--status")
        .output()
        .context("cannot start tests/openstack/up, which needs Python 3.11")?;
    let file = String::from_utf8(output.stdout).context("tests/openstack/up --status")?;
    Ok((PathBuf::from(file.trim_end()), output.status.success()))
}

/// One set of requests, asked of both clouds.
fn conformance(state: &PathBuf) -> Result<()> {
    sh::run(
        project::cargo()
            .args([
                "test",
                "--package",
                "keyhaven",
                "--test",
                "conformance",
                "--",
                "--include-ignored",
            ])
            .env("KEYHAVEN_OPENSTACK_STATE", state),
    )
}
