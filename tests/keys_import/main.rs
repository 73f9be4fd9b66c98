//! What people paste becomes a canonical key, or an error that says what it is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../keys_support/mod.rs"]
mod keys_support;
mod refused;

use keyhaven::keys::import::{ImportError, read_public};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::DEFAULT_ROUNDS;
use keyhaven::keys::public::{PublicKey, PublicKeyError};
use keys_support::{make, run, run_text};
use std::fs;
use tempfile::tempdir;

const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@example";

fn base64() -> &'static str {
    LINE.split(' ').nth(1).unwrap()
}

fn fixture(name: &str) -> String {
    fs::read_to_string(format!(
        "{}/tests/fixtures/keys/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

#[test]
fn broken_up_lines_become_canonical() {
    let (start, end) = base64().split_at(40);
    for text in [
        LINE.to_owned(),
        format!("  \t{LINE}\r\n\r\n"),
        format!("\u{feff}{LINE}\n"),
        format!("\"{LINE}\""),
        LINE.replace(' ', "   "),
        LINE.replace(' ', "\t"),
        format!("# my key\n{LINE}\n\n"),
        format!("ssh-ed25519 {start}\n{end} ada@example"),
        format!("ssh-ed25519 {start}\r\n  {end}   ada@example\r\n"),
        format!("ssh-ed25519\n{start}\n{end}\tada@example"),
        format!("{} ada@example", base64()),
        // A file that Windows PowerShell wrote, read as UTF-8.
        std::iter::once('\u{fffd}')
            .chain(LINE.chars().flat_map(|c| [c, '\0']))
            .collect(),
    ] {
        assert_eq!(
            read_public(&text).map(|key| key.to_line()).as_deref(),
            Ok(LINE),
            "{text}"
        );
    }
    let bare = read_public(&format!("ssh-ed25519 {}", base64())).unwrap();
    assert_eq!(
        (bare.comment(), bare.to_line()),
        ("", format!("ssh-ed25519 {}", base64()))
    );
    assert_eq!(
        read_public(&format!("{LINE}  and\tmore "))
            .unwrap()
            .comment(),
        "ada@example and more"
    );
}

#[test]
fn what_other_programs_export_becomes_the_same_key() {
    let folder = tempdir().unwrap();
    for key_type in KeyType::ALL {
        let key = make(
            key_type,
            "ada's \"key\" of a length that RFC 4716 breaks into lines, at 72 characters",
        );
        let file = folder.path().join(key_type.code());
        keys_support::write_private(&file, &key.to_openssh(None, DEFAULT_ROUNDS).unwrap());
        let path = file.to_str().unwrap();
        let public = key.public();
        let export = |format: &str| run_text("ssh-keygen", &["-e", "-m", format, "-f", path]);
        let rfc4716 = read_public(&export("RFC4716")).unwrap();
        assert!(rfc4716.same_key(&public));
        assert!(
            rfc4716.comment().contains("converted by"),
            "{}",
            rfc4716.comment()
        );
        if key_type == KeyType::Ed25519 {
            let pem = folder.path().join("ed25519.pem");
            run(
                "openssl",
                &[
                    "genpkey",
                    "-algorithm",
                    "ED25519",
                    "-out",
                    pem.to_str().unwrap(),
                ],
            );
            let spki = run_text(
                "openssl",
                &["pkey", "-pubout", "-in", pem.to_str().unwrap()],
            );
            let key = keyhaven::keys::private::public_of(&fs::read(pem).unwrap()).unwrap();
            assert_eq!(read_public(&spki), Ok(key));
            continue;
        }
        assert!(
            read_public(&export("PKCS8")).unwrap().same_key(&public),
            "{key_type:?}"
        );
        if key_type.rsa_bits().is_some() {
            let pkcs1 = export("PEM");
            assert!(pkcs1.contains("BEGIN RSA PUBLIC KEY"));
            assert!(
                read_public(&pkcs1.replace('\n', "\r\n"))
                    .unwrap()
                    .same_key(&public)
            );
        }
    }
}

#[test]
fn rfc4716_headers_are_read() {
    let (start, end) = base64().split_at(40);
    for (header, comment) in [
        ("Comment: \"ada@example\"\n", "ada@example"),
        ("comment: a lon\\\ng one\n", "a long one"),
        ("Subject: ada\nx-other: y\\\nz\n", ""),
        ("", ""),
    ] {
        let text = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\n{header}{start}\n{end}\n---- END SSH2 PUBLIC KEY ----\n"
        );
        let key = read_public(&text).unwrap();
        assert_eq!(key.comment(), comment);
        assert!(key.same_key(&PublicKey::parse_line(LINE).unwrap()));
        assert_eq!(
            read_public(text.split("---- END").next().unwrap()),
            Err(ImportError::Truncated)
        );
        assert_eq!(
            read_public(&format!("{text}{text}")),
            Err(ImportError::SeveralKeys { count: 2 })
        );
    }
}

#[test]
fn hardware_keys_are_taken_and_unknown_kinds_are_not() {
    for (name, label, bits) in [
        ("sk-ed25519.pub", "Ed25519 security key", 256),
        ("sk-ecdsa.pub", "ECDSA P-256 security key", 256),
    ] {
        let key = read_public(&fixture(name)).unwrap();
        assert_eq!((key.type_label().as_str(), key.bits()), (label, Some(bits)));
    }
    let future = fixture("future.pub");
    assert_eq!(
        read_public(&future),
        Err(ImportError::UnsupportedKind {
            name: "ssh-mldsa-65".into()
        })
    );
    let key = PublicKey::parse_line(&future).unwrap();
    assert_eq!(
        (key.type_label().as_str(), key.bits()),
        ("ssh-mldsa-65", None)
    );
    assert!(key.sha256().starts_with("SHA256:"));
    assert!(key.randomart().starts_with("+----[UNKNOWN]----+\n"));
}

#[test]
fn stored_lines_are_read_strictly() {
    let key = PublicKey::parse_line(LINE).unwrap();
    assert_eq!(
        (key.algorithm(), key.comment(), key.bits()),
        ("ssh-ed25519", "ada@example", Some(256))
    );
    assert_eq!(
        PublicKey::parse_line(&format!("{LINE}\r\n")),
        Ok(key.clone())
    );
    let html = format!("{LINE} <b>&amp; 日本");
    assert_eq!(PublicKey::parse_line(&html).unwrap().to_line(), html);
    for (line, error) in [
        ("", PublicKeyError::Empty),
        ("ssh-ed25519", PublicKeyError::Form),
        (&LINE.replace(' ', "  "), PublicKeyError::Form),
        (&format!("{LINE}\n{LINE}"), PublicKeyError::SeveralLines),
        (
            &format!("ssh-ed25519 {}= ada", base64()),
            PublicKeyError::Base64,
        ),
        (
            &LINE.replacen("ssh-ed25519", "ssh-rsa", 1),
            PublicKeyError::TypeMismatch,
        ),
        (
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkV",
            PublicKeyError::Truncated,
        ),
        (
            &format!("ssh-ed25519 {}AAAA ada", base64()),
            PublicKeyError::Trailing,
        ),
        (
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAQAA",
            PublicKeyError::Damaged,
        ),
    ] {
        assert_eq!(PublicKey::parse_line(line), Err(error), "{line}");
    }
    let other = key.clone().with_comment("other").unwrap();
    assert!(other.same_key(&key) && other != key);
    assert!(key.with_comment("a\nb").is_err());
}
