//! Private-key files as text or bare DER: what is read is written and read again, and is the same.
#![no_main]

use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{PrivateKey, Secret, WriteOptions, info, public_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let passphrase = Secret::from_bytes(b"open sesame".to_vec());
    let _ = (info(data).is_ok(), public_of(data).is_ok());
    for given in [None, Some(&passphrase)] {
        let Ok(key) = PrivateKey::read(data, given) else {
            continue;
        };
        for format in FileFormat::ALL {
            if format.takes(key.public().algorithm()) {
                let text = key.write(&WriteOptions::new(format), None).unwrap();
                let again = PrivateKey::read(text.as_bytes(), None).unwrap();
                assert!(again.public().same_key(&key.public()));
            }
        }
    }
});
