//! Telling what a file is: a private key, a public one, a certificate, or something else, of whatever format.
//!
//! What comes out holds public matter only, so it may leave the vault.

#[cfg(feature = "vault")]
mod other;
#[cfg(feature = "vault")]
mod private;
#[cfg(feature = "vault")]
mod public;
#[cfg(feature = "vault")]
mod ssh1;

use super::certificate::Certificate;
use super::public::PublicKey;
use super::x509::X509Certificate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What sort of thing a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// One or more public keys.
    Public,
    /// A private key.
    Private,
    /// An OpenSSH or X.509 certificate.
    Certificate,
    /// Neither.
    #[default]
    Other,
}

/// A public key in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifiedKey {
    /// The key with its comment; on the wire its line.
    pub key: PublicKey,
    /// What stands in front of it, as in `authorized_keys` and `known_hosts`; empty as a rule.
    pub options: String,
}

/// How a file is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The cipher, by its name in the file or in OpenSSL; `None` when it is not known.
    pub cipher: Option<String>,
    /// The key derivation in words, such as `bcrypt with 24 rounds`; `None` when it is not known.
    pub kdf: Option<String>,
}

/// Something that a person should know about a key or file that can be read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A short stable code: `dsa`, `rsa-short`, `unknown-kind`, `several-keys`, `unread-lines`, `options`, `weak-lock`,
    /// `security-key`.
    pub code: Cow<'static, str>,
    /// The same in a sentence.
    pub text: String,
}

/// Why a file could not be read, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// A short stable code: `passphrase-required`, `wrong-passphrase`, `damaged`, `truncated`, `unsupported-cipher`,
    /// `unsupported-kdf`, `too-costly`, `unsupported-kind`, `unsupported-format`, `several-keys`, `type-mismatch`,
    /// `text-below`, `options-in-front`, `comment`, `empty`, `too-large`, `not-a-key`.
    pub code: Cow<'static, str>,
    /// The same in a sentence.
    pub message: String,
}

/// What a file is. What is not known is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// What sort of thing.
    pub kind: FileKind,
    /// The format. Private keys: `openssh`, `pkcs8`, `pkcs1`, `sec1`, `dsa`, `ppk`, `ppk2`, `ppk1`, `ssh1`, `ssh.com`.
    /// Public keys: `openssh`, `authorized_keys`, `known_hosts`, `rfc4716`, `pkcs8`, `pkcs1`, `ssh1`. Certificates:
    /// `openssh`, `x509`. For other files the name of what they are, such as `pdf` or `pgp`.
    pub format: Option<Cow<'static, str>>,
    /// The name of the kind of key on the wire, of the first key when there are several; for an OpenSSH certificate its
    /// own name.
    pub algorithm: Option<String>,
    /// The size as `ssh-keygen -l` gives it.
    pub bits: Option<u32>,
    /// The comment.
    pub comment: Option<String>,
    /// Whether a passphrase is needed; `None` for what has no lock.
    pub encrypted: Option<bool>,
    /// How it is locked.
    pub lock: Option<Lock>,
    /// The public keys, as far as they are known: of a private key its public half, of a certificate the plain key
    /// inside.
    pub keys: Vec<IdentifiedKey>,
    /// What stands in an OpenSSH certificate.
    pub certificate: Option<Certificate>,
    /// What stands in an X.509 certificate.
    pub x509: Option<X509Certificate>,
    /// What a person should know.
    pub problems: Vec<Problem>,
    /// Why the file could not be read, wholly or in part.
    pub error: Option<Failure>,
}

/// Tells what the file with these bytes is. A passphrase lets locked files tell all; without one they tell what stands in
/// clear, and the error says that it is needed.
///
/// Work and memory are bounded whatever the bytes are: see [`ReadError::TooCostly`](super::private::ReadError).
#[cfg(feature = "vault")]
pub fn identify(bytes: &[u8], passphrase: Option<&super::private::Secret>) -> Identified {
    /// Larger files are not searched for keys: `authorized_keys` with 2,000 RSA keys is smaller.
    const MAX_SEARCHED: usize = 1024 * 1024;
    let searched = bytes.len() <= MAX_SEARCHED;
    if bytes.is_empty() {
        return Identified::failed("empty", "The file is empty.");
    }
    if let Some(found) = ssh1::identify(bytes) {
        return found;
    }
    if searched {
        if let Some(found) = private::identify(bytes, passphrase) {
            return found;
        }
        if let Some(found) = public::identify(bytes) {
            return found;
        }
    }
    other::identify(bytes, searched)
}

impl Identified {
    /// Nothing that is known.
    #[cfg(feature = "vault")]
    fn failed(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            error: Failure::new(code, message),
            ..Self::default()
        }
    }

    /// Adds a key; the first one is what the file as a whole is told by.
    #[cfg(feature = "vault")]
    fn add(&mut self, key: PublicKey, options: &str) {
        if self.keys.is_empty() {
            if self.algorithm.is_none() {
                self.algorithm = Some(key.algorithm().to_owned());
            }
            self.bits = key.bits();
            if self.comment.is_none() {
                self.comment = Some(key.comment().to_owned());
            }
        }
        if let Some(problem) = public::problem(&key)
            && !self.problems.contains(&problem)
        {
            self.problems.push(problem);
        }
        self.keys.push(IdentifiedKey {
            key,
            options: options.to_owned(),
        });
    }

    #[cfg(feature = "vault")]
    fn warn(&mut self, code: &'static str, text: impl Into<String>) {
        self.problems.push(Problem {
            code: code.into(),
            text: text.into(),
        });
    }
}

#[cfg(feature = "vault")]
impl Failure {
    fn new(code: &'static str, message: impl Into<String>) -> Option<Self> {
        Some(Self {
            code: code.into(),
            message: message.into(),
        })
    }
}
