//! Files that are no keys.

use super::{LINE, error, fixture, told};
use keyhaven::keys::identify::FileKind;

#[test]
fn other_files_are_named_and_refused() {
    let jwk = "{ \"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";
    for (bytes, format) in [
        (&b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"[..], "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "zip"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF", "pgp"),
        (b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF", "pgp"),
        (b"\x99\x01\x0d\x04\x5e\0\0\0\x01\x08", "pgp"),
        (
            b"AGE-SECRET-KEY-1QQPQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ\n",
            "age",
        ),
        (
            b"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n",
            "age",
        ),
        (b"age-encryption.org/v1\n-> X25519 abc\n", "age"),
        (jwk.as_bytes(), "jwk"),
        (
            b"apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    server: https://k\n",
            "kubeconfig",
        ),
        (
            b"[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n",
            "wireguard",
        ),
        (
            b"untrusted comment: minisign public key\nRWQf6LRCGA9i5\n",
            "signify",
        ),
        (b"clouds:\n  demo:\n    auth:\n", "clouds.yaml"),
        (b"#!/bin/sh\nexport OS_AUTH_URL=https://x\n", "openrc"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"Host web\n  IdentityFile ~/.ssh/id_rsa\n", "ssh-config"),
        (b"SSHKRL\n\0\0\0\0\x01", "krl"),
        (b"\xfe\xed\xfe\xed\0\0\0\x02", "jks"),
        (b"SQLite format 3\0\x10\0", "sqlite"),
        (b"\x7fELF\x02\x01\x01", "elf"),
    ] {
        let found = told(bytes);
        assert_eq!(
            (found.kind, found.format.as_deref()),
            (FileKind::Other, Some(format))
        );
        assert_eq!(error(&found), "not-a-key", "{format}");
        let message = found.error.unwrap().message;
        assert!(
            message.starts_with("This is a") && message.ends_with("not a key for SSH."),
            "{message}"
        );
    }
    let private = format!("{jwk}, \"d\": \"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\" }}");
    assert_eq!(told(private).format.as_deref(), Some("jwk"));
    for (file, format) in [
        ("bundle.p12", "pkcs12"),
        ("signature.sig", "sshsig"),
        ("request.pem", "csr"),
    ] {
        let found = told(fixture(&format!("formats/{file}")));
        assert_eq!(
            (found.kind, found.format.as_deref()),
            (FileKind::Other, Some(format))
        );
    }
}

#[test]
fn nothing_and_noise() {
    for (bytes, code) in [
        (&b""[..], "empty"),
        (b" \r\n\t", "empty"),
        (b"# only a comment\n", "empty"),
        (b"hello", "not-a-key"),
        (b"\0\0\0\0", "not-a-key"),
        (b"https://github.com/ada.keys", "not-a-key"),
        (
            b"SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ",
            "not-a-key",
        ),
    ] {
        let found = told(bytes);
        assert_eq!(
            (found.kind, error(&found)),
            (FileKind::Other, code),
            "{bytes:?}"
        );
    }
}

/// 50 MB are told in no time, by how they begin, and not searched.
#[test]
fn large_files_are_not_searched() {
    let mut state = 1u32;
    let noise: Vec<u8> = (0..50_000_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    let with_start = |start: &[u8]| {
        let mut bytes = noise.clone();
        bytes[..start.len()].copy_from_slice(start);
        bytes
    };
    for (bytes, format, code) in [
        (with_start(b"\0"), None, "too-large"),
        (with_start(b"%PDF-1.4\n"), Some("pdf"), "not-a-key"),
        (with_start(LINE.as_bytes()), None, "too-large"),
        (
            with_start(b"-----BEGIN RSA PRIVATE KEY-----\n"),
            None,
            "too-large",
        ),
    ] {
        let found = told(&bytes);
        assert_eq!((found.format.as_deref(), error(&found)), (format, code));
    }
    // The largest that is searched.
    assert_eq!(error(&told(&noise[..1024 * 1024])), "not-a-key");
}
