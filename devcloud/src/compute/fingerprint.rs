//! Taking a public key in: it must be one, and its fingerprint is the MD5 of its blob. Odd as some of it is,
//! this follows Nova, which reads the key with one library and the blob with another rule.

use md5::{Digest, Md5};

use super::fault::Fault;
use super::lenient_base64;
use super::ssh_wire;

/// The MD5 fingerprint of an OpenSSH public key, in pairs of hexadecimal digits with colons between.
pub(super) fn md5(public_key: &str) -> Result<String, Fault> {
    fingerprint(public_key).ok_or_else(|| {
        Fault::bad_request("Keypair data is invalid: failed to generate fingerprint")
    })
}

fn fingerprint(public_key: &str) -> Option<String> {
    let (kind, encoded) = type_and_body(public_key)?;
    ssh_wire::check(kind, &lenient_base64::decode(encoded)?)?;
    // The blob that is hashed is what stands behind the first space: nothing at all when there are two.
    let blob = lenient_base64::decode(public_key.split(' ').nth(1)?)?;
    Some(colons(&Md5::digest(blob)))
}

/// The first two words, with blanks or tabs between them and nothing in front.
fn type_and_body(text: &str) -> Option<(&str, &str)> {
    let end = text.find(char::is_whitespace)?;
    let (kind, rest) = text.split_at(end);
    let body = rest.trim_start_matches([' ', '\t']);
    if kind.is_empty() || body.len() == rest.len() {
        return None;
    }
    let body = body
        .split(char::is_whitespace)
        .next()
        .filter(|body| !body.is_empty())?;
    Some((kind, body))
}

/// Bytes as `aa:bb:cc`.
pub(super) fn colons(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(":")
}
