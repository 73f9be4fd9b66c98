//! Public keys: one, several, with and without what stands around them.

use super::{LINE, error, fingerprints, fixture, problems, told};
use base64ct::Encoding;
use keyhaven::keys::identify::FileKind;
use keyhaven::keys::public::PublicKey;

#[test]
fn every_form_of_one_key() {
    let text = |name: &str| String::from_utf8(fixture(&format!("formats/{name}"))).unwrap();
    let line = text("rsa-2048.pub");
    let key = PublicKey::parse_line(&line).unwrap();
    let latin1: Vec<u8> = [line.trim_end().as_bytes(), b"@m\xfcller\n"].concat();
    let (start, end) = line.split_at(200);
    for (bytes, format) in [
        (line.clone().into_bytes(), "openssh"),
        (
            format!("\u{feff}\t {}\r\n", line.trim_end().replace(' ', "\t ")).into_bytes(),
            "openssh",
        ),
        (format!("{start}\r\n{end}").into_bytes(), "openssh"),
        (latin1, "openssh"),
        (text("rsa-2048-rfc4716.pub").into_bytes(), "rfc4716"),
        (text("rsa-2048-spki.pem").into_bytes(), "pkcs8"),
    ] {
        let found = told(&bytes);
        assert_eq!((found.kind, error(&found)), (FileKind::Public, "-"));
        assert_eq!(found.format.as_deref(), Some(format));
        assert_eq!((found.bits, found.encrypted), (Some(2048), None));
        assert_eq!(fingerprints(&found), [key.sha256()]);
    }
    let latin1 = told([line.trim_end().as_bytes(), b"@m\xfcller\n"].concat());
    assert_eq!(latin1.comment.as_deref(), Some("rsa-2048@müller"));
    let der = told(super::keys_support::pem_body(&text("ecdsa-384-spki.pem")));
    assert_eq!(
        (der.format.as_deref(), der.bits),
        (Some("pkcs8"), Some(384))
    );
}

#[test]
fn all_keys_of_a_file_are_told() {
    let names = ["ed25519-256", "ecdsa-521", "dsa-1024", "sk-ecdsa"];
    let lines: Vec<String> = names
        .iter()
        .map(|name| String::from_utf8(fixture(&format!("formats/{name}.pub"))).unwrap())
        .collect();
    let expected: Vec<String> = lines
        .iter()
        .map(|line| PublicKey::parse_line(line).unwrap().sha256())
        .collect();
    let options = "from=\"10.0.0.0/8\",command=\"echo \\\"hi there\\\"\",no-pty";
    let text = format!(
        "# my keys\r\n\r\n{}{options} {}  {}not a key\n{}",
        lines[0], lines[1], lines[2], lines[3]
    );
    let found = told(&text);
    assert_eq!((found.kind, error(&found)), (FileKind::Public, "-"));
    assert_eq!(found.format.as_deref(), Some("authorized_keys"));
    assert_eq!(fingerprints(&found), expected);
    assert_eq!(found.keys[1].options, options);
    assert_eq!(
        problems(&found),
        ["dsa", "several-keys", "options", "unread-lines"]
    );
    assert_eq!(found.algorithm.as_deref(), Some("ssh-ed25519"));
    let hosts = format!("web.example,10.0.0.1 {}|1|abc=|def= {}", lines[0], lines[1]);
    let found = told(&hosts);
    assert_eq!(found.format.as_deref(), Some("known_hosts"));
    assert_eq!(fingerprints(&found), expected[..2]);
    let found = told(format!("@cert-authority *.example {}", lines[0]));
    assert_eq!(found.keys[0].options, "@cert-authority *.example");
    let one = told(format!("restrict,pty {LINE}"));
    assert_eq!(
        (one.format.as_deref(), problems(&one)),
        (Some("authorized_keys"), vec!["options"])
    );
}

/// Names may be anybody's: the base64 repeats them.
#[test]
fn a_kind_of_anybodys_is_told() {
    let blob = [&[0, 0, 0, 10][..], b"x@home.org", &[0, 0, 0, 1, 7]].concat();
    let line = format!("x@home.org {} mine", base64ct::Base64::encode_string(&blob));
    let found = told(&line);
    assert_eq!(
        (found.kind, found.algorithm.as_deref()),
        (FileKind::Public, Some("x@home.org"))
    );
    assert_eq!(problems(&found), ["unknown-kind"]);
}

#[test]
fn hundreds_of_keys_are_read() {
    let text = format!("{LINE}\n").repeat(3000);
    let found = told(&text);
    assert_eq!((found.keys.len(), error(&found)), (3000, "-"));
}

#[test]
fn broken_keys_say_how() {
    for (text, code) in [
        (LINE[..60].to_owned(), "truncated"),
        (LINE.replace("AAAAIOMqq", "AAAAIOMq!"), "damaged"),
        (LINE.replacen("ssh-ed25519", "ssh-rsa", 1), "type-mismatch"),
        (
            "-----BEGIN PUBLIC KEY-----\nMAAA\n-----END PUBLIC KEY-----\n".to_owned(),
            "damaged",
        ),
        (
            "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA".to_owned(),
            "truncated",
        ),
    ] {
        let found = told(&text);
        assert_eq!(
            (found.kind, error(&found)),
            (FileKind::Public, code),
            "{text}"
        );
    }
}

#[test]
fn keys_of_ssh_1_are_told() {
    let found = told(fixture("formats/ssh1.pub"));
    assert_eq!(
        (found.kind, error(&found)),
        (FileKind::Public, "unsupported-format")
    );
    assert_eq!(
        (found.format.as_deref(), found.bits),
        (Some("ssh1"), Some(1024))
    );
    assert_eq!(found.comment.as_deref(), Some("the first version"));
}
