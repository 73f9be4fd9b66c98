//! Public keys in the forms of other programs, both ways.

use super::each;
use super::keys_support::{Files, run_text};
use keyhaven::keys::file_format::PublicFormat;
use keyhaven::keys::import::{read_any, read_public};
use keyhaven::keys::public::PublicKey;
use std::fs;

#[test]
fn every_form_is_read_by_the_programs_and_by_us() {
    let files = Files::new();
    for (kind, key) in each() {
        let public = key.public();
        let bare = public.clone().with_comment("").unwrap();
        let line = public.write(PublicFormat::OpenSsh).unwrap();
        let path = files.write("line.pub", &line);
        let rfc4716 = public.write(PublicFormat::Rfc4716).unwrap();
        assert!(rfc4716.lines().all(|line| line.len() <= 72), "{kind}");
        let rfc_path = files.write("rfc4716.pub", &rfc4716);
        assert_eq!(
            run_text("ssh-keygen", &["-i", "-m", "RFC4716", "-f", &rfc_path]),
            bare.to_line()
        );
        assert_eq!(run_text("puttygen", &[&rfc_path, "-L"]), public.to_line());
        // Both ways with puttygen, which escapes as we do.
        let theirs = run_text("puttygen", &[&path, "-p"]);
        assert_eq!(read_any(&theirs).as_ref(), Ok(&public), "{kind}");
        assert_eq!(read_any(&rfc4716).as_ref(), Ok(&public), "{kind}");
        let pem = public.write(PublicFormat::Pem).unwrap();
        let pem_path = files.write("public.pem", &pem);
        let again = run_text("openssl", &["pkey", "-pubin", "-in", &pem_path]);
        assert_eq!(format!("{again}\n"), pem, "{kind}");
        assert_eq!(read_any(&pem).as_ref(), Ok(&bare), "{kind}");
        if kind != "ssh-ed25519" {
            let theirs = run_text("ssh-keygen", &["-e", "-m", "PKCS8", "-f", &path]);
            assert_eq!(format!("{theirs}\n"), pem, "{kind}");
        }
    }
}

#[test]
fn long_comments_are_read_by_puttygen() {
    let files = Files::new();
    let (_, key) = each().next().unwrap();
    let comment = "x".repeat(255);
    let public = key.public().with_comment(&comment).unwrap();
    let path = files.write("long.pub", public.to_rfc4716());
    assert_eq!(run_text("puttygen", &[&path, "-L"]), public.to_line());
    let bare = run_text("ssh-keygen", &["-i", "-m", "RFC4716", "-f", &path]);
    assert!(public.to_line().starts_with(&bare));
    assert_eq!(read_public(&public.to_rfc4716()), Ok(public));
}

#[test]
fn kinds_without_a_form_say_so() {
    for name in [
        "keys/sk-ed25519.pub",
        "keys/sk-ecdsa.pub",
        "keys/future.pub",
    ] {
        let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        let key = PublicKey::parse_line(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(key.write(PublicFormat::Pem), None);
        let rfc4716 = key.write(PublicFormat::Rfc4716).unwrap();
        assert_eq!(read_any(&rfc4716), Ok(key));
    }
}
