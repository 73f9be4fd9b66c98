//! What a single RSA key's two numbers tell.

mod exponent;
mod factors;
mod fermat;
pub(super) mod known;
mod pattern;
mod power;
mod prime;
mod roca;
mod root;
pub(super) mod shared;
mod size;
mod small_private;
mod xz;

pub(super) use factors::SmallPrimes;
pub(super) use pattern::is_sparse;
pub(super) use prime::{PrimeTest, work_of};

use super::{Finding, numbers};
use crate::keys::public::PublicKey;
use dashu_int::UBig;

/// An RSA key's numbers.
pub(super) struct Rsa<'a> {
    e: UBig,
    n: UBig,
    digits: &'a [u8],
    bits: u32,
}

impl<'a> Rsa<'a> {
    /// The numbers of `key`, when it is an RSA key.
    pub(super) fn of(key: &'a PublicKey) -> Option<Self> {
        let (e, n) = numbers::rsa(key)?;
        Some(Self {
            e: UBig::from_be_bytes(e),
            n: UBig::from_be_bytes(n),
            digits: n,
            bits: crate::keys::wire::bit_length(n),
        })
    }

    /// The modulus.
    pub(super) fn modulus(&self) -> &UBig {
        &self.n
    }

    /// Everything that is found in this key alone, and the modulus without its small factors.
    pub(super) fn findings(&self, small: &SmallPrimes) -> (Vec<Finding>, UBig) {
        let (factor, rest) = small.split(&self.n);
        let mut findings = Vec::new();
        findings.extend(size::check(self.bits));
        findings.extend(exponent::check(&self.e, &self.n));
        findings.extend(factor);
        // Numbers this small are found out by the small primes, or are one.
        if self.bits >= 32 {
            findings.extend(power::check(&self.n));
            findings.extend(fermat::check(&self.n));
            findings.extend(roca::check(&self.n));
            findings.extend(small_private::check(&self.e, &self.n));
            findings.extend(pattern::check(self.digits));
            findings.extend(xz::check(self.digits));
        }
        (findings, rest)
    }
}
