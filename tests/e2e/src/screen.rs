//! A screen that nobody sees, for browsers that cannot do without one: Xvfb, which ends with its owner. Each browser has one
//! of its own, and so has the focus and the clipboard for itself.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running Xvfb.
pub struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    /// Starts one on a display number that it finds free.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start() -> Self {
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x1200x24"])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; is it installed?");
        let stdout = process.stdout.take().expect("its output is piped");
        let mut number = String::new();
        // It writes its number when it takes connections.
        BufReader::new(stdout).read_line(&mut number).unwrap();
        if number.is_empty() {
            let status = process.wait();
            panic!("Xvfb ended: {status:?}");
        }
        let name = format!(":{}", number.trim());
        Self { process, name }
    }

    /// For the variable `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Unlike when it is killed, it takes its lock and its socket along when it is asked to end.
        let ended = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        if !ended.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}
