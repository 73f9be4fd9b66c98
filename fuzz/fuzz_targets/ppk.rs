//! PuTTY's files below their first word.
#![no_main]

use keyhaven::keys::private::{PrivateKey, Secret, info, public_of};
use libfuzzer_sys::fuzz_target;

const START: &[u8] = b"PuTTY-User-Key-File-";

fuzz_target!(|data: &[u8]| {
    let passphrase = Secret::from_bytes(b"open sesame".to_vec());
    let rest = data.strip_prefix(START).unwrap_or(data);
    let file = [START, rest].concat();
    let _ = (info(&file).is_ok(), public_of(&file).is_ok());
    for given in [None, Some(&passphrase)] {
        if let Ok(key) = PrivateKey::read(&file, given) {
            assert!(public_of(&file).unwrap().same_key(&key.public()));
        }
    }
});
