//! Files that hold a private key.

use super::{Failure, FileKind, Identified, Lock};
use crate::keys::private::{self, ReadError, Secret};

/// The report of a private-key file; `None` when there is no sign of a private key for SSH.
pub(super) fn identify(bytes: &[u8], passphrase: Option<&Secret>) -> Option<Identified> {
    let info = private::info(bytes);
    let mut found = Identified {
        kind: FileKind::Private,
        ..Identified::default()
    };
    match info {
        Ok(info) => {
            found.format = Some(info.format.into());
            found.encrypted = Some(info.encrypted);
            found.comment = info.comment;
            if info.encrypted {
                found.lock = Some(Lock {
                    cipher: info.cipher,
                    kdf: info.kdf.map(|kdf| kdf.to_string()),
                });
            }
            if info.kdf.is_some_and(|kdf| kdf.is_weak()) {
                found.warn(
                    "weak-lock",
                    "The lock of this format is weak: a passphrase is guessed millions of times a second.",
                );
            }
        }
        Err(ReadError::NotAPrivateKey | ReadError::TooLarge) => return None,
        // What other programs keep secret is no SSH key.
        Err(ReadError::UnsupportedFormat {
            format: "PGP" | "age" | "JWK",
        }) => return None,
        Err(ReadError::UnsupportedFormat { format: "SSH.com" }) => {
            found.format = Some("ssh.com".into());
            found.error = Failure::new(
                "unsupported-format",
                "This is a private key of ssh.com's programs. PuTTYgen imports it; so does ssh-keygen -i when it has \
                 no passphrase.",
            );
            return Some(found);
        }
        Err(error) => {
            found.error = failure(&error);
            if let Ok(key) = private::public_of(bytes) {
                found.add(key, "");
            }
            return Some(found);
        }
    }
    match private::read(bytes, passphrase) {
        Ok(key) => {
            let public = key.public();
            if public.algorithm().starts_with("sk-") {
                found.warn(
                    "security-key",
                    "The private half is on a security key: this file only finds it there.",
                );
            }
            found.comment = None;
            found.add(public, "");
        }
        Err(error) => {
            if let Ok(key) = private::public_of(bytes) {
                // The comment of a locked OpenSSH file is locked too.
                let comment = found.comment.take();
                found.add(key, "");
                found.comment = comment;
            }
            if error == ReadError::OnlyPublic {
                return Some(Identified {
                    kind: FileKind::Public,
                    encrypted: None,
                    ..found
                });
            }
            if let ReadError::UnsupportedKind { name } = &error
                && found.algorithm.is_none()
            {
                found.algorithm = Some(name.clone());
            }
            found.error = failure(&error);
        }
    }
    Some(found)
}

fn failure(error: &ReadError) -> Option<Failure> {
    let code = match error {
        ReadError::NotAPrivateKey => "not-a-key",
        ReadError::OnlyPublic => "only-public",
        ReadError::PassphraseRequired => "passphrase-required",
        ReadError::WrongPassphrase => "wrong-passphrase",
        ReadError::Damaged => "damaged",
        ReadError::UnsupportedCipher { .. } => "unsupported-cipher",
        ReadError::UnsupportedKdf { .. } => "unsupported-kdf",
        ReadError::TooCostly { .. } => "too-costly",
        ReadError::UnsupportedKind { .. } => "unsupported-kind",
        ReadError::UnsupportedFormat { .. } | ReadError::UnsupportedLabel { .. } => {
            "unsupported-format"
        }
        ReadError::SeveralKeys { .. } => "several-keys",
        ReadError::TooLarge => "too-large",
    };
    Failure::new(code, error.to_string())
}
