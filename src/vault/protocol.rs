//! The messages between the app and the vault.
//!
//! [`FromVault`] is everything that the vault can say to the app. It has no variant that could carry private-key
//! bytes or a passphrase: every string in it is public by nature or one of our own fixed texts. [`ToVault`] may carry
//! private text only in [`ToVault::ReadPrivate`], for what a person pasted into the app's page by mistake.
//!
//! On the wire a message is one JSON text, `"prepare"` or `{"make": {…}}`, sent over the `MessagePort` that the app hands
//! to the frame.

use crate::keys::{
    file_format::{CertificateFormat, FileFormat},
    key_type::KeyType,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What the app asks of the vault.
///
/// No `Debug`: a message may hold private text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ToVault {
    /// Show the passphrase fields and wait for [`ToVault::Make`] or [`ToVault::MakeCertificate`].
    Prepare,
    /// Make a key pair and lock its file with the passphrase typed in the frame (none when the fields are empty).
    Make {
        /// The type of key.
        key_type: KeyType,
        /// The comment, at most 255 characters, without control characters.
        comment: String,
        /// The name of the file to offer.
        file_name: String,
        /// The format of the file.
        #[serde(default)]
        format: FileFormat,
    },
    /// Make an RSA key of 3072 bits and a certificate that it signs for itself, in one file that is locked likewise.
    MakeCertificate {
        /// The account on Windows, such as `Admin@localhost`.
        user: String,
        /// The name of the file to offer.
        file_name: String,
        /// The format of the file.
        format: CertificateFormat,
    },
    /// Show the workbench, where a person puts key files in, and compare them with these; once more when they change.
    Identify {
        /// The person's key pairs; `None` when they are not known.
        key_pairs: Option<Vec<Listed>>,
    },
    /// Show the fields for a key file, and open a Windows server's administrator password with it.
    OpenPassword {
        /// As Nova gives it: base64 of RSA PKCS#1 v1.5 (RFC 8017 section 7.2).
        ciphertext: String,
        /// The server's key pair, one OpenSSH line `type base64 comment`, when it is known.
        public_key: Option<String>,
    },
    /// Read a private key that was pasted or dropped where a public one belongs, to give back its public half.
    ReadPrivate {
        /// The whole text of the file.
        #[serde(with = "wiped")]
        text: Zeroizing<String>,
    },
    /// Let go of everything: key, files, passphrases. Done by the frame, which ends its worker.
    Forget,
    /// Say that the frame is there: [`FromVault::Alive`].
    Ping,
}

/// A text that is wiped on both sides when its message is done with.
mod wiped {
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub(super) fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Zeroizing<String>, D::Error> {
        String::deserialize(from).map(Zeroizing::new)
    }
}

/// A key pair that the cloud has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// One OpenSSH line `type base64 comment`, as the cloud has it.
    pub public_key: String,
}

/// What the vault tells the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FromVault {
    /// The frame and its worker run.
    Ready,
    /// The frame is there; the answer to [`ToVault::Ping`].
    Alive,
    /// The frame's content needs this height, in CSS pixels.
    Height {
        /// Height of the document.
        pixels: u32,
    },
    /// The person pressed Enter in a passphrase field.
    Submit,
    /// A key pair is made and waits to be saved; nothing is saved yet.
    Made {
        /// The public key, one OpenSSH line `type base64 comment`.
        public_key: String,
    },
    /// A key pair with a certificate is made and waits to be saved.
    MadeCertificate {
        /// The certificate in PEM.
        certificate: String,
    },
    /// The person took the private key's file: the browser was given it to save.
    Saved {
        /// The name under which it was offered.
        file_name: String,
    },
    /// The person chose the saved file, and it is the one that was made.
    FileChecked,
    /// The public half of what [`ToVault::ReadPrivate`] carried.
    PublicHalf {
        /// One OpenSSH line `type base64 comment`.
        public_key: String,
    },
    /// Everything is let go of, because the app or the person asked for it. The frame is to be ended.
    Forgotten,
    /// Likewise, because nobody had done anything in the frame for ten minutes.
    TimedOut,
    /// A request could not be done; what was held before is still held.
    Failed {
        /// What went wrong.
        error: VaultError,
    },
}

/// Why the vault could not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum VaultError {
    /// The two passphrase fields differ.
    #[error("the two passphrases differ")]
    PassphrasesDiffer,
    /// The browser gave no random numbers.
    #[error("the browser gave no random numbers")]
    NoRandomness,
    /// The browser's SubtleCrypto could not make an RSA key.
    #[error("the browser could not make an RSA key")]
    NoRsa,
    /// The key's file could not be written.
    #[error("the key file could not be written")]
    CannotWrite,
    /// The comment holds what a key file cannot carry.
    #[error("the comment cannot be written into a key file")]
    BadComment,
    /// The account is none that Windows knows.
    #[error("this cannot be an account on Windows")]
    BadUser,
    /// The text is no private key that can be read.
    #[error("this is not a private key that can be read")]
    NotPrivateKey,
    /// The file is locked and its public half is not readable without the passphrase.
    #[error("this file tells its public half only with the passphrase")]
    Locked,
    /// The file is damaged.
    #[error("the key file is damaged")]
    Damaged,
    /// The vault stopped, and what it held is gone. The client starts another.
    #[error("the vault stopped")]
    Crashed,
    /// A message the vault does not know.
    #[error("the vault did not understand the request")]
    BadMessage,
}
