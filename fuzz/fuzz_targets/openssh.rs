//! The inside of OpenSSH's private-key files.
#![no_main]

use base64ct::{Base64, Encoding};
use keyhaven::keys::private::{PrivateKey, Secret, info, public_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let passphrase = Secret::from_bytes(b"open sesame".to_vec());
    let text = format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
        Base64::encode_string(data)
    );
    let text = text.as_bytes();
    let _ = (info(text).is_ok(), public_of(text).is_ok());
    let plain = PrivateKey::read(text, None);
    let _ = PrivateKey::read(text, Some(&passphrase)).is_ok();
    if let (Ok(key), Ok(public)) = (plain, public_of(text)) {
        assert_eq!(key.public(), public);
    }
});
