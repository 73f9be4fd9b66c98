//! Files that are not what they were.

use super::keys_support::{keygen, make, secret};
use super::{BEGIN, END, body};
use base64ct::{Base64, Encoding};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{self, DEFAULT_ROUNDS, PrivateKey, ReadError, Secret};
use tempfile::tempdir;

fn file(body: &[u8]) -> String {
    format!("{BEGIN}{}{END}", Base64::encode_string(body))
}

/// Flips a bit in every byte (of a locked file, where each try takes a key derivation, in every third) and reads: only
/// the comment may change unnoticed.
fn flip_bits(text: &str, passphrase: Option<&Secret>) {
    let whole = PrivateKey::read(text.as_bytes(), passphrase)
        .unwrap()
        .public();
    let body = body(text);
    let mut changed_comments = 0;
    let step = if passphrase.is_some() { 3 } else { 1 };
    for at in (0..body.len()).step_by(step) {
        let mut flipped = body.clone();
        flipped[at] ^= 1 << (at % 8);
        let result = PrivateKey::read(file(&flipped).as_bytes(), passphrase);
        let _ = private::public_of(file(&flipped).as_bytes());
        let _ = private::info(file(&flipped).as_bytes());
        match result {
            Ok(key) => {
                assert!(key.public().same_key(&whole), "byte {at} made another key");
                assert_ne!(
                    key.public().comment(),
                    whole.comment(),
                    "the change of byte {at} went unnoticed"
                );
                changed_comments += 1;
            }
            Err(ReadError::WrongPassphrase) => assert!(passphrase.is_some(), "byte {at}"),
            Err(_) => {}
        }
    }
    assert!(
        changed_comments <= whole.comment().len(),
        "{changed_comments} changes went unnoticed"
    );
}

#[test]
fn a_changed_byte_is_noticed_in_every_type() {
    for key_type in [
        KeyType::Ed25519,
        KeyType::EcdsaP256,
        KeyType::EcdsaP384,
        KeyType::EcdsaP521,
        KeyType::Rsa3072,
    ] {
        let text = make(key_type, "note")
            .to_openssh(None, DEFAULT_ROUNDS)
            .unwrap();
        flip_bits(&text, None);
    }
}

#[test]
fn a_changed_byte_is_noticed_in_locked_files() {
    let folder = tempdir().unwrap();
    for cipher in [
        "aes256-ctr",
        "aes256-cbc",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
    ] {
        let (text, _) = keygen(
            &folder.path().join(cipher),
            KeyType::Ed25519,
            "open",
            &["-Z", cipher, "-a", "1"],
        );
        flip_bits(&text, Some(&secret("open")));
    }
}

#[test]
fn every_cut_is_noticed() {
    let text = make(KeyType::EcdsaP256, "note")
        .to_openssh(None, DEFAULT_ROUNDS)
        .unwrap();
    for end in 0..text.trim_end().len() {
        let error = PrivateKey::read(&text.as_bytes()[..end], None).err();
        assert!(error.is_some(), "{end}");
        assert!(
            private::public_of(&text.as_bytes()[..end]).is_err(),
            "{end}"
        );
    }
    let body = body(&text);
    for end in 0..body.len() {
        assert_eq!(
            PrivateKey::read(file(&body[..end]).as_bytes(), None).err(),
            Some(ReadError::Damaged),
            "{end}"
        );
    }
    let mut longer = body;
    longer.push(0);
    assert_eq!(
        PrivateKey::read(file(&longer).as_bytes(), None).err(),
        Some(ReadError::Damaged)
    );
}

#[test]
fn what_is_no_private_key_is_told() {
    let error = |text: &str| PrivateKey::read(text.as_bytes(), None).err().unwrap();
    for text in [
        "",
        "hello",
        "ssh-ed25519 AAAA",
        "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----",
    ] {
        assert_eq!(error(text), ReadError::NotAPrivateKey, "{text}");
    }
    assert_eq!(
        PrivateKey::read(&[0xff, 0xfe, 0], None).err(),
        Some(ReadError::NotAPrivateKey)
    );
    assert_eq!(
        error("PuTTY-User-Key-File-3: ssh-ed25519"),
        ReadError::Damaged
    );
    assert_eq!(error("Private-Lines: 1\nAAAA"), ReadError::Damaged);
    assert_eq!(
        error("-----BEGIN NEW PRIVATE KEY-----\nAAAA\n-----END NEW PRIVATE KEY-----"),
        ReadError::UnsupportedLabel {
            label: "NEW PRIVATE KEY".into()
        }
    );
    assert_eq!(error("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"), ReadError::Damaged);
    assert_eq!(error(&format!("{BEGIN}!!!!{END}")), ReadError::Damaged);
    assert_eq!(error(&"x".repeat(300_000)), ReadError::TooLarge);
}

#[test]
fn endless_key_derivation_is_refused() {
    let text = make(KeyType::Ed25519, "")
        .to_openssh(Some(&secret("x")), DEFAULT_ROUNDS)
        .unwrap();
    let mut body = body(&text);
    let at = body
        .windows(4)
        .position(|part| part == [0, 0, 0, 24])
        .unwrap();
    // The first 24 is the length of the options; the rounds stand 24 bytes behind it.
    assert_eq!(body[at + 24..at + 28], [0, 0, 0, 24]);
    body[at + 24..at + 28].copy_from_slice(&[0xff; 4]);
    let error = PrivateKey::read(file(&body).as_bytes(), Some(&secret("x"))).err();
    let asks = "bcrypt with 4294967295 rounds".into();
    assert_eq!(error, Some(ReadError::TooCostly { asks }));
}
