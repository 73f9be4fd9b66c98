//! OpenSSH certificates (OpenSSH's PROTOCOL.certkeys): what stands in one. The signature is not checked: whether a
//! certificate counts is for the server to say.

use super::public::PublicKey;
use super::wire::{Reader, put_string};
use serde::{Deserialize, Serialize};

/// What follows the name of the kind of key in every certificate's name.
const SUFFIX: &str = "-cert-v01@openssh.com";

/// The fields of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The name of the kind on the wire, such as `ssh-ed25519-cert-v01@openssh.com`.
    pub algorithm: String,
    /// Whether it is a server's (`host`) or a person's.
    pub host: bool,
    /// The number that the authority gave it.
    pub serial: u64,
    /// What the authority calls it in its logs.
    pub key_id: String,
    /// The user or host names that it is for; none means any.
    pub principals: Vec<String>,
    /// From when it counts, in seconds since 1970; 0 means always.
    pub valid_after: u64,
    /// Until when it counts, in seconds since 1970; `u64::MAX` means for ever.
    pub valid_before: u64,
    /// What it is restricted to, such as `force-command` with its value.
    pub critical_options: Vec<(String, String)>,
    /// What it allows, such as `permit-pty`.
    pub extensions: Vec<String>,
    /// The SHA-256 fingerprint of the authority's key.
    pub ca_sha256: String,
    /// The kind of the authority's key.
    pub ca_algorithm: String,
}

/// Whether a kind of key with this name is a certificate.
pub fn is_certificate(algorithm: &str) -> bool {
    algorithm.contains("-cert-v0")
}

/// Reads a certificate from its wire form: what stands in it, and the plain key that it certifies, whose fingerprint is
/// the one that `ssh-keygen -l` shows. `None` when the bytes are no certificate of a known kind.
pub fn read(blob: &[u8]) -> Option<(Certificate, PublicKey)> {
    let mut fields = Reader::new(blob);
    let algorithm = text(fields.string()?)?;
    let name = algorithm.strip_suffix(SUFFIX)?;
    // The names of security keys have the domain behind them.
    let plain_name = if name.starts_with("sk-") || name.starts_with("ssh-mldsa") {
        format!("{name}@openssh.com")
    } else {
        name.to_owned()
    };
    let _nonce = fields.string()?;
    let mut plain = Vec::new();
    put_string(&mut plain, plain_name.as_bytes());
    for _ in 0..parts(name)? {
        put_string(&mut plain, fields.string()?);
    }
    let key = PublicKey::from_blob(plain, "").ok()?;
    let serial = uint64(&mut fields)?;
    let host = match fields.uint32()? {
        1 => false,
        2 => true,
        _ => return None,
    };
    let key_id = text(fields.string()?)?;
    let principals = list(fields.string()?)?;
    let (valid_after, valid_before) = (uint64(&mut fields)?, uint64(&mut fields)?);
    let critical_options = options(fields.string()?)?;
    let extensions = options(fields.string()?)?;
    let _reserved = fields.string()?;
    let authority = PublicKey::from_blob(fields.string()?.to_vec(), "").ok()?;
    let _signature = fields.string()?;
    if !fields.rest().is_empty() {
        return None;
    }
    let certificate = Certificate {
        algorithm,
        host,
        serial,
        key_id,
        principals,
        valid_after,
        valid_before,
        critical_options,
        extensions: extensions.into_iter().map(|(name, _)| name).collect(),
        ca_sha256: authority.sha256(),
        ca_algorithm: authority.algorithm().to_owned(),
    };
    Some((certificate, key))
}

/// How many fields the plain key has after its name.
fn parts(name: &str) -> Option<usize> {
    Some(match name {
        "ssh-ed25519" | "ssh-mldsa44-ed25519" => 1,
        "ssh-rsa" | "rsa-sha2-256" | "rsa-sha2-512" | "sk-ssh-ed25519" => 2,
        "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" => 2,
        "sk-ecdsa-sha2-nistp256" => 3,
        "ssh-dss" => 4,
        _ => return None,
    })
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

fn uint64(fields: &mut Reader<'_>) -> Option<u64> {
    let bytes = fields.bytes(8)?;
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}

/// Strings, one after the other.
fn list(bytes: &[u8]) -> Option<Vec<String>> {
    let mut fields = Reader::new(bytes);
    let mut list = Vec::new();
    while !fields.rest().is_empty() {
        list.push(text(fields.string()?)?);
    }
    Some(list)
}

/// Names with their values, each value a string within a string or empty.
fn options(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut fields = Reader::new(bytes);
    let mut options = Vec::new();
    while !fields.rest().is_empty() {
        let name = text(fields.string()?)?;
        let value = Reader::new(fields.string()?).string().unwrap_or_default();
        options.push((name, text(value)?));
    }
    Some(options)
}
