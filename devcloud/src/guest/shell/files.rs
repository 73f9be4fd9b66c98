//! Files by their names: reading, writing, moving and removing them.

use super::{Outcome, Shell};

impl Shell {
    /// The full path of a name, without `.` and `..`.
    pub(super) fn path(&self, name: &str) -> String {
        let full = if name.starts_with('/') {
            name.to_owned()
        } else {
            format!("{}/{name}", self.folder)
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in full.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        format!("/{}", parts.join("/"))
    }

    /// A file's bytes, or why there are none.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.path(name);
        let missing = || format!("{name}: No such file or directory");
        match path.as_str() {
            "/dev/null" => Ok(Vec::new()),
            "/etc/hostname" => Ok(format!("{}\n", self.machine.hostname).into_bytes()),
            path => self
                .machine
                .look(|files| files.get(path).cloned())
                .ok_or_else(missing),
        }
    }

    /// The path of a file that the user may write: one in the home or in `/tmp`.
    pub(super) fn writable(&self, name: &str) -> Result<String, String> {
        let path = self.path(name);
        let inside = [self.machine.home(), "/tmp".to_owned()]
            .iter()
            .any(|folder| path.starts_with(&format!("{folder}/")));
        if inside {
            Ok(path)
        } else {
            Err(format!("{name}: Permission denied"))
        }
    }

    /// `mv` and `cp`.
    pub(super) fn copy(&mut self, command: &str, names: &[&str]) -> Outcome {
        let [from, to] = names else {
            return Outcome::fails(1, format!("{command}: two file names are needed"));
        };
        let copied = self.read(from).and_then(|bytes| {
            let to = self.writable(to)?;
            let gone = (command == "mv").then(|| self.writable(from)).transpose()?;
            self.machine.change(|files| {
                if let Some(gone) = gone {
                    files.remove(&gone);
                }
                files.insert(to, bytes);
            });
            Ok(())
        });
        self.done(command, copied)
    }

    pub(super) fn remove(&mut self, names: &[&str], force: bool) -> Outcome {
        for name in names {
            let removed = self.writable(name).and_then(|path| {
                let was = self.machine.change(|files| files.remove(&path));
                if was.is_none() && !force {
                    return Err(format!("cannot remove '{name}': No such file or directory"));
                }
                Ok(())
            });
            if removed.is_err() {
                return self.done("rm", removed);
            }
        }
        Outcome::status(0)
    }

    pub(super) fn touch(&mut self, names: &[&str]) -> Outcome {
        for name in names {
            let touched = self.writable(name).map(|path| {
                self.machine.change(|files| {
                    files.entry(path).or_default();
                });
            });
            if touched.is_err() {
                return self.done("touch", touched);
            }
        }
        Outcome::status(0)
    }

    fn done(&self, command: &str, result: Result<(), String>) -> Outcome {
        match result {
            Ok(()) => Outcome::status(0),
            Err(message) => Outcome::fails(1, format!("{command}: {message}")),
        }
    }
}
