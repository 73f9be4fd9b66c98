//! How long the modulus is.

use crate::keys::audit::{Code, Finding};

/// Judges the size in bits. 2048 is what NIST SP 800-131A demands, 3072 what it takes for the strength of Ed25519 (SP
/// 800-57 part 1, table 2); OpenSSH refuses what is under 1024.
pub(super) fn check(bits: u32) -> Vec<Finding> {
    // Some programs make keys that are a bit short of the size that was asked for. That is odd, but no weaker.
    let meant = bits.next_multiple_of(8);
    let mut findings = Vec::new();
    if bits < 1024 {
        findings.push(Finding::bad(
            Code::RsaTiny,
            format!(
                "This RSA key has {bits} bits only. Keys this short have been broken with ordinary computers, and servers refuse them."
            ),
        ));
    } else if meant < 2048 {
        findings.push(Finding::bad(
            Code::RsaTooShort,
            format!(
                "This RSA key has {bits} bits. Under 2048 bits RSA is within reach of those who can pay for it, and many servers refuse it."
            ),
        ));
    } else if meant < 3072 {
        findings.push(Finding::old(
            Code::RsaShort,
            format!(
                "This RSA key has {bits} bits. That is still accepted, but gives less protection than an Ed25519 key or RSA from 3072 bits."
            ),
        ));
    }
    if meant >= 2048 && ![2048, 3072, 4096].contains(&bits) {
        findings.push(Finding::note(
            Code::RsaUnusualSize,
            format!(
                "This RSA key has {bits} bits, which is not one of the common sizes 2048, 3072 and 4096. It works; the program that made it may deserve a look."
            ),
        ));
    }
    findings
}
