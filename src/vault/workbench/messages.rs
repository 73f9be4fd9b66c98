//! The messages between the vault's frame and its worker about files that a person put in. They never leave the vault,
//! and still hold nothing private: bytes and passphrases travel beside them.
//!
//! On the wire each is one JSON text, `"check"` or `{"read": {…}}`.

use crate::keys::file_format::{FileFormat, PublicFormat};
use serde::{Deserialize, Serialize};

/// What the frame asks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Look at a file, whose bytes come beside: answered by a report.
    Read {
        /// The number that the file goes by from now on.
        id: u32,
        /// Its name.
        name: String,
    },
    /// Open a locked file with the passphrase that comes beside: answered by a report.
    Unlock {
        /// The file.
        id: u32,
    },
    /// Write the private key anew, locked with the passphrase that comes beside (none when empty): answered by a file.
    Convert {
        /// The file.
        id: u32,
        /// The new file's format.
        format: FileFormat,
        /// The new comment.
        comment: String,
        /// OpenSSH's name of the cipher, for its format.
        #[serde(default)]
        cipher: Option<String>,
        /// Rounds of key derivation, for OpenSSH's format.
        #[serde(default)]
        rounds: Option<u32>,
    },
    /// Write the public half: answered by a file.
    Public {
        /// The file.
        id: u32,
        /// The new file's format.
        format: PublicFormat,
    },
    /// Forget a file.
    Remove {
        /// The file.
        id: u32,
    },
    /// Compare a file, whose bytes come beside, with the one that was made last.
    Check,
    /// Open the password with the file whose bytes come beside, or with the last one and the passphrase that comes beside:
    /// answered by the password, or by [`Answer::NotOpened`].
    Password,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// What a file is.
    Report(Report),
    /// Why something could not be done with a file.
    Refused {
        /// The file.
        id: u32,
        /// The reason, in whole sentences.
        text: String,
    },
    /// The password is not open.
    NotOpened {
        /// Whether a passphrase is wanted.
        locked: bool,
        /// Why, in whole sentences.
        text: String,
    },
    /// Whether the saved file is the one that was made.
    Checked {
        /// Whether it is.
        good: bool,
        /// The same in words.
        text: String,
    },
}

/// What a file is, in words to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file.
    pub id: u32,
    /// Kind, format and lock, in a sentence.
    pub what: String,
    /// The keys in it, or their public halves.
    pub keys: Vec<KeyReport>,
    /// Names and values of a file without a key that is known.
    pub facts: Vec<(&'static str, String)>,
    /// What should be known about it.
    pub notes: Vec<String>,
    /// Why it could not be read, or not be opened.
    pub error: Option<String>,
    /// Whether a passphrase is wanted.
    pub locked: bool,
    /// Whether the public half can be saved.
    pub has_public: bool,
    /// The formats that the private key can be saved in, each a code and a label; none while it is not open.
    pub formats: Vec<(&'static str, &'static str)>,
    /// The comment of the key.
    pub comment: String,
}

/// One key of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyReport {
    /// Type and size.
    pub label: String,
    /// Names and values, such as fingerprints.
    pub facts: Vec<(&'static str, String)>,
    /// OpenSSH's picture of the fingerprint, 11 lines.
    pub randomart: String,
    /// The line to copy.
    pub line: String,
    /// Whether a listed key pair is this key; `None` when no list is there.
    #[serde(rename = "match")]
    pub found: Option<Match>,
}

/// Whether a listed key pair is this key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// Whether one is.
    pub found: bool,
    /// The same in words, with its name.
    pub text: String,
}
