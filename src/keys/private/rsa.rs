//! RSA keys from PKCS#8, and whether the numbers of a key belong together.

use super::data::{self, RsaNumbers};
use super::error::RsaKeyError;
use crate::keys::wire::bit_length;
use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use pkcs8::{PrivateKeyInfoRef, der::Decode};
use ssh_key::private::KeypairData;
use zeroize::Zeroizing;

/// `rsaEncryption` (RFC 8017 appendix A.1).
pub(super) const RSA_OID: pkcs8::ObjectIdentifier =
    pkcs8::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The sizes of modulus taken from SubtleCrypto, in bits.
const SIZES: std::ops::RangeInclusive<u32> = 2048..=16_384;

/// The longest number of a key that is calculated with, in bytes: a modulus of 16,384 bits, as OpenSSH has it.
const MAX_BYTES: usize = 2048;

/// The key pair in a PKCS#8 `PrivateKeyInfo`.
pub(super) fn from_pkcs8(der: &[u8]) -> Result<KeypairData, RsaKeyError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| RsaKeyError::Form)?;
    if info.algorithm.oid != RSA_OID {
        return Err(RsaKeyError::NotRsa);
    }
    let key = pkcs1::RsaPrivateKeyRef::from_der(info.private_key.as_bytes())
        .map_err(|_| RsaKeyError::Form)?;
    let bits = bit_length(key.modulus.as_bytes());
    if key.other_prime_infos.is_some() {
        return Err(RsaKeyError::NotRsa);
    }
    if !SIZES.contains(&bits) {
        return Err(RsaKeyError::Size { bits });
    }
    data::rsa(&numbers(&key)).ok_or(RsaKeyError::Inconsistent)
}

/// The numbers that SSH keeps of a PKCS#1 key.
pub(super) fn numbers<'a>(key: &pkcs1::RsaPrivateKeyRef<'a>) -> RsaNumbers<'a> {
    RsaNumbers {
        n: key.modulus.as_bytes(),
        e: key.public_exponent.as_bytes(),
        d: key.private_exponent.as_bytes(),
        iqmp: key.coefficient.as_bytes(),
        p: key.prime1.as_bytes(),
        q: key.prime2.as_bytes(),
    }
}

/// Whether n = p·q, d inverts e modulo p − 1 and q − 1, and iqmp inverts q modulo p (RFC 8017 section 3.2).
pub(super) fn consistent(numbers: &RsaNumbers<'_>) -> bool {
    check(numbers).unwrap_or(false)
}

fn check(numbers: &RsaNumbers<'_>) -> Option<bool> {
    let (n, e, d) = (number(numbers.n)?, number(numbers.e)?, number(numbers.d)?);
    let (iqmp, p, q) = (
        number(numbers.iqmp)?,
        number(numbers.p)?,
        number(numbers.q)?,
    );
    let one = BoxedUint::one();
    let product = Zeroizing::new(p.concatenating_mul(&*q));
    let inverts = |a: &BoxedUint, b: &BoxedUint, modulus: &BoxedUint| {
        let modulus: Zeroizing<NonZero<BoxedUint>> = Zeroizing::new(Option::from(modulus.to_nz())?);
        let product = Zeroizing::new(a.concatenating_mul(b));
        let rest = Zeroizing::new(product.rem(&modulus));
        Some(*rest == one)
    };
    let below = |prime: &BoxedUint| Zeroizing::new(prime.wrapping_sub(&one));
    Some(
        *product == *n
            && inverts(&e, &d, &below(&p))?
            && inverts(&e, &d, &below(&q))?
            && inverts(&iqmp, &q, &p)?,
    )
}

/// The number for calculating. `None` for zero and for what is too long for a key.
fn number(bytes: &[u8]) -> Option<Zeroizing<BoxedUint>> {
    let first = bytes.iter().position(|&byte| byte != 0)?;
    let digits = &bytes[first..];
    if digits.len() > MAX_BYTES {
        return None;
    }
    let bits = u32::try_from(digits.len() * 8).ok()?;
    BoxedUint::from_be_slice(digits, bits)
        .ok()
        .map(Zeroizing::new)
}
