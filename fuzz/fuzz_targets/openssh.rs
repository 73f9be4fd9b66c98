//! The inside of OpenSSH's private-key files.
#![no_main]

use base64ct::{Base64, Encoding};
use keyhaven::keys::private::{PrivateKey, info, public_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
        Base64::encode_string(data)
    );
    let text = text.as_bytes();
    let _ = (info(text).is_ok(), public_of(text).is_ok());
    // Without a passphrase: bcrypt would take all the time, and what it unlocks is read like this.
    if let (Ok(key), Ok(public)) = (PrivateKey::read(text, None), public_of(text)) {
        assert_eq!(key.public(), public);
    }
});
