//! The administrator's password of a Windows server: encrypted by openssl, as a server does it, and opened with key files
//! of every format.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use base64ct::{Base64, Encoding};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{PrivateKey, Secret, WriteOptions};
use keyhaven::vault::password::{Outcome, SealedPassword};
use std::io::Write;
use std::process::{Command, Stdio};

const RSA: &[u8] = include_bytes!("fixtures/formats/rsa-2048.key");
const PUBLIC: &str = include_str!("fixtures/formats/rsa-2048.pub");
const ED25519: &[u8] = include_bytes!("fixtures/formats/ed25519-256.key");
const SPKI: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/formats/rsa-2048-spki.pem"
);
const PASSWORD: &str = "Zz-8§ secret";

/// What a Windows server posts: the password encrypted by a program that is not ours.
fn sealed_by_openssl(plain: &[u8]) -> String {
    let mut child = Command::new("openssl")
        .args([
            "pkeyutl",
            "-encrypt",
            "-pubin",
            "-inkey",
            SPKI,
            "-pkeyopt",
            "rsa_padding_mode:pkcs1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is needed");
    child.stdin.take().unwrap().write_all(plain).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Base64::encode_string(&output.stdout)
}

fn secret(bytes: &[u8]) -> Secret {
    Secret::from_bytes(bytes.to_vec())
}

fn opened(outcome: Outcome) -> String {
    match outcome {
        Outcome::Opened(text) => text.to_string(),
        Outcome::Locked(text) | Outcome::Refused(text) => panic!("{text}"),
    }
}

fn refused(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused(text) => text,
        Outcome::Locked(text) => panic!("locked: {text}"),
        Outcome::Opened(_) => panic!("opened"),
    }
}

fn locked(outcome: Outcome) -> String {
    match outcome {
        Outcome::Locked(text) => text,
        Outcome::Refused(text) => panic!("refused: {text}"),
        Outcome::Opened(_) => panic!("opened"),
    }
}

#[test]
fn a_key_file_of_any_format_opens_it_locked_or_not() {
    let ciphertext = sealed_by_openssl(PASSWORD.as_bytes());
    let key = PrivateKey::read(RSA, None).unwrap();
    let passphrase = secret(b"open sesame");
    for format in FileFormat::ALL {
        let options = WriteOptions::new(format);
        for lock in [None, Some(&passphrase)] {
            let file = key.write(&options, lock).unwrap();
            let mut sealed = SealedPassword::new(&ciphertext, Some(PUBLIC));
            let first = sealed.open(Some(secret(file.as_bytes())), None);
            let text = match lock {
                None => opened(first),
                Some(passphrase) => {
                    locked(first);
                    let wrong = secret(b"wrong");
                    assert!(locked(sealed.open(None, Some(&wrong))).contains("not the file"));
                    opened(sealed.open(None, Some(passphrase)))
                }
            };
            assert_eq!(text, PASSWORD, "{format:?}");
        }
    }
}

#[test]
fn novas_line_ends_do_not_matter() {
    let ciphertext = sealed_by_openssl(b"x");
    let (first, second) = ciphertext.split_at(64);
    let mut sealed = SealedPassword::new(&format!("{first}\r\n{second}\n"), None);
    assert_eq!(opened(sealed.open(Some(secret(RSA)), None)), "x");
}

#[test]
fn another_file_is_named_for_what_it_is() {
    let ciphertext = sealed_by_openssl(PASSWORD.as_bytes());
    let mut sealed = SealedPassword::new(&ciphertext, Some(PUBLIC));
    assert!(refused(sealed.open(Some(secret(ED25519)), None)).contains("another key’s file"));
    assert!(refused(sealed.open(Some(secret(PUBLIC.as_bytes())), None)).contains("public half"));
    assert!(refused(sealed.open(Some(secret(b"%PDF-1.7")), None)).contains("no private key"));
    let mut unknown = SealedPassword::new(&ciphertext, None);
    assert!(refused(unknown.open(Some(secret(ED25519)), None)).contains("RSA"));
    assert!(
        refused(unknown.open(None, None)).contains("Choose"),
        "a file that does not open it is not kept"
    );
}

#[test]
fn a_file_is_kept_until_it_is_unlocked_and_no_longer() {
    let ciphertext = sealed_by_openssl(PASSWORD.as_bytes());
    let locked_file = include_bytes!("fixtures/formats/rsa-2048-3-locked.ppk");
    let mut sealed = SealedPassword::new(&ciphertext, None);
    locked(sealed.open(Some(secret(locked_file)), None));
    // The list of key pairs comes in while the person types the passphrase.
    let mut sealed = SealedPassword::new(&ciphertext, Some(PUBLIC)).after(Some(sealed));
    let passphrase = secret(b"open sesame");
    assert_eq!(opened(sealed.open(None, Some(&passphrase))), PASSWORD);
    assert!(refused(sealed.open(None, Some(&passphrase))).contains("Choose"));
}

/// As `ssh-keygen`, `puttygen` and `openssl` wrote them.
#[test]
fn files_of_other_programs_open_it() {
    let ciphertext = sealed_by_openssl(PASSWORD.as_bytes());
    let passphrase = secret(b"open sesame");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");
    for name in [
        "rsa-2048.key",
        "rsa-2048.pem",
        "rsa-2048.der",
        "rsa-2048-2.ppk",
        "rsa-2048-3.ppk",
        "rsa-2048-locked.key",
        "rsa-2048-locked.pem",
        "rsa-2048-old-locked.pem",
        "rsa-2048-2-locked.ppk",
        "rsa-2048-3-locked.ppk",
    ] {
        let file = || Secret::from_bytes(std::fs::read(format!("{folder}/{name}")).unwrap());
        let mut sealed = SealedPassword::new(&ciphertext, Some(PUBLIC));
        if name.contains("locked") {
            assert!(locked(sealed.open(Some(file()), None)).contains("locked"));
        }
        let text = opened(sealed.open(Some(file()), Some(&passphrase)));
        assert_eq!(text, PASSWORD, "{name}");
    }
}

#[test]
fn a_key_that_cannot_be_calculated_with_is_said_to_be_one() {
    // One more than the exponent may be, as odd as it must be.
    let exponent = format!("rsa_keygen_pubexp:{}", (1u64 << 33) + 1);
    let unusual = Command::new("openssl")
        .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", &exponent])
        .output()
        .expect("openssl is needed");
    assert!(unusual.status.success());
    let ciphertext = Base64::encode_string(&[1; 256]);
    let said = SealedPassword::new(&ciphertext, None).open(Some(secret(&unusual.stdout)), None);
    assert!(refused(said).contains("not supported"));
}

#[test]
fn a_damaged_password_is_said_to_be_one() {
    let mut bytes = Base64::decode_vec(&sealed_by_openssl(PASSWORD.as_bytes())).unwrap();
    bytes[100] ^= 1;
    let open = |text: &str| SealedPassword::new(text, Some(PUBLIC)).open(Some(secret(RSA)), None);
    assert!(refused(open(&Base64::encode_string(&bytes))).contains("does not open"));
    assert!(refused(open(&Base64::encode_string(&bytes[1..]))).contains("does not open"));
    assert!(refused(open("no base64!")).contains("not base64"));
    assert!(refused(open(&sealed_by_openssl(&[0xff, 0xfe]))).contains("no text"));
}
