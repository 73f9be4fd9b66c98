//! Private keys in DER, bare, in PEM of every label, and locked in the old way.
#![no_main]

use base64ct::{Base64, Encoding};
use keyhaven::keys::private::{PrivateKey, Secret, info};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let passphrase = Secret::from_bytes(b"open sesame".to_vec());
    let _ = info(data).is_ok();
    let _ = PrivateKey::read(data, Some(&passphrase)).is_ok();
    let body = Base64::encode_string(data);
    for (label, headers) in [
        ("PRIVATE KEY", ""),
        ("ENCRYPTED PRIVATE KEY", ""),
        ("RSA PRIVATE KEY", ""),
        ("EC PRIVATE KEY", ""),
        ("DSA PRIVATE KEY", ""),
        (
            "RSA PRIVATE KEY",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
        ),
    ] {
        let text = format!("-----BEGIN {label}-----\n{headers}{body}\n-----END {label}-----\n");
        let _ = info(text.as_bytes()).is_ok();
        let _ = PrivateKey::read(text.as_bytes(), Some(&passphrase)).is_ok();
    }
});
