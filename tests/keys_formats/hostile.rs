//! Files that ask for endless work or endless memory, and locked files that were changed.

use super::keys_support::{Files, run, secret};
use super::{each, keys};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{PrivateKey, ReadError, WriteOptions};

fn costly(bytes: &[u8]) {
    // Doing the work first would take hours or all memory: the refusal comes before.
    let error = PrivateKey::read(bytes, Some(&secret("x"))).err();
    assert!(
        matches!(error, Some(ReadError::TooCostly { .. })),
        "{error:?}"
    );
}

#[test]
fn argon2_without_measure_is_refused() {
    let files = Files::new();
    let path = files.write("key", &keys()[0].1);
    let text = String::from_utf8(files.ppk(&path, "memory=64,passes=1", &[], "x")).unwrap();
    assert!(PrivateKey::read(text.as_bytes(), Some(&secret("x"))).is_ok());
    for (from, to) in [
        ("Memory: 64", "Memory: 4294967295"),
        ("Memory: 64", "Memory: 300000"),
        ("Passes: 1", "Passes: 4294967295"),
        ("Parallelism: 1", "Parallelism: 4294967295"),
    ] {
        costly(text.replace(from, to).as_bytes());
    }
    for (from, to) in [
        ("Passes: 1", "Passes: 0"),
        ("Parallelism: 1", "Parallelism: 0"),
        ("Memory: 64", "Memory: 0"),
        ("Memory: 64", "Memory: -1"),
        ("Memory: 64", "Memory: 4294967296"),
        ("Public-Lines: 2", "Public-Lines: 99999999999"),
        ("Private-Lines: 1", "Private-Lines: 18446744073709551615"),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{from}");
        let error = PrivateKey::read(changed.as_bytes(), Some(&secret("x"))).err();
        assert_eq!(error, Some(ReadError::Damaged), "{to}");
    }
    let kdf = ReadError::UnsupportedKdf {
        name: "Argon3".into(),
    };
    let changed = text.replace("Argon2id", "Argon3");
    assert_eq!(
        PrivateKey::read(changed.as_bytes(), Some(&secret("x"))).err(),
        Some(kdf)
    );
}

/// A PBES2 file whose numbers are `from` gets the numbers `to`, of the same length.
fn patched(der: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = der
        .windows(from.len())
        .position(|part| part == from)
        .unwrap();
    let mut der = der.to_vec();
    der[at..at + to.len()].copy_from_slice(to);
    der
}

#[test]
fn pbes2_without_measure_is_refused() {
    let files = Files::new();
    let (_, key) = each().next().unwrap();
    let plain = key
        .write(&WriteOptions::new(FileFormat::Pkcs8), None)
        .unwrap();
    let (path, out) = (files.write("key", &*plain), files.path("locked"));
    let lock = |way: &[&str]| {
        let start = [
            "pkcs8", "-topk8", "-in", &path, "-passout", "pass:x", "-outform", "DER", "-out", &out,
        ];
        run("openssl", &[&start[..], way].concat());
        files.read("locked")
    };
    // The longest number of the same length is below the limit; so the salt, which is openssl's own choice of eight
    // bytes, gives up a byte to the iterations.
    let der = lock(&["-iter", "2000000"]);
    let at = der
        .windows(5)
        .position(|part| part == [2, 3, 0x1e, 0x84, 0x80])
        .unwrap();
    let mut long = der.clone();
    let salt = at - 10;
    assert_eq!(long[salt..salt + 2], [4, 8]);
    long[salt + 1] = 7;
    long[at - 1..at + 5].copy_from_slice(&[2, 4, 0x7f, 0xff, 0xff, 0xff]);
    costly(&long);
    let scrypt = lock(&[
        "-scrypt",
        "-scrypt_N",
        "16384",
        "-scrypt_r",
        "8",
        "-scrypt_p",
        "1",
    ]);
    let numbers = [2, 2, 0x40, 0, 2, 1, 8, 2, 1, 1];
    costly(&patched(
        &scrypt,
        &numbers,
        &[2, 2, 0x40, 0, 2, 1, 0x7f, 2, 1, 0x7f],
    ));
    for broken in [
        [2, 2, 0x40, 1, 2, 1, 8, 2, 1, 1],
        [2, 2, 0x40, 0, 2, 1, 0, 2, 1, 1],
        [2, 2, 0x40, 0, 2, 1, 8, 2, 1, 0],
    ] {
        let error =
            PrivateKey::read(&patched(&scrypt, &numbers, &broken), Some(&secret("x"))).err();
        assert_eq!(error, Some(ReadError::Damaged));
    }
}

/// A bit flipped anywhere in a locked file is never taken for another key, and never for nothing.
#[test]
fn changes_in_locked_files_are_noticed() {
    let files = Files::new();
    let (_, key) = each().nth(1).unwrap();
    let plain = key
        .write(&WriteOptions::new(FileFormat::Pkcs8), None)
        .unwrap();
    let (path, out) = (files.write("key", &*plain), files.path("locked"));
    let start = [
        "pkcs8", "-topk8", "-in", &path, "-passout", "pass:x", "-outform", "DER", "-out", &out,
    ];
    run("openssl", &[&start[..], &["-iter", "2"]].concat());
    let der = files.read("locked");
    assert!(
        PrivateKey::read(&der, Some(&secret("x")))
            .unwrap()
            .public()
            .same_key(&key.public())
    );
    let mut wrong = 0;
    for at in 0..der.len() {
        for bit in [1, 0x10] {
            let mut changed = der.clone();
            changed[at] ^= bit;
            match PrivateKey::read(&changed, Some(&secret("x"))) {
                Ok(read) => panic!("byte {at} went unnoticed: {}", read.public().to_line()),
                Err(ReadError::WrongPassphrase) => wrong += 1,
                Err(_) => {}
            }
        }
    }
    assert!(wrong > 0);
}
