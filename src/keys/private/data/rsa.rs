//! The numbers of an RSA key, and whether they belong together.

use super::Wiped;
use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use zeroize::Zeroizing;

/// The longest number of a key that is calculated with, in bytes: a modulus of 16,384 bits, as OpenSSH has it.
const MAX_BYTES: usize = 2048;

/// The numbers of an RSA key that SSH keeps, big-endian without leading zeros.
pub(in crate::keys::private) struct RsaNumbers {
    /// Modulus.
    pub(in crate::keys::private) n: Vec<u8>,
    /// Public exponent.
    pub(in crate::keys::private) e: Vec<u8>,
    /// Private exponent.
    pub(in crate::keys::private) d: Wiped,
    /// Inverse of q modulo p.
    pub(in crate::keys::private) iqmp: Wiped,
    /// First prime.
    pub(in crate::keys::private) p: Wiped,
    /// Second prime.
    pub(in crate::keys::private) q: Wiped,
}

impl RsaNumbers {
    /// Takes the numbers in this order: n, e, d, iqmp, p, q. Leading zeros are allowed.
    pub(in crate::keys::private) fn new(numbers: [&[u8]; 6]) -> Self {
        let [n, e, d, iqmp, p, q] = numbers.map(super::digits);
        let secret = |digits: &[u8]| Zeroizing::new(digits.to_vec());
        Self {
            n: n.to_vec(),
            e: e.to_vec(),
            d: secret(d),
            iqmp: secret(iqmp),
            p: secret(p),
            q: secret(q),
        }
    }

    /// Whether n = p·q, d inverts e modulo p − 1 and q − 1, and iqmp inverts q modulo p (RFC 8017 section 3.2).
    pub(super) fn consistent(&self) -> bool {
        self.check().unwrap_or(false)
    }

    fn check(&self) -> Option<bool> {
        let (n, e, d) = (number(&self.n)?, number(&self.e)?, number(&self.d)?);
        let (iqmp, p, q) = (number(&self.iqmp)?, number(&self.p)?, number(&self.q)?);
        let product = Zeroizing::new(p.concatenating_mul(&*q));
        let inverts = |a: &BoxedUint, b: &BoxedUint, modulus: &BoxedUint| {
            let product = Zeroizing::new(a.concatenating_mul(b));
            Some(*remainder(&product, modulus)? == BoxedUint::one())
        };
        Some(
            *product == *n
                && inverts(&e, &d, &below(&p))?
                && inverts(&e, &d, &below(&q))?
                && inverts(&iqmp, &q, &p)?,
        )
    }

    /// d mod (p − 1) and d mod (q − 1), which PKCS#1 files hold.
    pub(in crate::keys::private) fn exponents(&self) -> Option<[Wiped; 2]> {
        let (d, p, q) = (number(&self.d)?, number(&self.p)?, number(&self.q)?);
        let exponent = |prime: &BoxedUint| {
            let rest = remainder(&d, &below(prime))?;
            let bytes = Zeroizing::new(rest.to_be_bytes());
            Some(Zeroizing::new(super::digits(&bytes).to_vec()))
        };
        Some([exponent(&p)?, exponent(&q)?])
    }
}

fn below(prime: &BoxedUint) -> Zeroizing<BoxedUint> {
    Zeroizing::new(prime.wrapping_sub(BoxedUint::one()))
}

fn remainder(number: &BoxedUint, modulus: &BoxedUint) -> Option<Zeroizing<BoxedUint>> {
    let modulus: Zeroizing<NonZero<BoxedUint>> = Zeroizing::new(Option::from(modulus.to_nz())?);
    Some(Zeroizing::new(number.rem(&modulus)))
}

/// The number for calculating. `None` for zero and for what is too long for a key.
pub(super) fn number(bytes: &[u8]) -> Option<Zeroizing<BoxedUint>> {
    let digits = super::digits(bytes);
    if digits.is_empty() || digits.len() > MAX_BYTES {
        return None;
    }
    let bits = u32::try_from(digits.len() * 8).ok()?;
    BoxedUint::from_be_slice(digits, bits)
        .ok()
        .map(Zeroizing::new)
}
