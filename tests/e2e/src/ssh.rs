//! Logging in with the programs that people have: OpenSSH's client and PuTTY's plink.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A home folder of its own, with nothing in it but what a test puts there.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".ssh")).unwrap();
        Self { folder }
    }

    /// Puts a private key's file into `.ssh`, for its owner alone.
    pub fn take_key(&self, file: &Path) -> PathBuf {
        let copy = self
            .folder
            .path()
            .join(".ssh")
            .join(file.file_name().unwrap());
        std::fs::copy(file, &copy).unwrap();
        crate::ssh_keygen::make_private(&copy);
        copy
    }

    /// Puts lines into the file of known hosts.
    pub fn know(&self, lines: &str) {
        std::fs::write(self.folder.path().join("known_hosts"), lines).unwrap();
    }

    /// Runs a command line from the page with `more` behind it, as a person would paste it into a shell; ssh is told to take
    /// no host that is not known, and to ask nothing.
    pub fn run(&self, line: &str, more: &str) -> Output {
        // ssh looks for its own files in the home that the system has for the user, whatever the variable says.
        let options = format!(
            "ssh -F /dev/null -o UserKnownHostsFile={} -o StrictHostKeyChecking=yes -o BatchMode=yes",
            self.folder.path().join("known_hosts").display()
        );
        let line = line
            .strip_prefix("ssh ")
            .map_or_else(|| line.to_owned(), |rest| format!("{options} {rest}"));
        Command::new("sh")
            .arg("-c")
            .arg(format!("{line} {more}"))
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path().join(".ssh"))
            .output()
            .unwrap()
    }
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

/// What a program wrote, when it went well.
pub fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
