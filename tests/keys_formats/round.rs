//! A key that goes through every format is the key that set out.

use super::keys_support::secret;
use super::{COMMENT, each, read};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{Pkcs8Kdf, WriteOptions};

#[test]
fn all_the_way_round() {
    let start = WriteOptions::default();
    for (kind, key) in each() {
        let first = key.write(&start, None).unwrap();
        let mut text = first.clone();
        for format in FileFormat::ALL {
            if !format.takes(kind) {
                continue;
            }
            for lock in [None, Some("öpen")] {
                let mut current = read(&text, last_lock(&text));
                assert!(current.public().same_key(&key.public()));
                current.set_comment(COMMENT).unwrap();
                let options = WriteOptions {
                    pkcs8: Pkcs8Kdf::Scrypt,
                    ..WriteOptions::new(format)
                };
                text = current.write(&options, lock.map(secret).as_ref()).unwrap();
            }
        }
        let mut last = read(&text, last_lock(&text));
        last.set_comment(key.public().comment()).unwrap();
        assert_eq!(*last.write(&start, None).unwrap(), *first, "{kind}");
    }
}

/// The passphrase of a file of this test, if it is locked.
fn last_lock(text: &str) -> Option<&'static str> {
    let locked = keyhaven::keys::private::info(text.as_bytes())
        .unwrap()
        .encrypted;
    locked.then_some("öpen")
}

/// Comments survive where the format has room for them.
#[test]
fn comments_stay_where_there_is_room() {
    for (kind, key) in each() {
        for format in FileFormat::ALL
            .into_iter()
            .filter(|format| format.takes(kind))
        {
            let text = key.write(&WriteOptions::new(format), None).unwrap();
            let expected = if format.has_comment() { COMMENT } else { "" };
            assert_eq!(
                read(&text, None).public().comment(),
                expected,
                "{kind} {format:?}"
            );
            assert_eq!(text, key.write(&WriteOptions::new(format), None).unwrap());
        }
    }
}
