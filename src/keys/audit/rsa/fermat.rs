//! Two primes that are next to each other, found as Fermat did in 1643 (and CVE-2022-26320 in printers' keys).

use super::root::{square_root, square_root_up};
use crate::keys::audit::{Code, Finding};
use dashu_int::UBig;

/// How many numbers above the root are tried. Random primes are so far apart that no number of rounds finds them.
const ROUNDS: u32 = 256;

pub(super) fn check(n: &UBig) -> Option<Finding> {
    // n = a² − b² = (a + b)(a − b): try a from the root of n upwards until a² − n is a square.
    let root = square_root_up(n);
    let mut distance = &root * &root - n;
    for round in 0..ROUNDS {
        let a = &root + round;
        if let Some(b) = square_root(&distance) {
            // b = 0 is a square, which has its own finding; a − b = 1 is no factor.
            return (b > UBig::ZERO && &a - &b > UBig::ONE).then(finding);
        }
        distance += (a << 1) + 1u8;
    }
    None
}

fn finding() -> Finding {
    Finding::bad(
        Code::RsaClosePrimes,
        "The two primes of this RSA key are almost the same number. Anyone can compute the private key from the public one in a moment.",
    )
}
