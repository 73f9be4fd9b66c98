//! X.509 certificates (RFC 5280): what stands in one. Nova's key pairs of type x509 are such certificates. Nothing is
//! verified.

mod name;
mod time;

use super::der::{BIT_STRING, Der, DerError, INTEGER, OID, SEQUENCE, context, oid};
use super::import::der::from_spki;
use super::public::PublicKey;
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// No certificate is larger, in bytes.
const MAX_DER: usize = 64 * 1024;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct X509Certificate {
    /// Whom it names, as `CN=web, O=Example` (RFC 4514, in the order of the certificate).
    pub subject: String,
    /// Who issued it, written likewise.
    pub issuer: String,
    /// The serial number in hexadecimal, two digits a byte.
    pub serial: String,
    /// From when it is valid: `2026-01-31T12:00:00Z`.
    pub not_before: String,
    /// Until when it is valid.
    pub not_after: String,
    /// The kind of its key: `RSA`, `ECDSA P-256`, `Ed25519`, or an object identifier.
    pub key_type: String,
    /// The size of its key in bits, where it is known.
    pub bits: Option<u32>,
    /// The SHA-1 fingerprint of the whole certificate, 20 bytes in lower-case hexadecimal with colons, as Nova gives
    /// it.
    pub sha1: String,
    /// The SHA-256 fingerprint, written likewise.
    pub sha256: String,
}

/// Why bytes are not a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum X509Error {
    /// Neither DER nor PEM of a certificate.
    #[error("this is not an X.509 certificate")]
    NotACertificate,
    /// A part is missing or not what it should be.
    #[error("the certificate is damaged")]
    Damaged,
}

impl X509Certificate {
    /// Reads the first certificate of a PEM file, and its key as an SSH key where SSH has such keys.
    ///
    /// # Errors
    /// [`X509Error`].
    pub fn from_pem(text: &str) -> Result<(Self, Option<PublicKey>), X509Error> {
        let (_, body) = text.split_once(BEGIN).ok_or(X509Error::NotACertificate)?;
        let (body, _) = body.split_once(END).ok_or(X509Error::Damaged)?;
        let base64: String = body.split_whitespace().collect();
        let der = Base64::decode_vec(&base64).map_err(|_| X509Error::Damaged)?;
        Self::from_der(&der)
    }

    /// Reads a certificate in DER, and its key as an SSH key where SSH has such keys.
    ///
    /// # Errors
    /// [`X509Error`].
    pub fn from_der(der: &[u8]) -> Result<(Self, Option<PublicKey>), X509Error> {
        if der.len() > MAX_DER || !looks_like(der) {
            return Err(X509Error::NotACertificate);
        }
        read(der).map_err(|_| X509Error::Damaged)
    }
}

/// Whether the bytes have the shape of a certificate: a SEQUENCE of a SEQUENCE, an algorithm and a signature, the first
/// with a serial number and an algorithm in front. (In a certificate request a name follows the number.)
fn looks_like(der: &[u8]) -> bool {
    let shape = || -> Result<(), DerError> {
        let mut outer = Der::only(der, SEQUENCE)?;
        let mut inner = outer.enter(SEQUENCE)?;
        outer.take(SEQUENCE)?;
        outer.take(BIT_STRING)?;
        outer.end()?;
        inner.optional(context(0))?;
        inner.take(INTEGER)?;
        inner.enter(SEQUENCE)?.take(OID)?;
        Ok(())
    };
    shape().is_ok()
}

fn read(der: &[u8]) -> Result<(X509Certificate, Option<PublicKey>), DerError> {
    let mut outer = Der::only(der, SEQUENCE)?;
    let mut fields = outer.enter(SEQUENCE)?;
    fields.optional(context(0))?;
    let serial = fields.take(INTEGER)?;
    fields.take(SEQUENCE)?;
    let issuer = name::read(fields.enter(SEQUENCE)?)?;
    let mut validity = fields.enter(SEQUENCE)?;
    let (not_before, not_after) = (time::read(&mut validity)?, time::read(&mut validity)?);
    validity.end()?;
    let subject = name::read(fields.enter(SEQUENCE)?)?;
    let before = fields.rest();
    let mut key_info = fields.enter(SEQUENCE)?;
    let key_info_bytes = &before[..before.len() - fields.rest().len()];
    let key_oid = key_info.enter(SEQUENCE)?.take(OID)?;
    let key = from_spki(key_info_bytes)
        .ok()
        .and_then(|blob| PublicKey::from_blob(blob, "").ok());
    let certificate = X509Certificate {
        subject,
        issuer,
        serial: serial.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
        not_before,
        not_after,
        key_type: key
            .as_ref()
            .map_or_else(|| oid::dotted(key_oid), PublicKey::type_label),
        bits: key.as_ref().and_then(PublicKey::bits),
        sha1: colons(&Sha1::digest(der)),
        sha256: colons(&Sha256::digest(der)),
    };
    Ok((certificate, key))
}

fn colons(digest: &[u8]) -> String {
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(":")
}
