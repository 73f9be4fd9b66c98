//! What the vault tells, and what comes of it.

use super::{Draft, Registration, Stage};
use crate::{
    keys::{public::PublicKey, x509::X509Certificate},
    pages::key_pair_create::kind::Public,
    vault::protocol::{FromVault, ToVault, VaultError},
};
use leptos::prelude::*;

/// What went with a vault that stopped, or let go of what it held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// At most a passphrase that was typed.
    Passphrase,
    /// The key that was being made.
    Unfinished,
    /// A key that was not saved.
    Unsaved,
    /// The same, because nobody was there.
    TimedOut,
}

impl Draft {
    pub(super) fn hear(self, message: FromVault) {
        match message {
            FromVault::Ready if self.stage.get_untracked() == Stage::Form => {
                self.vault.send(&ToVault::Prepare);
            }
            FromVault::Submit => self.submit(),
            FromVault::Made { public_key } => {
                self.made(PublicKey::parse_line(&public_key).ok().map(Public::Ssh));
            }
            FromVault::MadeCertificate { certificate } => {
                let is_one = X509Certificate::from_pem(&certificate).is_ok();
                self.made(is_one.then_some(Public::X509(certificate)));
            }
            FromVault::Saved { file_name } => self.saved(file_name),
            FromVault::FileChecked => self.checked.set(true),
            FromVault::Failed {
                error: VaultError::Crashed,
            } => self.stopped(),
            FromVault::Failed { error } => self.fail(error),
            FromVault::Forgotten | FromVault::TimedOut => self.forgotten(),
            FromVault::Ready
            | FromVault::Alive
            | FromVault::Height { .. }
            | FromVault::PublicHalf { .. } => {}
        }
    }

    /// The vault holds the private half of this; of nothing, when what it said is no key.
    fn made(self, public: Option<Public>) {
        match public {
            Some(public) => {
                self.stage.set(Stage::Made(public));
                self.router.hold("The private key is not saved yet. If you leave now it is lost: nobody can bring it back.");
            }
            None => self.fail(VaultError::BadMessage),
        }
    }

    fn fail(self, error: VaultError) {
        if self.stage.get_untracked() == Stage::Making {
            self.stage.set(Stage::Form);
        }
        // The frame says so itself, beside the fields.
        if error != VaultError::PassphrasesDiffer {
            self.trouble.set(Some(error));
        }
    }

    /// A key that was not saved is gone, as if it had never been made.
    fn forgotten(self) {
        if self.saved_as.with_untracked(Option::is_none) {
            if self.stage.get_untracked() != Stage::Form {
                self.lost.set(Some(Lost::TimedOut));
            }
            self.stage.set(Stage::Form);
            self.router.release();
        }
    }

    /// The vault has ended by itself; another starts. Of a key that was saved nothing is lost, and its registering goes on.
    fn stopped(self) {
        let lost = match self.stage.get_untracked() {
            Stage::Form => Lost::Passphrase,
            Stage::Making => Lost::Unfinished,
            Stage::Made(_) if self.saved_as.with_untracked(Option::is_none) => Lost::Unsaved,
            Stage::Made(_) => return,
        };
        self.lost.set(Some(lost));
        self.stage.set(Stage::Form);
        self.router.release();
    }

    /// Back to the form, with what was filled in; the vault lets go of what it may hold.
    pub fn start_over(self) {
        self.stage.set(Stage::Form);
        self.saved_as.set(None);
        self.checked.set(false);
        self.registration.set(Registration::NotYet);
        self.router.release();
        self.vault.start_again();
    }

    fn saved(self, file_name: String) {
        self.saved_as.set(Some(file_name));
        if self.registration.get_untracked() == Registration::NotYet {
            self.register();
        }
    }
}
