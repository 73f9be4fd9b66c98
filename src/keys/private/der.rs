//! Unencrypted private keys in DER: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 appendix A.1.2), SEC1 (RFC 5915), and OpenSSL's
//! form of DSA keys.

mod ec;
mod write;

pub(super) use write::{pkcs8 as write_pkcs8, traditional as write_traditional};

use super::data::{self, DsaNumbers, KeyData, RsaNumbers};
use super::error::{ReadError, RsaKeyError};
use crate::keys::der::{Der, DerError, SEQUENCE, oid};
use crate::keys::wire::bit_length;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::{Decode, Encode, asn1::OctetStringRef};

/// The sizes of modulus taken from SubtleCrypto, in bits.
const SIZES: std::ops::RangeInclusive<u32> = 2048..=16_384;

/// `BEGIN PRIVATE KEY`.
pub(super) fn pkcs8(der: &[u8]) -> Result<KeyData, ReadError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| ReadError::Damaged)?;
    let key = info.private_key.as_bytes();
    match info.algorithm.oid.as_bytes() {
        oid::RSA => pkcs1(key),
        oid::EC => {
            let curve = info.algorithm.parameters.ok_or(ReadError::Damaged)?;
            let curve = curve.to_der().map_err(|_| ReadError::Damaged)?;
            ec::read(key, Some(&curve))
        }
        oid::ED25519 => {
            let seed = <&OctetStringRef>::from_der(key).map_err(|_| ReadError::Damaged)?;
            data::ed25519(seed.as_bytes()).ok_or(ReadError::Damaged)
        }
        oid::DSA => {
            let parameters = info.algorithm.parameters.ok_or(ReadError::Damaged)?;
            let mut numbers = Der::new(parameters.value());
            let (p, q, g) = (numbers.natural()?, numbers.natural()?, numbers.natural()?);
            let mut x = Der::new(key);
            let secret = x.natural()?;
            numbers.end().and(x.end())?;
            let numbers = DsaNumbers::without_public(p, q, g, secret).ok_or(ReadError::Damaged)?;
            Ok(KeyData::Dsa(numbers))
        }
        other => Err(unsupported(name(other).unwrap_or(&oid::dotted(other)))),
    }
}

/// Names of the kinds of key that openssl writes in PKCS#8 and SSH has no use for.
fn name(oid: &[u8]) -> Option<&'static str> {
    Some(match oid {
        [0x2b, 0x65, 0x6e] => "X25519",
        [0x2b, 0x65, 0x6f] => "X448",
        [0x2b, 0x65, 0x71] => "Ed448",
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a] => "RSA-PSS",
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x03, 0x01] => "DH",
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11] => "ML-DSA-44",
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12] => "ML-DSA-65",
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13] => "ML-DSA-87",
        _ => return None,
    })
}

fn unsupported(name: &str) -> ReadError {
    ReadError::UnsupportedKind {
        name: name.to_owned(),
    }
}

/// `BEGIN RSA PRIVATE KEY`.
pub(super) fn pkcs1(der: &[u8]) -> Result<KeyData, ReadError> {
    let key = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| ReadError::Damaged)?;
    if key.other_prime_infos.is_some() {
        return Err(unsupported("RSA with more than two primes"));
    }
    data::rsa(numbers(&key)).ok_or(ReadError::Damaged)
}

/// The numbers that SSH keeps of a PKCS#1 key.
fn numbers(key: &pkcs1::RsaPrivateKeyRef<'_>) -> RsaNumbers {
    RsaNumbers::new([
        key.modulus.as_bytes(),
        key.public_exponent.as_bytes(),
        key.private_exponent.as_bytes(),
        key.coefficient.as_bytes(),
        key.prime1.as_bytes(),
        key.prime2.as_bytes(),
    ])
}

/// `BEGIN EC PRIVATE KEY`.
pub(super) fn sec1(der: &[u8]) -> Result<KeyData, ReadError> {
    ec::read(der, None)
}

/// `BEGIN DSA PRIVATE KEY`: 0, p, q, g, y, x, as OpenSSL has always written it.
pub(super) fn dsa(der: &[u8]) -> Result<KeyData, ReadError> {
    let mut numbers = Der::only(der, SEQUENCE)?;
    if numbers.small()? != 0 {
        return Err(ReadError::Damaged);
    }
    let mut next = || numbers.natural();
    let five = [next()?, next()?, next()?, next()?, next()?];
    numbers.end()?;
    data::dsa(DsaNumbers::new(five)).ok_or(ReadError::Damaged)
}

/// The RSA key in a PKCS#8 `PrivateKeyInfo` that SubtleCrypto made.
pub(super) fn rsa_from_pkcs8(der: &[u8]) -> Result<KeyData, RsaKeyError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| RsaKeyError::Form)?;
    if info.algorithm.oid.as_bytes() != oid::RSA {
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
    data::rsa(numbers(&key)).ok_or(RsaKeyError::Inconsistent)
}

impl From<DerError> for ReadError {
    fn from(_: DerError) -> Self {
        Self::Damaged
    }
}
