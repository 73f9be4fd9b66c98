//! Fingerprints of a public key's wire form, and the picture made of one.

use super::kind::Kind;
use base64ct::{Base64Unpadded, Encoding};
use md5::Md5;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// MD5 in lower-case hexadecimal, a colon between the bytes (RFC 4716 section 4).
pub(super) fn md5(blob: &[u8]) -> String {
    let mut text = String::with_capacity(47);
    for byte in Md5::digest(blob) {
        let colon = if text.is_empty() { "" } else { ":" };
        // Writing to a String cannot fail.
        let _ = write!(text, "{colon}{byte:02x}");
    }
    text
}

/// `SHA256:` and the digest in base64 without padding.
pub(super) fn sha256(blob: &[u8]) -> String {
    format!(
        "SHA256:{}",
        Base64Unpadded::encode_string(&Sha256::digest(blob))
    )
}

/// OpenSSH's "drunken bishop" picture of the SHA-256 digest, with the kind and size on top.
pub(super) fn randomart(blob: &[u8], kind: Kind) -> String {
    let header = match (kind.short_name(), kind.bits()) {
        (Some(name), Some(bits)) => format!("[{name} {bits}]"),
        _ => "[UNKNOWN]".to_owned(),
    };
    ssh_key::Fingerprint::Sha256(Sha256::digest(blob).into()).to_randomart(&header)
}
