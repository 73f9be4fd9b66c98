//! Unencrypted private keys in DER: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 appendix A.1.2) and SEC1 (RFC 5915).

use super::data::{self, Curve};
use super::error::ReadError;
use super::rsa;
use pkcs8::der::{Decode, asn1::OctetStringRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};
use ssh_key::private::KeypairData;

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const CURVES: [(ObjectIdentifier, Curve); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
        Curve::P256,
    ),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), Curve::P384),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), Curve::P521),
];

/// `BEGIN PRIVATE KEY`.
pub(super) fn pkcs8(der: &[u8]) -> Result<KeypairData, ReadError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| ReadError::Damaged)?;
    let key = info.private_key.as_bytes();
    match info.algorithm.oid {
        rsa::RSA_OID => pkcs1(key),
        EC => {
            let curve = info
                .algorithm
                .parameters_oid()
                .map_err(|_| ReadError::Damaged)?;
            self::ec(key, Some(curve))
        }
        ED25519 => {
            let seed = <&OctetStringRef>::from_der(key).map_err(|_| ReadError::Damaged)?;
            data::ed25519(seed.as_bytes()).ok_or(ReadError::Damaged)
        }
        other => Err(ReadError::UnsupportedKind {
            name: other.to_string(),
        }),
    }
}

/// `BEGIN RSA PRIVATE KEY`.
pub(super) fn pkcs1(der: &[u8]) -> Result<KeypairData, ReadError> {
    let key = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(|_| ReadError::Damaged)?;
    if key.other_prime_infos.is_some() {
        return Err(ReadError::UnsupportedKind {
            name: "RSA with more than two primes".into(),
        });
    }
    data::rsa(&rsa::numbers(&key)).ok_or(ReadError::Damaged)
}

/// `BEGIN EC PRIVATE KEY`.
pub(super) fn sec1(der: &[u8]) -> Result<KeypairData, ReadError> {
    ec(der, None)
}

/// The key on the curve named outside or, failing that, inside. The public point inside, if any, must be the key's.
fn ec(der: &[u8], outer: Option<ObjectIdentifier>) -> Result<KeypairData, ReadError> {
    let key = EcPrivateKey::from_der(der).map_err(|_| ReadError::Damaged)?;
    let inner = key
        .parameters
        .as_ref()
        .map(|EcParameters::NamedCurve(oid)| *oid);
    let oid = outer.or(inner).ok_or(ReadError::Damaged)?;
    let unsupported = || ReadError::UnsupportedKind {
        name: oid.to_string(),
    };
    let curve = CURVES
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, curve)| *curve)
        .ok_or_else(unsupported)?;
    let data = data::ecdsa(curve, key.private_key).ok_or(ReadError::Damaged)?;
    let point = data.ecdsa().map(|pair| pair.public_key_bytes());
    match key.public_key {
        Some([4, ..]) if key.public_key != point => Err(ReadError::Damaged),
        _ => Ok(data),
    }
}
