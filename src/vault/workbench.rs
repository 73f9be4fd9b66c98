//! Key files that a person put into the vault: told apart, opened, compared with the listed key pairs, written anew.

mod look;
pub mod messages;
mod words;

use super::password::{Outcome, SealedPassword};
use super::protocol::Listed;
use crate::keys::file_name::without_suffix;
use crate::keys::identify::FileKind;
use crate::keys::private::Secret;
use crate::keys::public::PublicKey;
use look::{Seen, Wish, look};
use messages::{Answer, Ask};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What comes beside an [`Ask`].
#[derive(Default)]
pub struct Beside {
    /// A file's bytes.
    pub bytes: Option<Secret>,
    /// A passphrase; `None` when the field was empty.
    pub passphrase: Option<Secret>,
}

/// What goes back to the frame.
pub enum Reply {
    /// Something to show.
    Answer(Answer),
    /// The password of a server.
    Password(Zeroizing<String>),
    /// A file to save.
    File {
        /// The file that it was made of.
        id: u32,
        /// The name to offer.
        name: String,
        /// What is in it.
        text: Zeroizing<String>,
    },
}

/// One file.
struct Held {
    name: String,
    seen: Seen,
}

/// The files, and what they are compared with.
#[derive(Default)]
pub struct Workbench {
    files: BTreeMap<u32, Held>,
    listed: Option<Vec<(String, PublicKey)>>,
    sealed: Option<SealedPassword>,
}

impl Workbench {
    /// Compares with these key pairs from now on; gives a new report for each file that is there.
    pub fn compare_with(&mut self, listed: Option<Vec<Listed>>) -> Vec<Reply> {
        let parse = |pair: Listed| Some((pair.name, PublicKey::parse_line(&pair.public_key).ok()?));
        self.listed = listed.map(|pairs| pairs.into_iter().filter_map(parse).collect());
        self.files
            .keys()
            .filter_map(|&id| self.report(id))
            .collect()
    }

    /// Waits for the key file that opens this password.
    pub fn seal(&mut self, password: SealedPassword) {
        self.sealed = Some(password.after(self.sealed.take()));
    }

    /// Does what the frame asks. `made` is the file that was made last, if one was.
    pub fn handle(&mut self, ask: Ask, beside: Beside, made: Option<&[u8]>) -> Option<Reply> {
        match ask {
            Ask::Read { id, name } => {
                let seen = look(beside.bytes?, None);
                self.files.insert(id, Held { name, seen });
                self.report(id)
            }
            Ask::Unlock { id } => {
                let Held { name, seen } = self.files.remove(&id)?;
                let seen = seen.unlock(beside.passphrase);
                self.files.insert(id, Held { name, seen });
                self.report(id)
            }
            Ask::Convert {
                id,
                format,
                comment,
                cipher,
                rounds,
            } => {
                let held = self.files.get(&id)?;
                let wish = Wish {
                    format,
                    comment,
                    cipher,
                    rounds,
                    passphrase: beside.passphrase,
                };
                Some(file_or_reason(
                    id,
                    format.file_name(without_suffix(&held.name)),
                    held.seen.convert(&wish),
                ))
            }
            Ask::Public { id, format } => {
                let held = self.files.get(&id)?;
                let text = held.seen.public_text(format);
                let name = format!("{}.pub", without_suffix(&held.name));
                Some(file_or_reason(id, name, text))
            }
            Ask::Remove { id } => {
                self.files.remove(&id);
                None
            }
            Ask::Check => Some(Reply::Answer(check(beside.bytes?, made))),
            Ask::Password => {
                let sealed = self.sealed.as_mut()?;
                let outcome = sealed.open(beside.bytes, beside.passphrase.as_ref());
                Some(match outcome {
                    Outcome::Opened(password) => Reply::Password(password),
                    Outcome::Locked(text) => not_opened(true, text),
                    Outcome::Refused(text) => not_opened(false, text),
                })
            }
        }
    }

    fn report(&self, id: u32) -> Option<Reply> {
        let seen = &self.files.get(&id)?.seen;
        let report = words::report(id, seen, self.listed.as_deref());
        Some(Reply::Answer(Answer::Report(report)))
    }
}

fn not_opened(locked: bool, text: String) -> Reply {
    Reply::Answer(Answer::NotOpened { locked, text })
}

fn file_or_reason(id: u32, name: String, text: Result<Zeroizing<String>, String>) -> Reply {
    match text {
        Ok(text) => Reply::File { id, name, text },
        Err(text) => Reply::Answer(Answer::Refused { id, text }),
    }
}

/// The file on the disk against the one that was made: byte for byte, so a file that is the same opens the key.
fn check(found: Secret, made: Option<&[u8]>) -> Answer {
    let Some(made) = made else {
        let text = "There is nothing to compare it with any more.".to_owned();
        return Answer::Checked { good: false, text };
    };
    if found.expose() == made {
        let text = "This is the file of the key that was made, complete and unchanged.".to_owned();
        return Answer::Checked { good: true, text };
    }
    let ours = look(Secret::from_bytes(made.to_vec()), None).found;
    let theirs = look(found, None).found;
    let same = match (ours.keys.first(), theirs.keys.first()) {
        (Some(ours), Some(theirs)) => ours.key.same_key(&theirs.key),
        _ => false,
    };
    let text = match (same, theirs.kind == FileKind::Private) {
        (true, false) => "This is the public half of the key. Choose the private key’s file.",
        (true, true) => {
            "This file holds the same key, but it is not the file as it was saved here: it was changed, damaged, or saved with another passphrase."
        }
        (false, true) => {
            "This is not the file that was made: it is another key’s, or damaged. Choose the one that was just saved, or save it again."
        }
        (false, false) => {
            "This is no private key’s file. Choose the one that was just saved, or save it again."
        }
    };
    Answer::Checked {
        good: false,
        text: text.to_owned(),
    }
}
