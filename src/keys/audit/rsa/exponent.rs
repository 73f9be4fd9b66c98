//! The public exponent.

use crate::keys::audit::{Code, Finding};
use dashu_int::UBig;

/// The exponent that nearly every RSA key has.
const USUAL: u32 = 65_537;

pub(super) fn check(e: &UBig, n: &UBig) -> Option<Finding> {
    if e.is_multiple_of(&UBig::from(2u8)) || *e < UBig::from(3u8) {
        return Some(Finding::bad(
            Code::RsaExponentInvalid,
            "The public exponent of this RSA key is one or even. No private key belongs to it, or none that protects anything: the key is forged or damaged.",
        ));
    }
    if e >= n {
        return Some(Finding::bad(
            Code::RsaExponentInvalid,
            "The public exponent of this RSA key is not smaller than its modulus. No sound program makes such a key: it is forged or damaged.",
        ));
    }
    if *e == UBig::from(3u8) {
        return Some(Finding::old(
            Code::RsaExponentSmall,
            "The public exponent of this RSA key is 3. Such keys fall to mistakes in the programs that use them, and forged signatures were made for them before.",
        ));
    }
    match u32::try_from(e) {
        Ok(USUAL) => None,
        Ok(small) if small < USUAL => Some(Finding::note(
            Code::RsaExponentSmall,
            format!(
                "The public exponent of this RSA key is {small}, not the usual 65537. Older programs made such keys; they are sound for signing in."
            ),
        )),
        _ => Some(Finding::note(
            Code::RsaExponentUnusual,
            "The public exponent of this RSA key is larger than the usual 65537. That makes signing in slower and gains nothing.",
        )),
    }
}
