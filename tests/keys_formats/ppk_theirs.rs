//! PuTTY's files, as puttygen writes them.

use super::keys_support::{Files, secret};
use super::{COMMENT, PASSPHRASE, keys};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{Kdf, PrivateKey, ReadError, WriteOptions, info, public_of};

fn argon2(flavour: &'static str, memory: u32, passes: u32, lanes: u32) -> Kdf {
    Kdf::Argon2 {
        flavour,
        memory,
        passes,
        lanes,
    }
}

#[test]
fn every_kind_in_both_versions() {
    let files = Files::new();
    for (kind, file) in keys() {
        let path = files.write("key", file);
        let public = PrivateKey::read(file, None).unwrap().public();
        for (parameters, format) in [("version=3,passes=2", "ppk"), ("version=2", "ppk2")] {
            for passphrase in ["", PASSPHRASE] {
                let ppk = files.ppk(&path, parameters, &[], passphrase);
                let told = info(&ppk).unwrap();
                assert_eq!(
                    (told.format, told.encrypted),
                    (format, !passphrase.is_empty())
                );
                assert_eq!(told.comment.as_deref(), Some(COMMENT));
                assert_eq!(public_of(&ppk).as_ref(), Ok(&public), "{kind} {parameters}");
                let given = (!passphrase.is_empty()).then(|| secret(passphrase));
                let key = PrivateKey::read(&ppk, given.as_ref()).unwrap();
                assert_eq!(key.public(), public, "{kind} {parameters}");
                if passphrase.is_empty() {
                    continue;
                }
                assert_eq!(
                    PrivateKey::read(&ppk, None).err(),
                    Some(ReadError::PassphraseRequired)
                );
                let wrong = PrivateKey::read(&ppk, Some(&secret("x"))).err();
                assert_eq!(
                    wrong,
                    Some(ReadError::WrongPassphrase),
                    "{kind} {parameters}"
                );
            }
        }
    }
}

#[test]
fn every_flavour_of_argon2() {
    let files = Files::new();
    let path = files.write("key", &keys()[0].1);
    for (parameters, kdf) in [
        (
            "kdf=argon2id,memory=1024,passes=3,parallelism=4",
            argon2("Argon2id", 1024, 3, 4),
        ),
        (
            "kdf=argon2i,memory=512,passes=2",
            argon2("Argon2i", 512, 2, 1),
        ),
        (
            "kdf=argon2d,memory=333,passes=1,parallelism=2",
            argon2("Argon2d", 333, 1, 2),
        ),
    ] {
        let ppk = files.ppk(&path, parameters, &[], PASSPHRASE);
        assert_eq!(info(&ppk).unwrap().kdf, Some(kdf));
        let key = PrivateKey::read(&ppk, Some(&secret(PASSPHRASE))).unwrap();
        assert_eq!(key.public().comment(), COMMENT);
    }
}

/// PuTTY takes every line end, and so do editors give them.
#[test]
fn every_line_end_is_read() {
    let files = Files::new();
    let path = files.write("key", &keys()[1].1);
    let out = files.path("key.ppk");
    files.puttygen(&[&path, "-O", "private", "-o", &out], "", "");
    let text = String::from_utf8(files.read("key.ppk")).unwrap();
    let public = public_of(text.as_bytes()).unwrap();
    for changed in [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        format!("\u{feff}{text}"),
        format!("\n\n{text}\n\n"),
        text.trim_end().to_owned(),
    ] {
        let key = PrivateKey::read(changed.as_bytes(), None).unwrap();
        assert_eq!(key.public(), public);
    }
}

/// A certificate may stand in the place of the public half.
#[test]
fn a_key_with_its_certificate_is_the_key() {
    let files = Files::new();
    for (kind, file) in keys().iter().filter(|(kind, _)| *kind != "ssh-dss") {
        let path = files.write("key", file);
        let public = PrivateKey::read(file, None).unwrap().public();
        files.write("key.pub", public.to_line());
        super::keys_support::run(
            "ssh-keygen",
            &["-q", "-s", &path, "-I", "ada", &files.path("key.pub")],
        );
        let (certificate, out) = (files.path("key-cert.pub"), files.path("key.ppk"));
        for passphrase in [None, Some(PASSPHRASE)] {
            let arguments = [
                &path,
                "-O",
                "private",
                "--certificate",
                &certificate,
                "-o",
                &out,
            ];
            files.puttygen(&arguments, "", passphrase.unwrap_or(""));
            let ppk = files.read("key.ppk");
            assert!(
                String::from_utf8_lossy(&ppk).contains("-cert-v01@openssh.com"),
                "{kind}"
            );
            let key = PrivateKey::read(&ppk, passphrase.map(secret).as_ref()).unwrap();
            assert!(key.public().same_key(&public), "{kind}");
            assert!(public_of(&ppk).unwrap().same_key(&public), "{kind}");
        }
    }
}

/// Seeds that begin or end in zero bytes are where programs disagree.
#[test]
fn ed25519_seeds_with_zeros_at_either_end() {
    let files = Files::new();
    let options = WriteOptions::new(FileFormat::Ppk);
    for seed in [
        [&[0, 0x7f][..], &[0x55; 30]].concat(),
        [&[0, 0x80][..], &[0x55; 30]].concat(),
        [&[0, 0, 1][..], &[0x55; 29]].concat(),
        [&[0x55; 30][..], &[1, 0]].concat(),
        [&[0x55; 29][..], &[0x80, 0, 0]].concat(),
        [&[0xff; 32][..]].concat(),
    ] {
        let der = [
            &[
                0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32,
            ][..],
            &seed,
        ]
        .concat();
        let key = PrivateKey::read(&der, None).unwrap();
        let openssh = files.write("key", &*key.write(&WriteOptions::default(), None).unwrap());
        let out = files.path("key.ppk");
        files.puttygen(&[&openssh, "-O", "private", "-o", &out], "", "");
        let theirs = files.read("key.ppk");
        let ours = key.write(&options, None).unwrap();
        assert_eq!(theirs, ours.as_bytes(), "{seed:?}");
        assert_eq!(
            PrivateKey::read(&theirs, None).unwrap().public(),
            key.public(),
            "{seed:?}"
        );
    }
}
