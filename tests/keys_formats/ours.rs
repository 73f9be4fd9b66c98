//! What Keyhaven writes is read by the programs whose formats it writes, and is what they write themselves.

use super::keys_support::{Files, output, run_text, secret};
use super::{COMMENT, PASSPHRASE, each};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{DEFAULT_ROUNDS, OpenSshCipher, Pkcs8Kdf, WriteError, WriteOptions};

/// The public key without its comment, by openssl: the line of the SubjectPublicKeyInfo that it prints.
fn by_openssl(path: &str, passphrase: &str) -> String {
    let pass = format!("pass:{passphrase}");
    run_text(
        "openssl",
        &["pkey", "-in", path, "-passin", &pass, "-pubout"],
    )
}

#[test]
fn every_openssh_cipher_is_read_by_ssh_keygen() {
    let files = Files::new();
    for (kind, key) in each() {
        for name in OpenSshCipher::NAMES {
            // One kind goes through all ciphers, the others through the usual one.
            if kind != "ssh-ed25519" && name != "aes256-ctr" {
                continue;
            }
            let options = WriteOptions {
                cipher: OpenSshCipher::from_name(name).unwrap(),
                rounds: DEFAULT_ROUNDS + 1,
                ..WriteOptions::default()
            };
            let text = key.write(&options, Some(&secret(PASSPHRASE))).unwrap();
            let path = files.write("locked", &*text);
            let shown = run_text("ssh-keygen", &["-y", "-P", PASSPHRASE, "-f", &path]);
            assert_eq!(shown, key.public().to_line(), "{name}");
        }
    }
}

/// Unlocked, our file and ssh-keygen's differ in the check numbers alone, which it draws.
#[test]
fn an_unlocked_openssh_file_is_ssh_keygens() {
    use base64ct::{Base64, Encoding};
    let body = |text: &str| {
        let lines: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        Base64::decode_vec(&lines).unwrap()
    };
    for (kind, theirs) in super::keys() {
        let key = super::PrivateKey::read(theirs, None).unwrap();
        let ours = key.write(&WriteOptions::default(), None).unwrap();
        let theirs = std::str::from_utf8(theirs).unwrap();
        assert_eq!(ours.lines().count(), theirs.lines().count(), "{kind}");
        assert_eq!(ours.lines().map(str::len).max(), Some(70), "{kind}");
        let (ours, theirs) = (body(&ours), body(theirs));
        assert_eq!(ours.len(), theirs.len(), "{kind}");
        let differing = (0..ours.len()).filter(|&at| ours[at] != theirs[at]);
        assert!(differing.count() <= 8, "{kind}");
    }
}

#[test]
fn pkcs8_is_read_by_openssl_and_is_what_it_writes() {
    let files = Files::new();
    for (kind, key) in each() {
        let options = WriteOptions::new(FileFormat::Pkcs8);
        let plain = key.write(&options, None).unwrap();
        let path = files.write("plain", &*plain);
        let public = by_openssl(&path, "");
        assert_eq!(
            format!("{public}\n"),
            key.public().to_pem().unwrap(),
            "{kind}"
        );
        let theirs = run_text("openssl", &["pkcs8", "-topk8", "-nocrypt", "-in", &path]);
        assert_eq!(format!("{theirs}\n"), *plain, "{kind}");
        // PBKDF2 takes its time without optimisation: two kinds go through it.
        let slow = [options.pkcs8, Pkcs8Kdf::Scrypt];
        let kdfs = match kind {
            "ssh-ed25519" | "ssh-rsa" => &slow[..],
            _ => &slow[1..],
        };
        for &pkcs8 in kdfs {
            let options = WriteOptions {
                pkcs8,
                ..options.clone()
            };
            let locked = key.write(&options, Some(&secret(PASSPHRASE))).unwrap();
            assert!(locked.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
            let path = files.write("locked", &*locked);
            assert_eq!(by_openssl(&path, PASSPHRASE), public, "{kind}");
            let wrong = ["pkey", "-in", &path, "-passin", "pass:x", "-noout"];
            assert!(!output("openssl", &wrong, b"", None).status.success());
            // ssh-keygen of this age reads Ed25519 in its own format alone.
            if kind != "ssh-ed25519" {
                let shown = run_text("ssh-keygen", &["-y", "-P", PASSPHRASE, "-f", &path]);
                let bare = key.public().with_comment("").unwrap();
                assert_eq!(shown, bare.to_line(), "{kind}");
            }
        }
    }
}

#[test]
fn traditional_pem_is_read_and_is_what_openssl_writes() {
    let files = Files::new();
    let options = WriteOptions::new(FileFormat::Pem);
    for (kind, key) in each() {
        if kind == "ssh-ed25519" {
            assert!(!options.format.takes(kind));
            assert_eq!(
                key.write(&options, None).err(),
                Some(WriteError::NotInThisFormat)
            );
            continue;
        }
        let bare = key.public().with_comment("").unwrap();
        for passphrase in [None, Some(PASSPHRASE)] {
            let text = key
                .write(&options, passphrase.map(secret).as_ref())
                .unwrap();
            let path = files.write("key", &*text);
            let given = passphrase.unwrap_or("");
            let shown = run_text("ssh-keygen", &["-y", "-P", given, "-f", &path]);
            assert_eq!(shown, bare.to_line(), "{kind}");
            assert_eq!(
                format!("{}\n", by_openssl(&path, given)),
                bare.to_pem().unwrap()
            );
            // puttygen reads this format too.
            assert_eq!(
                files.puttygen(&[&path, "-L"], given, ""),
                puttygen_line(&bare.to_line())
            );
            if passphrase.is_none() {
                let theirs = run_text("openssl", &["pkey", "-traditional", "-in", &path]);
                assert_eq!(format!("{theirs}\n"), *text, "{kind}");
            }
        }
    }
}

/// puttygen gives PEM keys a comment of its own.
fn puttygen_line(bare: &str) -> String {
    format!("{bare} imported-openssh-key")
}

#[test]
fn ppk_is_read_by_puttygen_and_is_what_it_writes() {
    let files = Files::new();
    for (kind, key) in each() {
        for (format, version) in [
            (FileFormat::Ppk, "version=3"),
            (FileFormat::Ppk2, "version=2"),
        ] {
            let options = WriteOptions::new(format);
            for passphrase in [None, Some(PASSPHRASE)] {
                let text = key
                    .write(&options, passphrase.map(secret).as_ref())
                    .unwrap();
                let path = files.write("key.ppk", &*text);
                let given = passphrase.unwrap_or("");
                let line = files.puttygen(&[&path, "-L"], given, "");
                assert_eq!(line, key.public().to_line(), "{kind} {version}");
                // The private half too: puttygen exports it for ssh-keygen.
                let exported = files.path("exported");
                files.puttygen(
                    &[&path, "-O", "private-openssh-new", "-o", &exported],
                    given,
                    "",
                );
                let shown = run_text("ssh-keygen", &["-y", "-P", "", "-f", &exported]);
                assert_eq!(shown, key.public().to_line(), "{kind} {version}");
                if passphrase.is_some() {
                    let wrong = files.write("wrong", "x");
                    let wrong = [
                        &path,
                        "--old-passphrase",
                        &wrong,
                        "-O",
                        "private",
                        "-o",
                        "x.ppk",
                    ];
                    assert!(!output("puttygen", &wrong, b"", None).status.success());
                } else {
                    assert_eq!(
                        files.ppk(&path, version, &["--reencrypt"], ""),
                        text.as_bytes(),
                        "{kind} {version}"
                    );
                }
                assert!(!text.contains('\r'), "puttygen writes LF alone");
            }
        }
    }
}

#[test]
fn what_cannot_be_written_is_refused() {
    let (_, key) = each().next().unwrap();
    let write = |options: &WriteOptions, passphrase: &str| {
        key.write(options, Some(&secret(passphrase))).err()
    };
    for format in FileFormat::ALL {
        assert_eq!(
            write(&WriteOptions::new(format), ""),
            Some(WriteError::EmptyPassphrase)
        );
    }
    let openssh = |rounds| WriteOptions {
        rounds,
        ..WriteOptions::default()
    };
    assert_eq!(
        write(&openssh(23), "x"),
        Some(WriteError::TooFewRounds { rounds: 23 })
    );
    assert_eq!(
        write(&openssh(u32::MAX), "x"),
        Some(WriteError::TooManyRounds { rounds: u32::MAX })
    );
    let pkcs8 = |iterations| WriteOptions {
        pkcs8: Pkcs8Kdf::Pbkdf2 { iterations },
        ..WriteOptions::new(FileFormat::Pkcs8)
    };
    assert_eq!(
        write(&pkcs8(599_999), "x"),
        Some(WriteError::TooFewRounds { rounds: 599_999 })
    );
    assert_eq!(
        write(&pkcs8(u32::MAX), "x"),
        Some(WriteError::TooManyRounds { rounds: u32::MAX })
    );
    assert_eq!(OpenSshCipher::from_name("none"), None);
    assert_eq!(key.public().comment(), COMMENT);
}
