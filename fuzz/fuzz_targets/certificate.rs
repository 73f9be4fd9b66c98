//! OpenSSH certificates in their wire form.
#![no_main]

use keyhaven::keys::certificate::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((certificate, key)) = read(data) {
        assert!(!certificate.algorithm.is_empty() && !key.blob().is_empty());
    }
});
