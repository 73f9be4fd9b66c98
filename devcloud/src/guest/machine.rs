//! The state of a server's inside: its name, its user, the user's files, and who may log in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use russh::keys::ssh_key::authorized_keys::Entry;
use russh::keys::{Algorithm, PublicKey};

/// Told the new text of `authorized_keys` whenever it changes, so that it can be kept.
type Keep = Box<dyn Fn(&str) + Send + Sync>;

/// What a login of a name and a key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Login {
    /// The user's shell.
    User,
    /// cloud-init's answer to whoever logs in as root: to use the image's own user.
    ToldWhom,
    /// Permission denied.
    Refused,
}

/// One server's inside.
pub(crate) struct Machine {
    pub(crate) hostname: String,
    /// The image's own user.
    pub(crate) user: String,
    /// Whether cloud-init put its answer where root would log in.
    answers_root: bool,
    /// The keys that were there at the first boot, which is when cloud-init writes root's file.
    injected: String,
    files: Mutex<Files>,
    keep: Keep,
}

/// Files by their full path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.user, self.hostname)
    }
}

impl Machine {
    /// A machine whose user has `authorized_keys`, and into which `injected` was put at its first boot.
    pub(crate) fn new(
        hostname: &str,
        user: &str,
        answers_root: bool,
        injected: &str,
        authorized_keys: &str,
        keep: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        let machine = Self {
            hostname: hostname.to_owned(),
            user: user.to_owned(),
            answers_root: answers_root && user != "root",
            injected: injected.to_owned(),
            files: Mutex::default(),
            keep: Box::new(keep),
        };
        if !authorized_keys.is_empty() {
            let text = authorized_keys.as_bytes().to_vec();
            machine.files().insert(machine.keys_path(), text);
        }
        machine
    }

    /// The user's home folder.
    pub(super) fn home(&self) -> String {
        match self.user.as_str() {
            "root" => "/root".to_owned(),
            user => format!("/home/{user}"),
        }
    }

    /// Where the user's `authorized_keys` is.
    pub(super) fn keys_path(&self) -> String {
        format!("{}/.ssh/authorized_keys", self.home())
    }

    /// The text of the user's `authorized_keys`; empty when there is no such file.
    pub(crate) fn authorized_keys(&self) -> String {
        let files = self.files();
        let text = files.get(&self.keys_path()).cloned().unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the files.
    pub(super) fn look<T>(&self, work: impl FnOnce(&Files) -> T) -> T {
        work(&self.files())
    }

    /// Changes the files; what becomes of `authorized_keys` holds for the next login.
    pub(super) fn change<T>(&self, work: impl FnOnce(&mut Files) -> T) -> T {
        let before = self.authorized_keys();
        let done = work(&mut self.files());
        let after = self.authorized_keys();
        if before != after {
            (self.keep)(&after);
        }
        done
    }

    /// What a login as `user` with `key`, which the client has proved to have, leads to.
    pub(crate) fn login(&self, user: &str, key: &PublicKey) -> Login {
        if user == self.user && lists(&self.authorized_keys(), key) {
            Login::User
        } else if user == "root" && self.answers_root && lists(&self.injected, key) {
            Login::ToldWhom
        } else {
            Login::Refused
        }
    }
}

/// Whether a key is in the text of an `authorized_keys`. A line with options lets nobody in, because none of them would be heeded.
fn lists(text: &str, key: &PublicKey) -> bool {
    taken(key)
        && text
            .lines()
            .filter_map(|line| line.parse::<Entry>().ok())
            .any(|entry| {
                entry.config_opts().is_empty() && entry.public_key().key_data() == key.key_data()
            })
}

/// The kinds of keys that are taken at all.
fn taken(key: &PublicKey) -> bool {
    matches!(
        key.algorithm(),
        Algorithm::Ed25519 | Algorithm::Rsa { .. } | Algorithm::Ecdsa { .. }
    )
}
