//! Every format of private-key files goes both ways between Keyhaven and ssh-keygen, puttygen and openssl.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod golden;
mod hostile;
#[path = "../keys_support/mod.rs"]
mod keys_support;
mod ours;
mod pbes2_theirs;
mod pem_theirs;
mod ppk_refused;
mod ppk_theirs;
mod properties;
mod public;
mod round;
mod security_key;

use keyhaven::keys::private::PrivateKey;
use keys_support::{Files, secret, ssh_keygen};
use std::fs;
use std::sync::OnceLock;

/// A comment that takes more than ASCII, quotes and a backslash.
const COMMENT: &str = "ada@schlüssel \"with\" back\\slash";

/// A passphrase that takes more than ASCII.
const PASSPHRASE: &str = "correct pferd 電池";

/// One key of every kind and size that files hold: the name of its kind on the wire and its file.
fn keys() -> &'static [(&'static str, Vec<u8>)] {
    static KEYS: OnceLock<Vec<(&'static str, Vec<u8>)>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let files = Files::new();
        [
            ("ssh-ed25519", "ed25519", "256"),
            ("ecdsa-sha2-nistp256", "ecdsa", "256"),
            ("ecdsa-sha2-nistp384", "ecdsa", "384"),
            ("ecdsa-sha2-nistp521", "ecdsa", "521"),
            ("ssh-rsa", "rsa", "3072"),
            ("ssh-dss", "dsa", "1024"),
        ]
        .into_iter()
        .map(|(name, kind, bits)| {
            let path = ssh_keygen(&files, name, kind, bits, COMMENT);
            (name, fs::read(path).unwrap())
        })
        .collect()
    })
}

/// Every key of [`keys`], read.
fn each() -> impl Iterator<Item = (&'static str, PrivateKey)> {
    keys()
        .iter()
        .map(|(name, file)| (*name, PrivateKey::read(file, None).unwrap()))
}

fn read(text: &str, passphrase: Option<&str>) -> PrivateKey {
    PrivateKey::read(text.as_bytes(), passphrase.map(secret).as_ref()).unwrap()
}
