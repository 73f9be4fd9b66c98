//! PKCS#8 as openssl locks it.

use super::PASSPHRASE;
use super::keys_support::{Files, run, secret};
use super::pem_theirs::{plain, read_alike};
use keyhaven::keys::private::{Kdf, PrivateKey, ReadError, info};

#[test]
fn pkcs8_locked_by_openssl_in_every_way() {
    let files = Files::new();
    let pass = format!("pass:{PASSPHRASE}");
    let out = files.path("locked");
    for (kind, path, key) in plain(&files) {
        let start = [
            "pkcs8", "-topk8", "-in", &path, "-passout", &pass, "-out", &out,
        ];
        let ways: &[&[&str]] = &[
            &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
            &["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA1"],
            &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"],
            &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA384"],
            &[
                "-v2",
                "aes-128-cbc",
                "-v2prf",
                "hmacWithSHA224",
                "-iter",
                "1",
            ],
            &["-v2", "des3"],
            &["-v2", "aes-256-cbc", "-iter", "100000"],
            &["-scrypt"],
            &[
                "-scrypt",
                "-v2",
                "aes-128-cbc",
                "-scrypt_N",
                "1024",
                "-scrypt_r",
                "4",
                "-scrypt_p",
                "3",
            ],
        ];
        // One kind goes through all ways, the others through the first.
        let count = if kind == "ecdsa-sha2-nistp256" {
            ways.len()
        } else {
            1
        };
        for way in &ways[..count] {
            run("openssl", &[&start[..], way].concat());
            let what = format!("{kind} {}", way.join(" "));
            read_alike(&files.read("locked"), Some(PASSPHRASE), &key, &what);
            run("openssl", &[&start[..], way, &["-outform", "DER"]].concat());
            read_alike(&files.read("locked"), Some(PASSPHRASE), &key, &what);
        }
    }
}

#[test]
fn what_openssl_locked_is_told_before_it_is_opened() {
    let files = Files::new();
    let (_, path, _) = plain(&files).remove(1);
    let out = files.path("locked");
    let lock = |way: &[&str]| {
        let start = [
            "pkcs8", "-topk8", "-in", &path, "-passout", "pass:x", "-out", &out,
        ];
        run("openssl", &[&start[..], way].concat());
        files.read("locked")
    };
    let told = |way: &[&str]| {
        let told = info(&lock(way)).unwrap();
        (told.cipher.unwrap(), told.kdf)
    };
    let pbkdf2 = |hash, iterations| Some(Kdf::Pbkdf2 { hash, iterations });
    assert_eq!(
        told(&[
            "-v2",
            "aes-192-cbc",
            "-v2prf",
            "hmacWithSHA512",
            "-iter",
            "3000"
        ]),
        ("aes-192-cbc".into(), pbkdf2("SHA-512", 3000))
    );
    assert_eq!(
        told(&["-v2", "des3", "-v2prf", "hmacWithSHA1"]),
        ("des-ede3-cbc".into(), pbkdf2("SHA-1", 2048))
    );
    assert_eq!(
        told(&["-scrypt"]),
        (
            "aes-256-cbc".into(),
            Some(Kdf::Scrypt {
                n: 16_384,
                r: 8,
                p: 1
            })
        )
    );
    for (way, name) in [
        (&["-v2", "camellia-256-cbc"][..], "camellia-256-cbc"),
        (
            &["-v1", "PBE-SHA1-3DES"],
            "pbeWithSHA1And3-KeyTripleDES-CBC",
        ),
    ] {
        let locked = lock(way);
        let error = PrivateKey::read(&locked, Some(&secret("x"))).err();
        let expected = ReadError::UnsupportedCipher { name: name.into() };
        assert_eq!(error, Some(expected));
        let told = info(&locked).unwrap();
        assert_eq!((told.encrypted, told.cipher.as_deref()), (true, Some(name)));
    }
}
