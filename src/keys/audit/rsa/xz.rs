//! Numbers that set off the back door of xz 5.6.0 and 5.6.1 (CVE-2024-3094).
//!
//! The back door looked at the modulus of the key that a client offered: three little-endian numbers at its start, of 4,
//! 4 and 8 bytes, name a command as a · b + c, and commands run from 0 to 3.

use crate::keys::audit::{Code, Finding};

/// Looks at the big-endian digits of a modulus.
pub(super) fn check(digits: &[u8]) -> Option<Finding> {
    // As it stands in the key, with a byte of zeros before a first digit of 128 or more.
    let sign = usize::from(digits.first().is_some_and(|&digit| digit >= 0x80));
    let mut start = [0; 16];
    let taken = 16 - sign;
    start[sign..].copy_from_slice(digits.get(..taken)?);
    let little = |range: std::ops::Range<usize>| {
        start[range]
            .iter()
            .rev()
            .fold(0u64, |number, &byte| number << 8 | u64::from(byte))
    };
    let command = little(0..4)
        .wrapping_mul(little(4..8))
        .wrapping_add(little(8..16));
    (command <= 3).then(|| {
        Finding::bad(
            Code::RsaXzTrigger,
            "The first bytes of this RSA key form a command for the back door that was put into xz in 2024 (CVE-2024-3094). No key has them by chance: somebody made it for an attack.",
        )
    })
}
