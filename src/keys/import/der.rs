//! Public keys in DER: SubjectPublicKeyInfo (RFC 5280 section 4.1, RFC 5480, RFC 8410) and PKCS#1 (RFC 8017 A.1.1).

use super::error::ImportError;
use crate::keys::der::{BIT_STRING, Der, DerError, OID, SEQUENCE, oid};
use crate::keys::wire::{put_mpint, put_string};

/// The SSH wire form of the key in a SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`). DSA keys are read too.
pub(crate) fn from_spki(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut info = Der::only(der, SEQUENCE)?;
    let mut algorithm = info.enter(SEQUENCE)?;
    let key = match info.take(BIT_STRING)? {
        [0, key @ ..] => key,
        _ => return Err(ImportError::Damaged),
    };
    info.end()?;
    let mut blob = Vec::new();
    match algorithm.take(OID)? {
        oid::RSA => return from_pkcs1(key),
        oid::DSA => {
            let mut parameters = algorithm.enter(SEQUENCE)?;
            put_string(&mut blob, b"ssh-dss");
            for _ in ["p", "q", "g"] {
                put_mpint(&mut blob, parameters.natural()?);
            }
            parameters.end()?;
            let mut y = Der::new(key);
            put_mpint(&mut blob, y.natural()?);
            y.end()?;
        }
        oid::ED25519 => {
            put_string(&mut blob, b"ssh-ed25519");
            put_string(&mut blob, key);
        }
        oid::EC => {
            let Some(oid) = algorithm.optional(OID)? else {
                return Err(ImportError::UnsupportedKind {
                    name: "an elliptic curve without a name".into(),
                });
            };
            let unsupported = || ImportError::UnsupportedKind {
                name: "an elliptic curve other than NIST's".into(),
            };
            let (_, curve) = oid::CURVES
                .iter()
                .find(|(known, _)| *known == oid)
                .ok_or_else(unsupported)?;
            if matches!(key, [2 | 3, ..]) {
                return Err(ImportError::UnsupportedKind {
                    name: format!("{curve} with a compressed point"),
                });
            }
            put_string(&mut blob, format!("ecdsa-sha2-{curve}").as_bytes());
            put_string(&mut blob, curve.as_bytes());
            put_string(&mut blob, key);
        }
        _ => {
            return Err(ImportError::UnsupportedKind {
                name: "one of another use".into(),
            });
        }
    }
    Ok(blob)
}

/// The SSH wire form of the key in a PKCS#1 RSAPublicKey (`BEGIN RSA PUBLIC KEY`).
pub(crate) fn from_pkcs1(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut numbers = Der::only(der, SEQUENCE)?;
    let modulus = numbers.natural()?;
    let exponent = numbers.natural()?;
    numbers.end()?;
    let mut blob = Vec::new();
    put_string(&mut blob, b"ssh-rsa");
    put_mpint(&mut blob, exponent);
    put_mpint(&mut blob, modulus);
    Ok(blob)
}

impl From<DerError> for ImportError {
    fn from(error: DerError) -> Self {
        match error {
            DerError::Truncated => Self::Truncated,
            DerError::Damaged => Self::Damaged,
        }
    }
}
