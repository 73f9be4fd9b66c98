//! Files that ssh-keygen and openssl write are read by Keyhaven.

use super::keys_support::{keygen, run, run_text, secret, write_private};
use super::sign_and_verify;
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{self, DEFAULT_ROUNDS, Kdf, PrivateKey, ReadError};
use keyhaven::keys::public::PublicKey;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// Reads a file of ssh-keygen's, writes it again our way, and has ssh-keygen read that.
fn round_trip(folder: &Path, text: &str, passphrase: &str, public: &str) {
    let locked = (!passphrase.is_empty()).then(|| secret(passphrase));
    let key = PrivateKey::read(text.as_bytes(), locked.as_ref()).unwrap();
    assert_eq!(key.public().to_line(), public);
    let known = private::public_of(text.as_bytes()).unwrap();
    assert!(known.same_key(&key.public()));
    assert_eq!(
        known.comment(),
        if locked.is_some() { "" } else { "their key" }
    );
    let file = folder.join("again");
    write_private(&file, &key.to_openssh(None, DEFAULT_ROUNDS).unwrap());
    assert_eq!(
        run_text(
            "ssh-keygen",
            &["-y", "-P", "", "-f", file.to_str().unwrap()]
        ),
        public
    );
}

#[test]
fn files_of_ssh_keygen_are_read() {
    let folder = tempdir().unwrap();
    for key_type in KeyType::ALL {
        for (number, passphrase) in ["", "ünlock me"].into_iter().enumerate() {
            let file = folder.path().join(format!("{}-{number}", key_type.code()));
            let (text, public) = keygen(&file, key_type, passphrase, &[]);
            round_trip(folder.path(), &text, passphrase, &public);
            round_trip(
                folder.path(),
                &text.replace('\n', "\r\n"),
                passphrase,
                &public,
            );
        }
    }
}

#[test]
fn every_cipher_of_ssh_keygen_is_unlocked() {
    let folder = tempdir().unwrap();
    let ciphers = [
        "aes128-cbc",
        "aes192-cbc",
        "aes256-cbc",
        "aes128-ctr",
        "aes192-ctr",
        "aes256-ctr",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
        "3des-cbc",
    ];
    for cipher in ciphers {
        let file = folder.path().join(cipher);
        let (text, public) = keygen(&file, KeyType::Ed25519, "open", &["-Z", cipher, "-a", "4"]);
        let info = private::info(text.as_bytes()).unwrap();
        assert_eq!(
            (info.cipher.as_deref(), info.kdf, info.encrypted),
            (Some(cipher), Some(Kdf::Bcrypt { rounds: 4 }), true)
        );
        round_trip(folder.path(), &text, "open", &public);
        let wrong = PrivateKey::read(text.as_bytes(), Some(&secret("Open")));
        assert_eq!(wrong.err(), Some(ReadError::WrongPassphrase), "{cipher}");
    }
}

#[test]
fn plain_pem_of_other_programs_is_read() {
    let folder = tempdir().unwrap();
    for key_type in [
        KeyType::Rsa3072,
        KeyType::EcdsaP256,
        KeyType::EcdsaP384,
        KeyType::EcdsaP521,
    ] {
        for format in ["PEM", "PKCS8"] {
            let file = folder.path().join(format!("{}-{format}", key_type.code()));
            let (text, public) = keygen(&file, key_type, "", &["-m", format]);
            let key = PrivateKey::read(text.as_bytes(), None).unwrap();
            assert!(
                key.public()
                    .same_key(&PublicKey::parse_line(&public).unwrap()),
                "{key_type:?} {format}"
            );
        }
    }
    let file = folder.path().join("ed25519.pem");
    run(
        "openssl",
        &[
            "genpkey",
            "-algorithm",
            "ED25519",
            "-out",
            file.to_str().unwrap(),
        ],
    );
    let key = PrivateKey::read(&fs::read(&file).unwrap(), None).unwrap();
    let again = folder.path().join("key");
    write_private(&again, &key.to_openssh(None, DEFAULT_ROUNDS).unwrap());
    sign_and_verify(folder.path(), &key.public(), "");
}

#[test]
fn scalars_shorter_than_the_curve_are_read() {
    for name in ["p256-short", "p521-short"] {
        let path = format!("{}/tests/fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"));
        let key = PrivateKey::read(&fs::read(&path).unwrap(), None).unwrap();
        assert_eq!(
            key.public().to_line(),
            fs::read_to_string(format!("{path}.pub"))
                .unwrap()
                .trim_end()
        );
        let folder = tempdir().unwrap();
        let file = folder.path().join("key");
        write_private(&file, &key.to_openssh(None, DEFAULT_ROUNDS).unwrap());
        sign_and_verify(folder.path(), &key.public(), "");
    }
}
