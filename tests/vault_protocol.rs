//! The vault's side of the protocol, run in a real browser: keys are made with the browser's own randomness there.
//! `cargo xtask test wasm` runs it.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use keyhaven::keys::{
    file_format::{CertificateFormat, FileFormat},
    key_type::KeyType,
    private::{PrivateKey, Secret},
    public::PublicKey,
};
use keyhaven::vault::{
    keeper::{Keeper, Request},
    password::SealedPassword,
    protocol::{FromVault, ToVault, VaultError},
    workbench::{
        Beside, Reply, Workbench,
        messages::{Answer, Ask},
    },
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const PASSPHRASE: &str = "correct horse \u{fc}ber";

fn make(keeper: &mut Keeper, key_type: KeyType, passphrase: Option<&str>) -> FromVault {
    let message = ToVault::Make {
        key_type,
        comment: "alice@laptop".to_owned(),
        file_name: "webserver".to_owned(),
        format: FileFormat::OpenSsh,
    };
    let passphrase = passphrase.map(|text| Secret::from_bytes(text.as_bytes().to_vec()));
    keeper
        .handle(Request {
            message,
            passphrase,
            pkcs8: None,
            now: 0,
        })
        .unwrap()
}

fn ask(keeper: &mut Keeper, message: ToVault) -> FromVault {
    keeper
        .handle(Request {
            message,
            passphrase: None,
            pkcs8: None,
            now: 0,
        })
        .unwrap()
}

#[wasm_bindgen_test]
fn every_curve_makes_a_key_whose_file_opens_with_the_passphrase() {
    for key_type in KeyType::ALL
        .into_iter()
        .filter(|key_type| key_type.rsa_bits().is_none())
    {
        let mut keeper = Keeper::default();
        let FromVault::Made { public_key } = make(&mut keeper, key_type, Some(PASSPHRASE)) else {
            panic!("{} was not made", key_type.label())
        };
        let (file, name) = keeper.file().unwrap();
        assert_eq!(name, "webserver");
        let secret = Secret::from_bytes(PASSPHRASE.as_bytes().to_vec());
        let key = PrivateKey::read(file, Some(&secret)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(key.public().to_line(), public_key);
        assert!(PrivateKey::read(file, None).is_err(), "the file is locked");
    }
}

#[wasm_bindgen_test]
fn what_the_vault_says_holds_nothing_of_the_file() {
    let mut keeper = Keeper::default();
    let said = serde_json::to_string(&make(&mut keeper, KeyType::Ed25519, None)).unwrap();
    let (file, _) = keeper.file().unwrap();
    let file = std::str::from_utf8(file).unwrap();
    // The public half is in the file's first lines, the private one in its last.
    let last_lines: Vec<&str> = file.lines().rev().skip(1).take(2).collect();
    for line in last_lines {
        assert!(!said.contains(line), "{line}");
    }
    assert!(!said.contains("PRIVATE"));
}

#[wasm_bindgen_test]
fn rsa_without_the_browsers_key_is_refused_and_what_was_held_stays() {
    let mut keeper = Keeper::default();
    make(&mut keeper, KeyType::Ed25519, None);
    let before = keeper.file().map(|(file, _)| file.to_owned());
    let said = make(&mut keeper, KeyType::Rsa3072, None);
    assert_eq!(
        said,
        FromVault::Failed {
            error: VaultError::NoRsa
        }
    );
    assert_eq!(keeper.file().map(|(file, _)| file.to_owned()), before);
}

#[wasm_bindgen_test]
fn a_private_key_gives_its_public_half_locked_or_not() {
    for passphrase in [None, Some(PASSPHRASE)] {
        let mut keeper = Keeper::default();
        let FromVault::Made { public_key } = make(&mut keeper, KeyType::EcdsaP256, passphrase)
        else {
            panic!()
        };
        let text = String::from_utf8(keeper.file().unwrap().0.to_vec()).unwrap();
        let said = ask(
            &mut Keeper::default(),
            ToVault::ReadPrivate { text: text.into() },
        );
        let FromVault::PublicHalf { public_key: half } = said else {
            panic!("{said:?}")
        };
        let (made, half) = (
            PublicKey::parse_line(&public_key).unwrap(),
            PublicKey::parse_line(&half).unwrap(),
        );
        assert!(made.same_key(&half));
    }
}

#[wasm_bindgen_test]
fn what_is_no_private_key_is_named() {
    let said = ask(
        &mut Keeper::default(),
        ToVault::ReadPrivate {
            text: "hello".to_owned().into(),
        },
    );
    assert_eq!(
        said,
        FromVault::Failed {
            error: VaultError::NotPrivateKey
        }
    );
}

#[wasm_bindgen_test]
fn messages_are_the_json_that_the_frame_reads() {
    let make = ToVault::Make {
        key_type: KeyType::EcdsaP521,
        comment: "c".to_owned(),
        file_name: "f".to_owned(),
        format: FileFormat::Ppk,
    };
    let text = r#"{"make":{"key_type":"ecdsa-p521","comment":"c","file_name":"f","format":"ppk"}}"#;
    assert_eq!(serde_json::to_string(&make).unwrap(), text);
    assert!(serde_json::from_str::<ToVault>(text).is_ok());
    let failed = r#"{"failed":{"error":"passphrases-differ"}}"#;
    let expected = FromVault::Failed {
        error: VaultError::PassphrasesDiffer,
    };
    assert_eq!(serde_json::from_str::<FromVault>(failed).unwrap(), expected);
}

/// A message with a field that no variant has is refused, so nothing can ride along.
#[wasm_bindgen_test]
fn nothing_rides_along() {
    let text = r#"{"made":{"public_key":"ssh-ed25519 AAAA","private_key":"secret"}}"#;
    assert!(serde_json::from_str::<FromVault>(text).is_err());
}

#[wasm_bindgen_test]
fn a_certificate_needs_the_browsers_rsa_key_and_an_account() {
    let wish = |user: &str| ToVault::MakeCertificate {
        user: user.to_owned(),
        file_name: "win.pfx".to_owned(),
        format: CertificateFormat::Pkcs12,
    };
    let mut keeper = Keeper::default();
    for (user, error) in [
        ("Admin@localhost", VaultError::NoRsa),
        ("Admin", VaultError::BadUser),
    ] {
        assert_eq!(ask(&mut keeper, wish(user)), FromVault::Failed { error });
    }
    assert!(keeper.file().is_none());
}

/// The password of a Windows server, encrypted by openssl to the key in `rsa-2048.key`.
const SEALED: &str = include_str!("fixtures/formats/rsa-2048-password.txt");
const RSA_PUBLIC: &str = include_str!("fixtures/formats/rsa-2048.pub");

fn try_file(bench: &mut Workbench, file: Option<&[u8]>, passphrase: Option<&str>) -> Option<Reply> {
    let secret = |bytes: &[u8]| Secret::from_bytes(bytes.to_vec());
    let beside = Beside {
        bytes: file.map(secret),
        passphrase: passphrase.map(|text| secret(text.as_bytes())),
    };
    bench.handle(Ask::Password, beside, None)
}

fn is_locked(reply: Option<Reply>) -> bool {
    match reply {
        Some(Reply::Answer(Answer::NotOpened { locked, .. })) => locked,
        _ => panic!("no answer about the password"),
    }
}

#[wasm_bindgen_test]
fn a_servers_password_is_opened_by_its_key_file_until_it_is_forgotten() {
    let mut bench = Workbench::default();
    bench.seal(SealedPassword::new(SEALED, Some(RSA_PUBLIC)));
    let other = include_bytes!("fixtures/formats/ed25519-256.key");
    assert!(!is_locked(try_file(&mut bench, Some(other), None)));
    for locked in [
        &include_bytes!("fixtures/formats/rsa-2048-locked.key")[..],
        include_bytes!("fixtures/formats/rsa-2048-locked.pem"),
        include_bytes!("fixtures/formats/rsa-2048-3-locked.ppk"),
    ] {
        assert!(is_locked(try_file(&mut bench, Some(locked), None)));
        assert!(is_locked(try_file(&mut bench, None, Some("not it"))));
        let opened = try_file(&mut bench, None, Some("open sesame"));
        let Some(Reply::Password(text)) = opened else {
            panic!("not opened");
        };
        assert_eq!(*text, "Zz-8\u{a7} secret");
    }
}

/// The app asks, and hears nothing: what comes of it stays in the frame.
#[wasm_bindgen_test]
fn the_app_hears_nothing_of_a_servers_password() {
    let text = r#"{"open-password":{"ciphertext":"AAAA","public_key":null}}"#;
    let message: ToVault = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&message).unwrap(), text);
    let request = Request {
        message,
        passphrase: None,
        pkcs8: None,
        now: 0,
    };
    assert!(Keeper::default().handle(request).is_none());
    for said in [
        r#"{"opened":{"password":"secret"}}"#,
        r#"{"password":"secret"}"#,
    ] {
        assert!(serde_json::from_str::<FromVault>(said).is_err());
    }
}
