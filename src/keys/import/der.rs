//! Public keys in DER: SubjectPublicKeyInfo (RFC 5280 section 4.1, RFC 5480, RFC 8410) and PKCS#1 (RFC 8017 A.1.1).
//!
//! Only as much of DER as these two need; a full decoder would be the largest part of the app's key code.

use super::error::ImportError;
use crate::keys::wire::{put_mpint, put_string};

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OID: u8 = 0x06;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const CURVES: [(&[u8], &str); 3] = [
    (
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
        "nistp256",
    ),
    (&[0x2b, 0x81, 0x04, 0x00, 0x22], "nistp384"),
    (&[0x2b, 0x81, 0x04, 0x00, 0x23], "nistp521"),
];

/// The SSH wire form of the key in a SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`).
pub(super) fn from_spki(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut info = only(der, SEQUENCE)?;
    let mut algorithm = element(&mut info, SEQUENCE)?;
    let key = match element(&mut info, BIT_STRING)? {
        [0, key @ ..] if info.is_empty() => key,
        _ => return Err(ImportError::Damaged),
    };
    let mut blob = Vec::new();
    match element(&mut algorithm, OID)? {
        RSA => return from_pkcs1(key),
        DSA => return Err(ImportError::Dsa),
        ED25519 => {
            put_string(&mut blob, b"ssh-ed25519");
            put_string(&mut blob, key);
        }
        EC => {
            let oid = element(&mut algorithm, OID)?;
            let unsupported = || ImportError::UnsupportedKind {
                name: "an elliptic curve other than NIST's".into(),
            };
            let (_, curve) = CURVES
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
                name: "one that SSH does not use".into(),
            });
        }
    }
    Ok(blob)
}

/// The SSH wire form of the key in a PKCS#1 RSAPublicKey (`BEGIN RSA PUBLIC KEY`).
pub(super) fn from_pkcs1(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut numbers = only(der, SEQUENCE)?;
    let modulus = element(&mut numbers, INTEGER)?;
    let exponent = element(&mut numbers, INTEGER)?;
    if !numbers.is_empty()
        || [modulus, exponent]
            .iter()
            .any(|number| matches!(number, [] | [0x80..=0xff, ..]))
    {
        return Err(ImportError::Damaged);
    }
    let mut blob = Vec::new();
    put_string(&mut blob, b"ssh-rsa");
    put_mpint(&mut blob, exponent);
    put_mpint(&mut blob, modulus);
    Ok(blob)
}

/// The content of the one element that `der` is.
fn only(mut der: &[u8], tag: u8) -> Result<&[u8], ImportError> {
    let content = element(&mut der, tag)?;
    if der.is_empty() {
        Ok(content)
    } else {
        Err(ImportError::Damaged)
    }
}

/// Takes the next element off `der` and gives its content. Lengths up to three bytes, which is far beyond any key.
fn element<'a>(der: &mut &'a [u8], tag: u8) -> Result<&'a [u8], ImportError> {
    let (length, rest) = match **der {
        [] => return Err(ImportError::Truncated),
        [found, ..] if found != tag => return Err(ImportError::Damaged),
        [_, length @ 0..=0x7f, ref rest @ ..] => (usize::from(length), rest),
        [_, 0x81, a, ref rest @ ..] => (usize::from(a), rest),
        [_, 0x82, a, b, ref rest @ ..] => (usize::from(a) << 8 | usize::from(b), rest),
        [_, 0x83, a, b, c, ref rest @ ..] => (
            usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c),
            rest,
        ),
        [_] | [_, 0x81..=0x83, ..] => return Err(ImportError::Truncated),
        _ => return Err(ImportError::Damaged),
    };
    let (content, rest) = rest
        .split_at_checked(length)
        .ok_or(ImportError::Truncated)?;
    *der = rest;
    Ok(content)
}
