//! Primes that a blocklist names.

use super::factors;
use crate::keys::audit::{Code, Finding, blocklist::Blocklist};
use dashu_int::{UBig, ops::Gcd};

/// The product of all primes of `blocklist`; 1 when there are none.
pub(in crate::keys::audit) fn product(blocklist: Option<&Blocklist>) -> UBig {
    let primes = blocklist
        .into_iter()
        .flat_map(Blocklist::primes)
        .map(|(digits, _)| UBig::from_be_bytes(digits))
        .filter(|number| *number > UBig::ZERO);
    factors::product(primes.collect())
}

/// The finding when a modulus has `common` in common with the product.
pub(in crate::keys::audit) fn check(
    common: &UBig,
    blocklist: Option<&Blocklist>,
) -> Option<Finding> {
    (*common > UBig::ONE).then_some(())?;
    let (_, list) = blocklist?.primes().find(|(digits, _)| {
        let number = UBig::from_be_bytes(digits) % common;
        number == UBig::ZERO || common.gcd(&number) > UBig::ONE
    })?;
    Some(Finding::bad(
        Code::RsaKnownPrime,
        format!(
            "A prime of this RSA key is on the blocklist “{list}”: it was found in other keys too, so anyone can compute the private key."
        ),
    ))
}
