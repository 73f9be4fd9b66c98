//! The algorithms of PBES2 and their parameters, by object identifier (RFC 8018 appendix A, RFC 7914 section 7).

use crate::keys::der::{Der, INTEGER, NULL, OCTET_STRING, OID, SEQUENCE, oid};
use crate::keys::private::{Kdf, ReadError};
use ssh_cipher::Cipher;

pub(super) const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
pub(super) const PBKDF2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c];
pub(super) const SCRYPT: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b];
pub(super) const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a];
pub(super) const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09];

/// The ciphers that are unlocked, with their names in OpenSSL.
const CIPHERS: [(&[u8], Cipher, &str); 4] = [
    (AES_256_CBC, Cipher::Aes256Cbc, "aes-256-cbc"),
    (
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16],
        Cipher::Aes192Cbc,
        "aes-192-cbc",
    ),
    (
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02],
        Cipher::Aes128Cbc,
        "aes-128-cbc",
    ),
    (
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07],
        Cipher::TdesCbc,
        "des-ede3-cbc",
    ),
];

/// Other ciphers that openssl can be told to use.
const OTHER_CIPHERS: [(&[u8], &str); 6] = [
    (&[0x2b, 0x0e, 0x03, 0x02, 0x07], "des-cbc"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x02], "rc2-cbc"),
    (
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x06],
        "aes-128-gcm",
    ),
    (
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e],
        "aes-256-gcm",
    ),
    (
        &[
            0x2a, 0x83, 0x08, 0x8c, 0x9a, 0x4b, 0x3d, 0x01, 0x01, 0x01, 0x04,
        ],
        "camellia-256-cbc",
    ),
    (&[0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x68, 0x02], "sm4-cbc"),
];

/// The name of an encryption scheme other than PBES2: PBES1 (RFC 8018 appendix A.3) and PKCS#12's (RFC 7292 appendix C).
pub(super) fn scheme_name(oid: &[u8]) -> String {
    let name = match oid {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, last] => match last {
            1 => "pbeWithMD2AndDES-CBC",
            3 => "pbeWithMD5AndDES-CBC",
            4 => "pbeWithMD2AndRC2-CBC",
            6 => "pbeWithMD5AndRC2-CBC",
            10 => "pbeWithSHA1AndDES-CBC",
            11 => "pbeWithSHA1AndRC2-CBC",
            _ => "",
        },
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, last] => match last {
            1 => "pbeWithSHA1And128BitRC4",
            2 => "pbeWithSHA1And40BitRC4",
            3 => "pbeWithSHA1And3-KeyTripleDES-CBC",
            4 => "pbeWithSHA1And2-KeyTripleDES-CBC",
            5 => "pbeWithSHA1And128BitRC2-CBC",
            6 => "pbeWithSHA1And40BitRC2-CBC",
            _ => "",
        },
        _ => "",
    };
    match name {
        "" => oid::dotted(oid),
        name => name.to_owned(),
    }
}

/// The cipher, its name and its initialisation vector.
pub(super) fn cipher(mut algorithm: Der<'_>) -> Result<(Cipher, &'static str, &[u8]), ReadError> {
    let oid = algorithm.take(OID)?;
    let Some((_, cipher, name)) = CIPHERS.iter().find(|(known, ..)| *known == oid) else {
        let known = OTHER_CIPHERS.iter().find(|(known, _)| *known == oid);
        return Err(ReadError::UnsupportedCipher {
            name: known.map_or_else(|| oid::dotted(oid), |(_, name)| (*name).to_owned()),
        });
    };
    let iv = algorithm.take(OCTET_STRING)?;
    algorithm.end()?;
    if iv.len() == cipher.block_size() {
        Ok((*cipher, name, iv))
    } else {
        Err(ReadError::Damaged)
    }
}

/// The key derivation and its salt. A length of key in the parameters must be the cipher's.
pub(super) fn kdf(mut algorithm: Der<'_>, key_size: usize) -> Result<(Kdf, &[u8]), ReadError> {
    let oid = algorithm.take(OID)?;
    let unsupported = |name: &[u8]| ReadError::UnsupportedKdf {
        name: oid::dotted(name),
    };
    if oid != PBKDF2 && oid != SCRYPT {
        return Err(unsupported(oid));
    }
    let mut parameters = algorithm.enter(SEQUENCE)?;
    algorithm.end()?;
    let salt = parameters.take(OCTET_STRING)?;
    let kdf = if oid == PBKDF2 {
        let iterations = parameters.small()?;
        key_length(&mut parameters, key_size)?;
        let hash = match parameters.optional(SEQUENCE)? {
            None => "SHA-1",
            Some(prf) => {
                let mut prf = Der::new(prf);
                let name = prf.take(OID)?;
                prf.optional(NULL)?;
                prf.end()?;
                hash_of(name).ok_or_else(|| unsupported(name))?
            }
        };
        if iterations == 0 {
            return Err(ReadError::Damaged);
        }
        Kdf::Pbkdf2 { hash, iterations }
    } else {
        let (n, r, p) = (
            parameters.small()?,
            parameters.small()?,
            parameters.small()?,
        );
        key_length(&mut parameters, key_size)?;
        if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
            return Err(ReadError::Damaged);
        }
        Kdf::Scrypt { n, r, p }
    };
    parameters.end()?;
    Ok((kdf, salt))
}

fn key_length(parameters: &mut Der<'_>, expected: usize) -> Result<(), ReadError> {
    if parameters.peek() != Some(INTEGER) || parameters.small()? == expected as u64 {
        Ok(())
    } else {
        Err(ReadError::Damaged)
    }
}

/// The hash of HMAC as a pseudo-random function (RFC 8018 appendix B.1).
fn hash_of(oid: &[u8]) -> Option<&'static str> {
    let [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, last] = oid else {
        return None;
    };
    Some(match last {
        7 => "SHA-1",
        8 => "SHA-224",
        9 => "SHA-256",
        10 => "SHA-384",
        11 => "SHA-512",
        _ => return None,
    })
}
