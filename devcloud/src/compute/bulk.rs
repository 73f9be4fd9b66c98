//! Many key pairs at once, for tests with long lists.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;

use super::fingerprint::colons;
use super::generate::put;
use crate::clock;
use crate::error::Error;
use crate::store::key_pairs::KeyPair;
use md5::{Digest, Md5};

/// `count` key pairs named `PREFIX-00000` and so on, each with a true Ed25519 public key of its own.
pub(crate) fn bulk_key_pairs(
    user_id: &str,
    prefix: &str,
    count: usize,
) -> Result<Vec<KeyPair>, Error> {
    (0..count)
        .map(|index| {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed)?;
            let mut blob = Vec::new();
            put(&mut blob, b"ssh-ed25519");
            put(
                &mut blob,
                SigningKey::from_bytes(&seed).verifying_key().as_bytes(),
            );
            let name = format!("{prefix}-{index:05}");
            Ok(KeyPair {
                id: 0,
                user_id: user_id.to_owned(),
                public_key: format!("ssh-ed25519 {} {name}", STANDARD.encode(&blob)),
                fingerprint: colons(&Md5::digest(&blob)),
                kind: "ssh".to_owned(),
                name,
                created_at: clock::now(),
            })
        })
        .collect()
}
