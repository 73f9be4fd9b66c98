//! What follows from a key's kind alone.

use super::{Code, Finding, numbers, rsa};
use crate::keys::public::{PublicKey, kind::Kind};

/// Every finding about the kind of `key`.
pub(super) fn check(key: &PublicKey) -> Vec<Finding> {
    match key.kind() {
        Kind::Ed25519 | Kind::Rsa(_) => Vec::new(),
        Kind::Ecdsa(bits) => vec![ecdsa(bits)],
        Kind::SkEd25519 | Kind::SkEcdsa => vec![security_key()],
        Kind::Dsa(bits) => dsa(key, bits),
        Kind::Other if is_certificate(key.algorithm()) => vec![certificate()],
        Kind::Other => vec![unknown(key.algorithm())],
    }
}

/// Whether the name is that of an OpenSSH certificate (PROTOCOL.certkeys).
fn is_certificate(algorithm: &str) -> bool {
    algorithm.contains("-cert-v0")
}

fn ecdsa(bits: u32) -> Finding {
    Finding::note(
        Code::Ecdsa,
        format!(
            "ECDSA with P-{bits} is sound. But each time it signs it needs fresh randomness, and one bad draw gives the private key away, as happened in PuTTY with P-521 (CVE-2024-31497). Ed25519 needs none."
        ),
    )
    .advising("Nothing needs to be done. If the key was used with PuTTY 0.68 to 0.80 and is a P-521 one, make a new key pair.")
}

fn security_key() -> Finding {
    Finding::note(
        Code::SecurityKey,
        "The private part of this key is in a security key that must be plugged in to sign in. That is good protection; servers need OpenSSH 8.2 or later.",
    )
    .advising("Nothing needs to be done. Have a second key for the day on which the security key is lost.")
}

fn dsa(key: &PublicKey, bits: u32) -> Vec<Finding> {
    let mut findings = vec![Finding::bad(
        Code::Dsa,
        format!(
            "This is a DSA key, of {bits} bits. OpenSSH no longer accepts DSA: it has not let such keys sign in by default since 2015 and dropped them altogether in 2025."
        ),
    )];
    if numbers::dsa_prime(key).is_some_and(rsa::is_sparse) {
        findings.push(Finding::bad(
            Code::DsaSparse,
            "The prime of this DSA key consists of zeros for the most part, which makes its private key easier to compute.",
        ));
    }
    findings
}

fn certificate() -> Finding {
    Finding::bad(
        Code::Certificate,
        "This is a certificate, not a public key. A server that gets it as an authorized key does not accept it.",
    )
    .advising("Import the public key instead: the .pub file without “-cert” in its name. Then delete this one.")
}

fn unknown(algorithm: &str) -> Finding {
    Finding::note(
        Code::UnknownKind,
        format!("Keyhaven does not know keys of the kind “{algorithm}” and cannot judge this one."),
    )
    .advising("See whether your servers accept this kind of key.")
}
