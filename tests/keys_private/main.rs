//! Private keys: what is made of them, and that damaged, cut off and foreign files end in an error, never in a panic or
//! in another key.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod damage;
#[path = "../keys_support/mod.rs"]
mod keys_support;

use base64ct::{Base64, Encoding};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{
    self, DEFAULT_ROUNDS, GenerateError, Kdf, PrivateKey, ReadError, RsaKeyError, WriteError,
};
use keys_support::{make, pem_body, rsa_pkcs8, run_text, secret};

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
const END: &str = "\n-----END OPENSSH PRIVATE KEY-----\n";

fn body(text: &str) -> Vec<u8> {
    let base64: String = text
        .strip_prefix(BEGIN)
        .unwrap()
        .strip_suffix(END)
        .unwrap()
        .split('\n')
        .collect();
    Base64::decode_vec(&base64).unwrap()
}

#[test]
fn passphrases_are_asked_for_and_checked() {
    let key = make(KeyType::Ed25519, "note");
    let text = key
        .to_openssh(Some(&secret("right")), DEFAULT_ROUNDS)
        .unwrap();
    let read = |passphrase: Option<&str>| {
        PrivateKey::read(text.as_bytes(), passphrase.map(secret).as_ref())
    };
    assert_eq!(read(None).err(), Some(ReadError::PassphraseRequired));
    for wrong in ["", "Right", "right ", "right\n", "righ"] {
        assert_eq!(
            read(Some(wrong)).err(),
            Some(ReadError::WrongPassphrase),
            "{wrong:?}"
        );
    }
    assert_eq!(read(Some("right")).unwrap().public(), key.public());
    let info = private::info(text.as_bytes()).unwrap();
    assert_eq!(
        (info.cipher.as_deref(), info.kdf),
        (Some("aes256-ctr"), Some(Kdf::Bcrypt { rounds: 24 }))
    );
    assert_eq!(
        key.to_openssh(Some(&secret("")), DEFAULT_ROUNDS).err(),
        Some(WriteError::EmptyPassphrase)
    );
    assert_eq!(
        key.to_openssh(Some(&secret("x")), 23).err(),
        Some(WriteError::TooFewRounds { rounds: 23 })
    );
}

#[test]
fn two_files_of_one_key_share_nothing_that_is_encrypted() {
    let key = make(KeyType::Ed25519, "note");
    let write = || {
        body(
            &key.to_openssh(Some(&secret("same")), DEFAULT_ROUNDS)
                .unwrap(),
        )
    };
    let (one, two) = (write(), write());
    let same = one
        .iter()
        .rev()
        .zip(two.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    assert!(same < 4, "the last {same} bytes are the same");
    assert_ne!(one, two);
}

#[test]
fn rsa_keys_are_checked_before_they_are_taken() {
    let der = rsa_pkcs8(2048);
    let key = PrivateKey::from_rsa_pkcs8(&der, "note").unwrap();
    assert_eq!(key.public().bits(), Some(2048));
    let error = |der: &[u8]| PrivateKey::from_rsa_pkcs8(der, "").err();
    assert_eq!(
        error(&rsa_pkcs8(1024)),
        Some(RsaKeyError::Size { bits: 1024 })
    );
    assert_eq!(error(&der[..der.len() - 1]), Some(RsaKeyError::Form));
    assert_eq!(error(b""), Some(RsaKeyError::Form));
    // Every number but the two exponents that SSH does not keep: a change is noticed wherever it is.
    let mut unnoticed = 0;
    for at in 0..der.len() {
        let mut flipped = der.clone();
        flipped[at] ^= 2;
        unnoticed += usize::from(error(&flipped).is_none());
    }
    assert!(unnoticed <= 2 * 129, "{unnoticed} changes went unnoticed");
    let curve = "ec_paramgen_curve:P-256";
    let ec = run_text(
        "openssl",
        &["genpkey", "-algorithm", "EC", "-pkeyopt", curve],
    );
    assert_eq!(error(&pem_body(&ec)), Some(RsaKeyError::NotRsa));
}

#[test]
fn rsa_is_left_to_the_platform_and_comments_are_checked() {
    for key_type in [KeyType::Rsa3072, KeyType::Rsa4096] {
        assert_eq!(
            PrivateKey::generate(key_type, "").err(),
            Some(GenerateError::NeedsPlatform)
        );
    }
    for bad in ["a\nb", "🔑", &"x".repeat(256)] {
        assert!(matches!(
            PrivateKey::generate(KeyType::Ed25519, bad).err(),
            Some(GenerateError::Comment(_))
        ));
    }
    let mut key = make(KeyType::Ed25519, "one");
    assert!(key.set_comment("a\tb").is_err());
    assert_eq!(key.public().comment(), "one");
    key.set_comment("two").unwrap();
    let text = key.to_openssh(None, DEFAULT_ROUNDS).unwrap();
    assert_eq!(
        PrivateKey::read(text.as_bytes(), None)
            .unwrap()
            .public()
            .comment(),
        "two"
    );
}
