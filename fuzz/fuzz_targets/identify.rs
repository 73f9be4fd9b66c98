//! Any file: it is told in bounded time, without a panic.
#![no_main]

use keyhaven::keys::identify::identify;
use keyhaven::keys::private::Secret;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let passphrase = Secret::from_bytes(b"open sesame".to_vec());
    let found = identify(data, Some(&passphrase));
    assert!(found.error.is_some() || !found.keys.is_empty() || found.algorithm.is_some());
    for listed in &found.keys {
        let _ = (listed.key.sha256(), listed.key.randomart(), listed.key.to_pem());
    }
});
