//! Key pairs of Nova's type x509, read by openssl.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../keys_support/mod.rs"]
mod keys_support;

use keyhaven::keys::file_format::CertificateFormat;
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{CertifiedKey, PrivateKey, WriteError};
use keyhaven::keys::windows_user::WindowsUser;
use keyhaven::keys::x509::X509Certificate;
use keys_support::{Files, make, output, pem_body, run, run_text, secret};

/// 2026-11-24T12:00:00Z
const NOW: u64 = 1_795_521_600;
const PASSPHRASES: [Option<&str>; 3] = [None, Some("correct horse"), Some("größer 🐴 \\ 漢字")];

fn certified(user: &str) -> CertifiedKey {
    let user = WindowsUser::parse(user).unwrap();
    CertifiedKey::new(make(KeyType::Rsa3072, ""), user, NOW).unwrap()
}

/// What openssl takes as a passphrase from a file: `file:` and its name.
fn from_file(files: &Files, passphrase: Option<&str>) -> String {
    let text = passphrase.unwrap_or_default();
    format!("file:{}", files.write("passphrase", format!("{text}\n")))
}

#[test]
fn openssl_opens_the_pkcs12_file_and_finds_the_key_and_its_certificate() {
    let files = Files::new();
    let key = certified("Administratör@localhost");
    let plain = key.write(CertificateFormat::Pem, None).unwrap();
    let plain_file = files.write("plain.pem", &*plain);
    let same_key = run("openssl", &["pkey", "-in", &plain_file]);
    for passphrase in PASSPHRASES {
        let given = passphrase.map(secret);
        let file = key
            .write(CertificateFormat::Pkcs12, given.as_ref())
            .unwrap();
        let path = files.write("web.pfx", &*file);
        let pass = from_file(&files, passphrase);
        let open = ["pkcs12", "-in", &path, "-passin", &pass, "-noenc"];
        // openssl writes the name in Latin-1.
        let shown = run("openssl", &[&open[..], &["-nokeys"]].concat());
        let shown: String = shown.into_iter().map(char::from).collect();
        assert!(shown.contains("localKeyID: "), "{shown}");
        let name = "friendlyName: Administratör@localhost";
        assert!(shown.contains(name), "{shown}");
        let (_, certificate) = shown.split_at(shown.find("-----BEGIN").unwrap());
        assert_eq!(pem_body(certificate), pem_body(&key.certificate_pem()));
        let bare = run("openssl", &[&open[..], &["-nocerts"]].concat());
        let found = files.write("found.pem", bare);
        assert_eq!(run("openssl", &["pkey", "-in", &found]), same_key);
    }
}

#[test]
fn the_lock_is_strong_and_a_wrong_passphrase_is_noticed() {
    let files = Files::new();
    let file = certified("Admin@localhost")
        .write(CertificateFormat::Pkcs12, Some(&secret("right")))
        .unwrap();
    let path = files.write("web.pfx", &*file);
    let info = ["pkcs12", "-in", &path, "-info", "-noout", "-passin"];
    let said = output("openssl", &[&info[..], &["pass:right"]].concat(), b"", None);
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    for expected in [
        "MAC: sha256, Iteration 150000",
        "PBES2, PBKDF2, AES-256-CBC, Iteration 150000, PRF hmacWithSHA256",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    for wrong in ["pass:wrong", "pass:"] {
        let refused = output("openssl", &[&info[..], &[wrong]].concat(), b"", None);
        assert!(!refused.status.success());
    }
    let mut damaged = file.to_vec();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    files.write("web.pfx", damaged);
    let refused = output("openssl", &[&info[..], &["pass:right"]].concat(), b"", None);
    assert!(!refused.status.success());
}

#[test]
fn the_pem_file_is_the_key_and_the_certificate() {
    let files = Files::new();
    let key = certified("Admin@localhost");
    for passphrase in PASSPHRASES {
        let given = passphrase.map(secret);
        let file = key.write(CertificateFormat::Pem, given.as_ref()).unwrap();
        let path = files.write("web.pem", &*file);
        let pass = from_file(&files, passphrase);
        let public = run_text(
            "openssl",
            &["pkey", "-in", &path, "-passin", &pass, "-pubout"],
        );
        let named = run_text("openssl", &["x509", "-in", &path, "-noout", "-pubkey"]);
        assert_eq!(public, named);
        let ours = PrivateKey::read(&file, given.as_ref()).unwrap();
        assert_eq!(ours.public().bits(), Some(3072));
    }
}

#[test]
fn the_certificate_is_what_winrm_asks_for() {
    let files = Files::new();
    let key = certified("Admin@localhost");
    let path = files.write("web.pem", key.certificate_pem());
    run(
        "openssl",
        &["verify", "-x509_strict", "-CAfile", &path, &path],
    );
    run(
        "openssl",
        &["verify", "-purpose", "sslclient", "-CAfile", &path, &path],
    );
    let text = run_text("openssl", &["x509", "-in", &path, "-noout", "-text"]);
    for expected in [
        "Version: 3 (0x2)",
        "Signature Algorithm: sha256WithRSAEncryption",
        "Issuer: CN = Admin\n",
        "Subject: CN = Admin\n",
        "Not Before: Nov 23 12:00:00 2026 GMT",
        "Not After : Nov 20 12:00:00 2036 GMT",
        "Public-Key: (3072 bit)",
        "TLS Web Client Authentication",
        "othername: UPN::Admin@localhost",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let der = files.write("web.der", pem_body(&key.certificate_pem()));
    let parsed = run_text("openssl", &["asn1parse", "-inform", "DER", "-in", &der]);
    assert!(parsed.contains("OBJECT            :X509v3 Subject Alternative Name"));

    let (ours, public) = X509Certificate::from_pem(&key.certificate_pem()).unwrap();
    assert_eq!(ours.subject, "CN=Admin");
    assert_eq!(ours.issuer, ours.subject);
    assert_eq!(ours.not_before, "2026-11-23T12:00:00Z");
    assert_eq!(ours.not_after, "2036-11-20T12:00:00Z");
    assert_eq!(public.unwrap().bits(), Some(3072));
    let sha1 = run_text(
        "openssl",
        &["x509", "-in", &path, "-noout", "-fingerprint", "-sha1"],
    );
    assert!(sha1.to_lowercase().ends_with(&ours.sha1), "{sha1}");
}

#[test]
fn a_certificate_that_ends_after_2049_has_its_years_in_full() {
    // 2045-01-01
    let late = 2_366_841_600;
    let user = WindowsUser::parse("a@b").unwrap();
    let key = CertifiedKey::new(make(KeyType::Rsa3072, ""), user, late).unwrap();
    let files = Files::new();
    let path = files.write("late.pem", key.certificate_pem());
    let dates = run_text("openssl", &["x509", "-in", &path, "-noout", "-dates"]);
    assert!(
        dates.contains("notBefore=Dec 31 00:00:00 2044 GMT"),
        "{dates}"
    );
    assert!(
        dates.contains("notAfter=Dec 29 00:00:00 2054 GMT"),
        "{dates}"
    );
}

#[test]
fn only_rsa_keys_are_certified_and_no_two_certificates_are_alike() {
    let user = WindowsUser::parse("a@b").unwrap();
    let ed25519 = make(KeyType::Ed25519, "");
    let refused = CertifiedKey::new(ed25519, user, NOW).err();
    assert_eq!(refused, Some(WriteError::NotInThisFormat));
    let serial = || {
        let (certificate, _) =
            X509Certificate::from_pem(&certified("a@b").certificate_pem()).unwrap();
        certificate.serial
    };
    let (one, other) = (serial(), serial());
    assert_ne!(one, other);
    assert_eq!(one.len(), 32);
}
