//! X.509 key pairs, for Windows: a certificate in PEM, known by the SHA-1 of its DER.

use sha1::{Digest, Sha1};
use x509_parser::pem::Pem;

use super::fault::Fault;
use super::fingerprint::colons;

/// The SHA-1 fingerprint of a certificate.
pub(super) fn fingerprint(pem: &str) -> Result<String, Fault> {
    let refused = |reason: &str| {
        Fault::bad_request(format!(
            "Keypair data is invalid: failed to generate X509 fingerprint. Error message: {reason}"
        ))
    };
    let malformed = || {
        refused(
            "Unable to load PEM file. See https://cryptography.io/en/latest/faq/\
             #why-can-t-i-import-my-pem-file for more details. MalformedFraming",
        )
    };
    let found = Pem::iter_from_buffer(pem.as_bytes())
        .next()
        .and_then(Result::ok)
        .ok_or_else(malformed)?;
    if found.label != "CERTIFICATE" {
        return Err(malformed());
    }
    found
        .parse_x509()
        .map_err(|_| refused("error parsing asn1 value: ParseError"))?;
    Ok(colons(&Sha1::digest(&found.contents)))
}
