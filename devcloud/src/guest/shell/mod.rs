//! A small POSIX shell: what people type to look around, and what it takes to change `authorized_keys`. Its commands are the
//! few in [`commands`], and say so of everything else. Folders are not kept: each one that is named is there.
//! Source: POSIX.1-2017, Shell & Utilities, chapter 2, of which this knows lists, pipelines, groups, redirections, quotes and
//! `$(…)`.

mod commands;
mod expand;
mod files;
mod reader;
mod run;
mod syntax;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]
mod tests;
mod text;
mod word;

use std::sync::Arc;

use super::machine::Machine;

/// What a command put out, and how it ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) out: Vec<u8>,
    pub(super) err: Vec<u8>,
    pub(super) status: u8,
    /// Whether the shell itself has ended.
    pub(super) over: bool,
}

impl Outcome {
    /// Success, with a text.
    pub(super) fn says(text: impl Into<Vec<u8>>) -> Self {
        Self {
            out: text.into(),
            ..Self::default()
        }
    }

    /// A failure, with its message.
    fn fails(status: u8, message: impl Into<String>) -> Self {
        Self {
            err: format!("{}\n", message.into()).into_bytes(),
            status,
            ..Self::default()
        }
    }

    /// Only a status.
    fn status(status: u8) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }
}

/// One shell, from a login to its end.
pub(super) struct Shell {
    machine: Arc<Machine>,
    folder: String,
    /// How the last command ended.
    status: u8,
    over: bool,
}

impl Shell {
    pub(super) fn new(machine: Arc<Machine>) -> Self {
        Self {
            folder: machine.home(),
            machine,
            status: 0,
            over: false,
        }
    }

    /// Runs a command line, or several.
    pub(super) fn run(&mut self, text: &str) -> Outcome {
        match reader::parse(text) {
            Ok(list) => {
                let mut outcome = self.list(&list, &[]);
                outcome.status = self.status;
                outcome.over = self.over;
                outcome
            }
            Err(wrong) => {
                self.status = 2;
                Outcome::fails(2, format!("sh: {wrong}"))
            }
        }
    }

    /// The end of the input, which ends the shell.
    pub(super) fn at_end(&mut self) -> Outcome {
        self.over = true;
        Outcome {
            out: b"logout\n".to_vec(),
            status: self.status,
            over: true,
            ..Outcome::default()
        }
    }

    /// `user@host:folder$ `, the folder with `~` for the home.
    pub(super) fn prompt(&self) -> String {
        let home = self.machine.home();
        let folder = match self.folder.strip_prefix(&home) {
            Some(rest) => format!("~{rest}"),
            None => self.folder.clone(),
        };
        let sign = if self.machine.user == "root" {
            '#'
        } else {
            '$'
        };
        format!(
            "{}@{}:{folder}{sign} ",
            self.machine.user, self.machine.hostname
        )
    }
}
