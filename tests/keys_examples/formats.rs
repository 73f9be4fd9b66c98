//! `keygen` writes every format, and `inspect` tells it.

use super::keys_support::run_text;
use super::{inspect, output};
use serde_json::{Value, json};
use std::fs;
use tempfile::tempdir;

#[test]
fn keygen_writes_every_format_and_converts_back() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (format, told) in [
        ("openssh", "openssh"),
        ("pkcs8", "pkcs8"),
        ("pem", "sec1"),
        ("ppk", "ppk"),
        ("ppk2", "ppk2"),
    ] {
        let (made, back) = (path(format), path(&format!("{format}-back")));
        let more = ["--kdf", "scrypt", "--cipher", "aes256-gcm@openssh.com"];
        let make = [
            "--type",
            "ecdsa-p256",
            "--format",
            format,
            "--passphrase",
            "öpen",
            "--comment",
            "ada",
            "--out",
            &made,
        ];
        let output = output("keygen", &[&make[..], &more].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        let weak = ["pem", "ppk2"].contains(&format);
        assert_eq!(said.contains("weak"), weak, "{format}: {said}");
        let report = &inspect(&["--passphrase", "öpen", &made])[0];
        assert_eq!(
            (&report["format"], &report["error"]),
            (&json!(told), &Value::Null)
        );
        assert_eq!(report["encrypted"], true);
        let comment = if format.starts_with('p') && !format.starts_with("ppk") {
            ""
        } else {
            "ada"
        };
        assert_eq!(report["comment"], comment, "{format}");
        let convert = ["--from", &made, "--from-passphrase", "öpen", "--out", &back];
        assert!(super::output("keygen", &convert).status.success());
        let line = fs::read_to_string(format!("{made}.pub")).unwrap();
        let shown = run_text("ssh-keygen", &["-y", "-P", "", "-f", &back]);
        assert!(
            line.starts_with(&shown) || shown == line.trim_end(),
            "{format}"
        );
    }
    let refused = [
        "--type",
        "ed25519",
        "--format",
        "pem",
        "--out",
        &path("none"),
    ];
    let refused = output("keygen", &refused);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!folder.path().join("none").exists());
    let cautious = [
        "--type",
        "ed25519",
        "--format",
        "pkcs8",
        "--out",
        &path("ed25519"),
    ];
    let cautious = output("keygen", &cautious);
    assert!(
        String::from_utf8(cautious.stderr)
            .unwrap()
            .contains("OpenSSH 9.6")
    );
}
