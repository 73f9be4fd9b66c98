//! The administrator's password of a Windows server, opened with a key file that a person puts in.

use crate::keys::identify::{FileKind, identify};
use crate::keys::private::{DecryptError, PrivateKey, Secret};
use crate::keys::public::PublicKey;
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// What came of a try.
pub enum Outcome {
    /// The password.
    Opened(Zeroizing<String>),
    /// The file is locked: a passphrase is wanted. In words.
    Locked(String),
    /// It was not opened. Why, and what to do, in whole sentences.
    Refused(String),
}

/// A password that waits for its key.
pub struct SealedPassword {
    /// `None` when what the cloud gave is no base64.
    ciphertext: Option<Vec<u8>>,
    /// The public half of the server's key pair, when it is known.
    key: Option<PublicKey>,
    /// The file that waits for its passphrase.
    file: Option<Secret>,
}

impl SealedPassword {
    /// `ciphertext` is as Nova gives it, base64 with or without line ends; `public_key` one OpenSSH line.
    pub fn new(ciphertext: &str, public_key: Option<&str>) -> Self {
        let joined: String = ciphertext.split_whitespace().collect();
        Self {
            ciphertext: Base64::decode_vec(&joined).ok(),
            key: public_key.and_then(|line| PublicKey::parse_line(line).ok()),
            file: None,
        }
    }

    /// Keeps the file that waits for its passphrase in `before`: what is known of the key pair can change meanwhile.
    pub fn after(self, before: Option<Self>) -> Self {
        Self {
            file: before.and_then(|before| before.file),
            ..self
        }
    }

    /// Tries a key file, or the one that waits for its passphrase when there are no bytes. No other file is kept.
    pub fn open(&mut self, file: Option<Secret>, passphrase: Option<&Secret>) -> Outcome {
        let Some(file) = file.or_else(|| self.file.take()) else {
            return refused("Choose the key file first.");
        };
        let outcome = self.open_with(&file, passphrase);
        self.file = matches!(outcome, Outcome::Locked(_)).then_some(file);
        outcome
    }

    fn open_with(&self, file: &Secret, passphrase: Option<&Secret>) -> Outcome {
        let found = identify(file.expose(), passphrase);
        // A locked file may tell its public half: then it need not be unlocked to see that it is another key's.
        if let (Some(wanted), Some(key)) = (&self.key, found.keys.first())
            && !key.key.same_key(wanted)
        {
            return refused(
                "This is another key’s file: its public half is not that of the server’s key pair. Choose the file of the key pair that the server was launched with.",
            );
        }
        if found.kind == FileKind::Public {
            return refused("This is the public half. Choose the private key’s file.");
        }
        let error = found.error.as_ref().map(|error| &*error.code);
        match error {
            Some("passphrase-required") => {
                return Outcome::Locked("The file is locked. Type its passphrase.".to_owned());
            }
            Some("wrong-passphrase") => {
                return Outcome::Locked(
                    "This is not the file’s passphrase. Type it once more.".to_owned(),
                );
            }
            _ => {}
        }
        match PrivateKey::read(file.expose(), passphrase) {
            Ok(key) => self.decrypt(&key),
            Err(error) => refused(&format!(
                "This is no private key that can be read: {error}."
            )),
        }
    }

    fn decrypt(&self, key: &PrivateKey) -> Outcome {
        let Some(ciphertext) = &self.ciphertext else {
            return refused(
                "What the server posted is no encrypted password: it is not base64. Have the server post it again.",
            );
        };
        let plain = match key.decrypt_pkcs1v15(ciphertext) {
            Ok(plain) => plain,
            Err(DecryptError::NotRsa) => {
                return refused(
                    "This is no RSA key, and such passwords are encrypted to RSA keys only. Choose the file of the key pair that the server was launched with.",
                );
            }
            Err(DecryptError::Unsupported) => {
                return refused(
                    "This RSA key is not supported here, only those of 1024 to 8192 bits with a usual public exponent. Open the password with “openssl pkeyutl -decrypt” instead.",
                );
            }
            Err(DecryptError::Length | DecryptError::Wrong) => {
                return refused(
                    "The password does not open with this key: it was encrypted to another one, or is damaged.",
                );
            }
        };
        match std::str::from_utf8(&plain) {
            Ok(text) => Outcome::Opened(Zeroizing::new(text.to_owned())),
            Err(_) => refused("What came out is no text: the password is damaged."),
        }
    }
}

fn refused(text: &str) -> Outcome {
    Outcome::Refused(text.to_owned())
}
