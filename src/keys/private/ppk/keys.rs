//! The keys that a passphrase becomes: for the cipher, its initialisation vector, and the authentication code.

use crate::keys::private::Kdf;
use crate::keys::private::data::Wiped;
use argon2::{Algorithm, Argon2, Params};
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::Sha256;
use zeroize::Zeroizing;

const CIPHER: usize = 32;
const IV: usize = 16;
const MAC: usize = 32;

/// The keys of one file.
pub(super) struct Keys {
    /// Key, initialisation vector and key of the authentication code, one after the other; of an unlocked file the last
    /// one alone.
    bytes: Wiped,
    locked: bool,
    sha1: bool,
}

impl Keys {
    /// The keys of a file that is not locked: the authentication code then tells accidents only.
    pub(super) fn unlocked(version: u8) -> Self {
        let sha1 = version < 3;
        let bytes = if sha1 {
            mac_key(b"")
        } else {
            Zeroizing::default()
        };
        Self {
            bytes,
            locked: false,
            sha1,
        }
    }

    /// The keys from a passphrase. `None` for parameters that Argon2 cannot take.
    pub(super) fn derive(kdf: &Kdf, passphrase: &[u8], salt: &[u8]) -> Option<Self> {
        let (bytes, sha1) = match *kdf {
            Kdf::Argon2 {
                flavour,
                memory,
                passes,
                lanes,
            } => {
                let algorithm = match flavour {
                    "Argon2id" => Algorithm::Argon2id,
                    "Argon2i" => Algorithm::Argon2i,
                    _ => Algorithm::Argon2d,
                };
                let parameters = Params::new(memory, passes, lanes, None).ok()?;
                let mut bytes = Zeroizing::new(vec![0; CIPHER + IV + MAC]);
                Argon2::new(algorithm, argon2::Version::V0x13, parameters)
                    .hash_password_into(passphrase, salt, &mut bytes)
                    .ok()?;
                (bytes, false)
            }
            Kdf::Sha1 => (sha1_keys(passphrase), true),
            _ => return None,
        };
        Some(Self {
            bytes,
            locked: true,
            sha1,
        })
    }

    /// The key of the cipher.
    pub(super) fn cipher(&self) -> &[u8] {
        &self.bytes[..CIPHER.min(self.bytes.len())]
    }

    /// The initialisation vector.
    pub(super) fn iv(&self) -> &[u8] {
        self.bytes.get(CIPHER..CIPHER + IV).unwrap_or_default()
    }

    /// The authentication code of a message: HMAC with SHA-256, in version 2 with SHA-1.
    pub(super) fn mac(&self, message: &[u8]) -> Vec<u8> {
        let start = if self.locked { CIPHER + IV } else { 0 };
        let key = &self.bytes[start..];
        if self.sha1 {
            code::<Hmac<Sha1>>(key, message)
        } else {
            code::<Hmac<Sha256>>(key, message)
        }
    }

    /// Whether `mac` is the message's. Takes as long whatever the difference.
    pub(super) fn authentic(&self, message: &[u8], mac: &[u8]) -> bool {
        let expected = self.mac(message);
        let differing = expected
            .iter()
            .zip(mac)
            .fold(0, |bits, (one, other)| bits | (one ^ other));
        expected.len() == mac.len() && differing == 0
    }
}

fn code<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length.
    <M as KeyInit>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// Version 2: the cipher's key is SHA-1 of 0 and of 1 before the passphrase, its initialisation vector zero.
fn sha1_keys(passphrase: &[u8]) -> Wiped {
    let mut bytes = Zeroizing::new(Vec::with_capacity(80));
    for number in [0u32, 1] {
        let digest = Sha1::new()
            .chain_update(number.to_be_bytes())
            .chain_update(passphrase)
            .finalize();
        bytes.extend_from_slice(&digest);
    }
    bytes.truncate(CIPHER);
    bytes.resize(CIPHER + IV, 0);
    bytes.extend_from_slice(&mac_key(passphrase));
    bytes
}

fn mac_key(passphrase: &[u8]) -> Wiped {
    let digest = Sha1::new()
        .chain_update(b"putty-private-key-file-mac-key")
        .chain_update(passphrase)
        .finalize();
    Zeroizing::new(digest.to_vec())
}
