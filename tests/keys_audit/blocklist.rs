//! Blocklist files: what is written is read and found, and what others wrote cannot do harm.

use crate::fixtures::fixtures;
use keyhaven::keys::audit::blocklist::{AddError, Blocklist, BlocklistError, Builder, Entry};
use keyhaven::keys::audit::{Code, Options, Severity, Subject, audit};
use keyhaven::keys::public::PublicKey;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn key(name: &str) -> PublicKey {
    let row = fixtures().into_iter().find(|row| row.name == name);
    row.unwrap().key
}

fn md5(key: &PublicKey) -> Vec<u8> {
    key.md5()
        .split(':')
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

fn listing(entries: &[Entry<'_>]) -> Blocklist {
    let mut builder = Builder::new();
    for entry in entries {
        builder.add("Debian’s weak keys", *entry).unwrap();
    }
    Blocklist::parse(builder.write()).unwrap()
}

#[test]
fn a_key_is_found_by_each_kind_of_hash_and_others_are_not() {
    for name in [
        "sound-rsa-3072",
        "sound-ed25519",
        "sound-ecdsa",
        "dsa",
        "future",
        "security-key",
    ] {
        let key = key(name);
        let hash: [u8; 32] = Sha256::digest(key.blob()).into();
        let md5 = md5(&key);
        for entry in [
            Entry::Key(&key),
            Entry::Sha256(&hash),
            Entry::Md5Tail(&md5),
            Entry::Md5Tail(&md5[6..]),
        ] {
            let list = listing(&[entry]);
            assert_eq!(
                list.find(&key),
                Some("Debian’s weak keys"),
                "{name} {entry:?}"
            );
            assert_eq!(list.len(), 1);
            for other in fixtures() {
                // The security key of the fixtures holds the point of this Ed25519 key.
                if !other.key.same_key(&key) && !["security-key", "sound-ed25519"].contains(&name) {
                    assert_eq!(list.find(&other.key), None, "{name} {}", other.name);
                }
            }
        }
    }
}

#[test]
fn the_audit_says_which_list() {
    let key = key("sound-rsa-3072");
    let other = listing(&[Entry::Md5Tail(&[7; 16])]);
    let list = listing(&[
        Entry::Md5Tail(&[7; 16]),
        Entry::Key(&key),
        Entry::Md5Tail(&[9; 10]),
    ]);
    let subject = [Subject {
        name: "web",
        key: &key,
        created: None,
    }];
    let with = |blocklist| {
        let options = Options {
            blocklist: Some(blocklist),
            ..Options::default()
        };
        audit(&subject, options).remove(0)
    };
    assert_eq!(with(&other), []);
    let found = with(&list).remove(0);
    assert_eq!(
        (found.code, found.severity),
        (Code::Blocklisted, Severity::Bad)
    );
    assert!(found.why.contains("“Debian’s weak keys”"), "{}", found.why);
}

#[test]
fn many_records_are_all_found() {
    let mut builder = Builder::new();
    let hash = |number: u32| <[u8; 32]>::from(Sha256::digest(number.to_be_bytes()));
    for number in 0..5000 {
        builder
            .add("many", Entry::NumberHash(&hash(number)))
            .unwrap();
    }
    let key = key("sound-ed25519");
    builder.add("one", Entry::Key(&key)).unwrap();
    let file = builder.write();
    // 8 bytes a key, and a header.
    assert!(file.len() < 8 * 5001 + 64);
    let list = Blocklist::parse(file).unwrap();
    assert_eq!((list.len(), list.find(&key)), (5001, Some("one")));
    assert_eq!(list.names().collect::<Vec<_>>(), ["many", "one"]);
}

#[test]
fn what_cannot_be_listed_is_refused() {
    let mut builder = Builder::new();
    for (name, entry, error) in [
        ("", Entry::Primes(&[3]), AddError::Name),
        ("a\nb", Entry::Primes(&[3]), AddError::Name),
        ("a", Entry::Primes(&[0, 1]), AddError::NoPrime),
        ("a", Entry::Primes(&[]), AddError::NoPrime),
        ("a", Entry::Md5Tail(&[1; 7]), AddError::TooShort),
        ("a", Entry::NumberHash(&[]), AddError::TooShort),
    ] {
        assert_eq!(builder.add(name, entry), Err(error), "{name} {entry:?}");
    }
    assert!(builder.is_empty());
}

#[test]
fn a_damaged_file_is_told_apart() {
    let good = {
        let mut builder = Builder::new();
        builder.add("a", Entry::Md5Tail(&[1; 16])).unwrap();
        builder.add("a", Entry::Md5Tail(&[2; 16])).unwrap();
        builder.write()
    };
    // Magic and version 8, count 2, name 2, count 2; then kind 14, list 15, width 17, count 21, records 25.
    assert_eq!(good.len(), 41);
    let changed = |at: usize, byte: u8| {
        let mut file = good.clone();
        file[at] = byte;
        Blocklist::parse(file).unwrap_err()
    };
    assert_eq!(changed(0, 0), BlocklistError::NotABlocklist);
    assert_eq!(changed(7, 2), BlocklistError::Version(2));
    assert_eq!(changed(11, b'\n'), BlocklistError::Name);
    assert_eq!(changed(11, 0xff), BlocklistError::Name);
    assert_eq!(changed(10, 0), BlocklistError::Name);
    assert_eq!(changed(14, 5), BlocklistError::Kind(5));
    assert_eq!(changed(16, 1), BlocklistError::List);
    assert_eq!(changed(20, 7), BlocklistError::Width);
    assert_eq!(changed(20, 17), BlocklistError::Width);
    assert_eq!(changed(21, 0xff), BlocklistError::Truncated);
    assert_eq!(changed(24, 1), BlocklistError::Trailing);
    assert_eq!(changed(25, 3), BlocklistError::Order);
    for end in 8..good.len() {
        assert_eq!(
            Blocklist::parse(good[..end].to_vec()),
            Err(BlocklistError::Truncated),
            "{end}"
        );
    }
    let mut long = good.clone();
    long.push(0);
    assert_eq!(Blocklist::parse(long), Err(BlocklistError::Trailing));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_makes_the_audit_panic(
        body in prop::collection::vec(any::<u8>(), 0..80),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        primes in prop::collection::vec(any::<u8>(), 1..300),
    ) {
        let _ = Blocklist::parse([&b"KHBLOCK\x01"[..], &body].concat());
        let mut builder = Builder::new();
        builder.add("a", Entry::Md5Tail(&[1; 16])).unwrap();
        let _ = builder.add("b", Entry::Primes(&primes));
        let mut file = builder.write();
        for (index, byte) in flips {
            let at = index.index(file.len());
            file[at] = byte;
        }
        if let Ok(list) = Blocklist::parse(file) {
            let key = key("rsa-512");
            let subject = [Subject { name: "a", key: &key, created: None }];
            audit(&subject, Options { blocklist: Some(&list), ..Options::default() });
        }
    }
}
