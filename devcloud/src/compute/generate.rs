//! The pair that Nova made before 2.92 when no public key was given: RSA 2048, its private half sent once.
//! It is here so that a test can prove that Keyhaven never asks for it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use rsa::traits::PublicKeyParts;

use super::fault::Fault;
use super::fingerprint;

/// A pair made by the cloud.
pub(super) struct Generated {
    /// PKCS#1 in PEM.
    pub(super) private_key: String,
    pub(super) public_key: String,
    pub(super) fingerprint: String,
}

/// Makes a pair; takes some hundred milliseconds.
pub(super) fn rsa_2048() -> Result<Generated, Fault> {
    let failed = || Fault::unexpected("ValueError");
    let key = rsa::PrivateKey::new(&mut UnwrapErr(SysRng), 2048).map_err(|_| failed())?;
    let private_key = key.to_pkcs1_pem(LineEnding::LF).map_err(|_| failed())?;
    let mut blob = Vec::new();
    put(&mut blob, b"ssh-rsa");
    put_number(&mut blob, &key.e_bytes());
    put_number(&mut blob, &key.n_bytes());
    let public_key = format!("ssh-rsa {} Generated-by-Nova", STANDARD.encode(blob));
    Ok(Generated {
        private_key: private_key.to_string(),
        fingerprint: fingerprint::md5(&public_key)?,
        public_key,
    })
}

/// A string of RFC 4251.
pub(super) fn put(blob: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    blob.extend_from_slice(&length.to_be_bytes());
    blob.extend_from_slice(bytes);
}

/// An mpint of RFC 4251: no leading zeros but the one that keeps it from being negative.
fn put_number(blob: &mut Vec<u8>, bytes: &[u8]) {
    let mut number: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    if number.first().is_some_and(|first| *first > 0x7f) {
        number.insert(0, 0);
    }
    put(blob, &number);
}
