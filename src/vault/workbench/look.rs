//! A file as the workbench holds it: what it is, whether it is open, and what can be made of it.

use super::words;
use crate::keys::file_format::{FileFormat, PublicFormat};
use crate::keys::identify::{FileKind, Identified, identify};
use crate::keys::private::{OpenSshCipher, PrivateKey, Secret, WriteOptions};
use zeroize::Zeroizing;

/// A file after reading.
pub(super) struct Seen {
    /// What it is.
    pub(super) found: Identified,
    /// Whether a passphrase is wanted.
    pub(super) locked: bool,
    /// Whether the private key can be written.
    open: bool,
    bytes: Secret,
    passphrase: Option<Secret>,
}

/// How a private key is to be written.
pub(super) struct Wish {
    pub(super) format: FileFormat,
    pub(super) comment: String,
    pub(super) cipher: Option<String>,
    pub(super) rounds: Option<u32>,
    pub(super) passphrase: Option<Secret>,
}

/// Reads a file, or its beginning when it is too large for a key file.
pub(super) fn look(bytes: Secret, passphrase: Option<Secret>) -> Seen {
    let found = identify(bytes.expose(), passphrase.as_ref());
    let error = found.error.as_ref().map(|error| &*error.code);
    Seen {
        locked: matches!(error, Some("passphrase-required" | "wrong-passphrase")),
        open: found.kind == FileKind::Private && error.is_none(),
        found,
        bytes,
        passphrase,
    }
}

impl Seen {
    /// The same file, tried with another passphrase.
    pub(super) fn unlock(self, passphrase: Option<Secret>) -> Self {
        look(self.bytes, passphrase)
    }

    /// The formats that the open private key can be saved in.
    pub(super) fn formats(&self) -> Vec<FileFormat> {
        let algorithm = self.found.algorithm.as_deref().unwrap_or_default();
        let mut formats = FileFormat::ALL.to_vec();
        formats.retain(|format| self.open && format.takes(algorithm));
        formats
    }

    /// The private key in another file, or why not.
    pub(super) fn convert(&self, wish: &Wish) -> Result<Zeroizing<String>, String> {
        let mut key = PrivateKey::read(self.bytes.expose(), self.passphrase.as_ref())
            .map_err(|error| words::sentence(&error))?;
        key.set_comment(wish.comment.trim())
            .map_err(|error| words::sentence(&error))?;
        let mut options = WriteOptions::new(wish.format);
        if let Some(cipher) = wish.cipher.as_deref().and_then(OpenSshCipher::from_name) {
            options.cipher = cipher;
        }
        options.rounds = wish.rounds.unwrap_or(options.rounds);
        key.write(&options, wish.passphrase.as_ref())
            .map_err(|error| words::sentence(&error))
    }

    /// The public keys in a file, or why not.
    pub(super) fn public_text(&self, format: PublicFormat) -> Result<Zeroizing<String>, String> {
        let mut text = String::new();
        for found in &self.found.keys {
            let part = found.key.write(format);
            text += &part.ok_or("Keys of this kind have no such form. Choose the OpenSSH line.")?;
        }
        Ok(Zeroizing::new(text))
    }
}
