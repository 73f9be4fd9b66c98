//! Public keys in all their forms: what is read is written in canonical form, and read again.
#![no_main]

use keyhaven::keys::import::{decode, list, looks_private, read_any, read_public};
use keyhaven::keys::public::PublicKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = decode(data);
    let private = looks_private(&text);
    let _ = PublicKey::parse_line(&text).is_ok();
    let _ = read_public(&text).is_ok();
    for listed in list(&text).keys {
        assert_eq!(PublicKey::parse_line(&listed.key.to_line()).as_ref(), Ok(&listed.key));
    }
    if let Ok(key) = read_any(&text) {
        assert!(!private);
        assert_eq!(PublicKey::parse_line(&key.to_line()).as_ref(), Ok(&key));
        // A comment may look like the end of the key.
        if !key.comment().contains("----") {
            assert!(read_any(&key.to_rfc4716()).unwrap().same_key(&key));
        }
        if let Some(pem) = key.to_pem() {
            assert!(read_any(&pem).unwrap().same_key(&key));
        }
    }
});
