//! Blocklist files, and looking for a key in what was read.
#![no_main]

use keyhaven::keys::audit::blocklist::Blocklist;
use keyhaven::keys::public::PublicKey;
use libfuzzer_sys::fuzz_target;

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

fuzz_target!(|data: &[u8]| {
    if let Ok(list) = Blocklist::parse(data.to_vec()) {
        let names = list.names().count();
        assert!(list.is_empty() || names > 0);
        assert!(list.primes().count() <= list.len());
        if let Ok(key) = PublicKey::parse_line(KEY) {
            let _ = list.find(&key);
        }
    }
});
