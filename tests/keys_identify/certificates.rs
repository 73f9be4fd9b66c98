//! Certificates, OpenSSH's and X.509's: what stands in them is what ssh-keygen and openssl show.

use super::keys_support::{Files, run, run_text, ssh_keygen};
use super::{error, fingerprints, fixture, told};
use keyhaven::keys::identify::FileKind;
use keyhaven::keys::import::{ImportError, read_public};
use keyhaven::keys::public::PublicKey;
use keyhaven::keys::x509::{X509Certificate, X509Error};
use std::fs;

fn line(name: &str) -> PublicKey {
    let text = String::from_utf8(fixture(&format!("formats/{name}.pub"))).unwrap();
    PublicKey::parse_line(&text).unwrap()
}

#[test]
fn an_openssh_certificate_is_taken_apart() {
    let bytes = fixture("formats/user-cert.pub");
    let found = told(&bytes);
    assert_eq!((found.kind, error(&found)), (FileKind::Certificate, "-"));
    assert_eq!(
        found.algorithm.as_deref(),
        Some("ssh-ed25519-cert-v01@openssh.com")
    );
    assert_eq!(fingerprints(&found), [line("ed25519-256").sha256()]);
    let certificate = found.certificate.unwrap();
    assert_eq!((certificate.host, certificate.serial), (false, 42));
    assert_eq!(certificate.key_id, "ada at work");
    assert_eq!(certificate.principals, ["ada", "root"]);
    // 2026-01-01 and 2036-01-01, midnight UTC.
    assert_eq!(
        (certificate.valid_after, certificate.valid_before),
        (1_767_225_600, 2_082_758_400)
    );
    assert_eq!(certificate.ca_sha256, line("rsa-2048").sha256());
    assert_eq!(
        certificate.critical_options,
        [("force-command".into(), "uptime".into())]
    );
    assert_eq!(certificate.extensions, ["permit-pty"]);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(read_public(&text), Err(ImportError::Certificate));
    let host = told(fixture("formats/host-cert.pub")).certificate.unwrap();
    assert_eq!(
        (host.host, host.serial, host.valid_before),
        (true, 0, u64::MAX)
    );
    assert_eq!(host.principals, ["web.example"]);
}

#[test]
fn certificates_of_every_kind_are_read() {
    let files = Files::new();
    let authority = ssh_keygen(&files, "ca", "ecdsa", "256", "ca");
    for (kind, bits) in [
        ("ed25519", "256"),
        ("rsa", "1024"),
        ("ecdsa", "521"),
        ("dsa", "1024"),
    ] {
        let path = ssh_keygen(&files, kind, kind, bits, "note");
        run(
            "ssh-keygen",
            &["-q", "-s", &authority, "-I", "id", &format!("{path}.pub")],
        );
        let certificate = format!("{path}-cert.pub");
        let found = told(fs::read(&certificate).unwrap());
        let listed = run_text("ssh-keygen", &["-l", "-f", &certificate]);
        assert!(
            listed.starts_with(&format!(
                "{} {} ",
                found.bits.unwrap(),
                fingerprints(&found)[0]
            )),
            "{listed}"
        );
        assert_eq!(found.comment.as_deref(), Some("note"));
        let shown = run_text("ssh-keygen", &["-L", "-f", &certificate]);
        let authority = found.certificate.unwrap().ca_sha256;
        assert!(
            shown.contains(&format!("Signing CA: ECDSA {authority}")),
            "{shown}"
        );
    }
    for name in ["sk-ed25519", "sk-ecdsa"] {
        let path = files.write(
            &format!("{name}.pub"),
            fixture(&format!("formats/{name}.pub")),
        );
        run("ssh-keygen", &["-q", "-s", &authority, "-I", "id", &path]);
        let found = told(files.read(&format!("{name}-cert.pub")));
        assert_eq!(fingerprints(&found), [line(name).sha256()]);
        assert!(found.certificate.is_some());
    }
    let cut = String::from_utf8(fixture("formats/user-cert.pub")).unwrap();
    let cut = told(format!(
        "{} {}",
        cut.split(' ').next().unwrap(),
        &cut.split(' ').nth(1).unwrap()[..400]
    ));
    assert_eq!((cut.kind, error(&cut)), (FileKind::Certificate, "damaged"));
}

fn by_openssl(path: &str, form: &str, what: &[&str]) -> String {
    let start = ["x509", "-in", path, "-inform", form, "-noout"];
    run_text("openssl", &[&start[..], what].concat())
}

#[test]
fn an_x509_certificate_is_taken_apart() {
    let folder = format!("{}/tests/fixtures/formats", env!("CARGO_MANIFEST_DIR"));
    for (name, form, key_type, bits) in [
        ("rsa-2048.crt", "PEM", "RSA", 2048),
        ("ecdsa-384-crt.der", "DER", "ECDSA P-384", 384),
    ] {
        let path = format!("{folder}/{name}");
        let found = told(fs::read(&path).unwrap());
        assert_eq!(
            (found.kind, found.format.as_deref()),
            (FileKind::Certificate, Some("x509"))
        );
        let x509 = found.x509.clone().unwrap();
        assert_eq!((&*x509.key_type, x509.bits), (key_type, Some(bits)));
        for (digest, ours) in [("-sha1", &x509.sha1), ("-sha256", &x509.sha256)] {
            let theirs = by_openssl(&path, form, &["-fingerprint", digest]);
            let theirs = theirs.split('=').nth(1).unwrap().to_lowercase();
            assert_eq!(*ours, theirs);
        }
        let date = |what| by_openssl(&path, form, &[what, "-dateopt", "iso_8601"]);
        let shown = |date: &str| date.replace('T', " ");
        assert!(date("-startdate").ends_with(&shown(&x509.not_before)));
        assert!(date("-enddate").ends_with(&shown(&x509.not_after)));
        let serial = by_openssl(&path, form, &["-serial"]).to_lowercase();
        assert_eq!(serial, format!("serial={}", x509.serial));
        let key = by_openssl(&path, form, &["-pubkey"]);
        assert_eq!(format!("{key}\n"), found.keys[0].key.to_pem().unwrap());
    }
    let rsa = told(fixture("formats/rsa-2048.crt"));
    let subject = "C=NL, O=Example\\, Inc., CN=web, emailAddress=a@web.example";
    assert_eq!(rsa.x509.as_ref().unwrap().subject, subject);
    assert_eq!(fingerprints(&rsa), [line("rsa-2048").sha256()]);
}

#[test]
fn damaged_certificates_are_told() {
    let der = fixture("formats/ecdsa-384-crt.der");
    for end in 0..der.len() {
        assert!(X509Certificate::from_der(&der[..end]).is_err());
    }
    let text = String::from_utf8(fixture("formats/rsa-2048.crt")).unwrap();
    let cut = text.split("-----END").next().unwrap();
    assert_eq!(
        X509Certificate::from_pem(cut).err(),
        Some(X509Error::Damaged)
    );
    let found = told(cut);
    assert_eq!(
        (found.kind, error(&found)),
        (FileKind::Certificate, "damaged")
    );
    assert_eq!(
        X509Certificate::from_pem("hello").err(),
        Some(X509Error::NotACertificate)
    );
}
