//! PKCS#12 (RFC 7292), also called PFX: what Windows, browsers and openssl exchange keys with certificates in. Crates
//! that write it keep copies of the key that nobody wipes.

use crate::keys::der::{
    INTEGER, NULL, OCTET_STRING, OID, SEQUENCE, SET, context, element, natural,
};
use crate::keys::private::data::Wiped;
use crate::keys::private::generate::Random;
use crate::keys::private::{Kdf, Secret, WriteError, pbes2};
use hmac::{Hmac, KeyInit, Mac};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ITERATIONS: u32 = 150_000;

/// PKCS#7's plain content (RFC 2315 section 14).
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// The bags of RFC 7292 appendix D.
const LOCKED_KEY: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x02,
];
const CERTIFICATE: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x03,
];
/// PKCS#9 (RFC 2985): what a bag holds, and what it is called.
const X509_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01];
const FRIENDLY_NAME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14];
const LOCAL_KEY_ID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x15];
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

const BMP_STRING: u8 = 0x1e;

/// A file with one key, in PKCS#8, and its certificate, in DER. Without a passphrase the lock is one with the empty
/// passphrase, as every program makes it and tries it.
pub(super) fn write(
    key: &[u8],
    certificate: &[u8],
    name: &str,
    passphrase: Option<&Secret>,
    random: Random<'_>,
) -> Result<Wiped, WriteError> {
    let empty = Secret::from_bytes(Vec::new());
    let passphrase = passphrase.unwrap_or(&empty);
    let kdf = Kdf::Pbkdf2 {
        hash: "SHA-256",
        iterations: ITERATIONS.into(),
    };
    let locked = pbes2::write(key, passphrase, &kdf, random)?;
    let attributes = attributes(certificate, name);
    let octets = element(OCTET_STRING, &[certificate]);
    let certificate = element(
        SEQUENCE,
        &[
            &element(OID, &[X509_CERTIFICATE]),
            &element(context(0), &[&octets]),
        ],
    );
    let bag = |kind: &[u8], value: &[u8]| {
        let (kind, value) = (element(OID, &[kind]), element(context(0), &[value]));
        let bag = element(SEQUENCE, &[&kind, &value, &attributes]);
        data(&element(SEQUENCE, &[&bag]))
    };
    let safe = element(
        SEQUENCE,
        &[&bag(CERTIFICATE, &certificate), &bag(LOCKED_KEY, &locked)],
    );
    let mut salt = [0; 16];
    random(&mut salt)?;
    let mac = mac(&safe, passphrase, &salt)?;
    Ok(element(
        SEQUENCE,
        &[&element(INTEGER, &[&[3]]), &data(&safe), &mac],
    ))
}

/// A `ContentInfo` with plain content.
fn data(content: &[u8]) -> Wiped {
    let octets = element(OCTET_STRING, &[content]);
    element(
        SEQUENCE,
        &[&element(OID, &[DATA]), &element(context(0), &[&octets])],
    )
}

/// What key and certificate are called, and that they belong together.
fn attributes(certificate: &[u8], name: &str) -> Wiped {
    let attribute = |kind: &[u8], value: &[u8]| {
        element(SEQUENCE, &[&element(OID, &[kind]), &element(SET, &[value])])
    };
    let id = Sha1::digest(certificate);
    let mut attributes = [
        attribute(FRIENDLY_NAME, &element(BMP_STRING, &[&utf16(name)])),
        attribute(LOCAL_KEY_ID, &element(OCTET_STRING, &[&id])),
    ];
    // The order that DER has for sets.
    attributes.sort_unstable_by(|one, other| one.cmp(&**other));
    element(SET, &[&attributes[0], &attributes[1]])
}

/// The `MacData` over the content.
fn mac(content: &[u8], passphrase: &Secret, salt: &[u8]) -> Result<Wiped, WriteError> {
    let text = std::str::from_utf8(passphrase.expose()).map_err(|_| WriteError::Encoding)?;
    let mut password = utf16(text);
    password.extend_from_slice(&[0, 0]);
    let rounds = i32::try_from(ITERATIONS).map_err(|_| WriteError::Encoding)?;
    let kind = Pkcs12KeyType::Mac;
    let key = Zeroizing::new(derive_key::<Sha256>(&password, salt, kind, rounds, 32));
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| WriteError::Encoding)?;
    mac.update(content);
    let code = mac.finalize().into_bytes();
    let algorithm = element(SEQUENCE, &[&element(OID, &[SHA_256]), &element(NULL, &[])]);
    let digest = element(SEQUENCE, &[&algorithm, &element(OCTET_STRING, &[&code])]);
    let salt = element(OCTET_STRING, &[salt]);
    Ok(element(
        SEQUENCE,
        &[&digest, &salt, &natural(&ITERATIONS.to_be_bytes())],
    ))
}

/// UTF-16, big-endian, with room for two bytes more.
fn utf16(text: &str) -> Wiped {
    let mut out = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
    for unit in text.encode_utf16() {
        out.extend_from_slice(&unit.to_be_bytes());
    }
    out
}
