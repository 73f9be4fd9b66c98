//! What Nova takes for a public key, and the fingerprint that it computes.

use super::keys::*;
use super::{NEWEST, import, path_of, token, wipe};
use crate::ask::Session;
use reqwest::Method;
use serde_json::json;

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let line = ED25519.trim_end();
    let blob = line.split(' ').nth(1).unwrap();
    let with_comment = |comment: &str| format!("ssh-ed25519 {blob} {comment}");
    for (label, key) in [
        ("ed25519", ED25519.to_owned()),
        ("rsa-2048", RSA.to_owned()),
        ("ecdsa-256", ECDSA_256.to_owned()),
        ("ecdsa-384", ECDSA_384.to_owned()),
        ("ecdsa-521", ECDSA_521.to_owned()),
        ("dsa-1024", DSA.to_owned()),
        ("sk-ed25519", SK_ED25519.to_owned()),
        ("sk-ecdsa", SK_ECDSA.to_owned()),
        ("no-comment", format!("ssh-ed25519 {blob}")),
        ("trailing-space", format!("ssh-ed25519 {blob} ")),
        ("no-final-newline", line.to_owned()),
        ("two-newlines", format!("{line}\n\n")),
        ("crlf", format!("{line}\r\n")),
        ("leading-space", format!(" {line}")),
        ("leading-newline", format!("\n{line}")),
        ("tabs", line.replace(' ', "\t")),
        ("two-spaces", line.replacen(' ', "  ", 1)),
        (
            "two-spaces-before-comment",
            format!("ssh-ed25519 {blob}  x"),
        ),
        ("comment-spaces", with_comment("my laptop key")),
        ("comment-html", with_comment("<img src=x onerror=alert(1)>")),
        ("comment-latin", with_comment("café")),
        ("comment-cjk", with_comment("日本")),
        ("comment-emoji", with_comment("🔑")),
        ("comment-nul", with_comment("a\0b")),
        ("two-keys", format!("{ED25519}{RSA}")),
        (
            "wrapped",
            format!("ssh-ed25519 {}\n{}", &blob[..30], &blob[30..]),
        ),
        ("options", format!("no-pty {line}")),
        ("wrong-type", format!("ssh-rsa {blob} x")),
        ("unknown-type", format!("ssh-ed448 {blob} x")),
        ("upper-case-type", format!("SSH-ED25519 {blob} x")),
        (
            "truncated",
            format!("ssh-ed25519 {} x", &blob[..blob.len() - 8]),
        ),
        ("no-padding", RSA.replace("= ", " ")),
        ("type-only", "ssh-ed25519".to_owned()),
        ("rfc4716", RSA_RFC4716.to_owned()),
        ("private", PRIVATE.to_owned()),
        ("x509-as-ssh", X509.to_owned()),
        ("empty", String::new()),
        ("space", " ".to_owned()),
        ("dsa-word", "ssh-dss AAAAB3NzaC1kc3M= x".to_owned()),
        (
            "64k-less",
            with_comment(&"c".repeat(65_535 - blob.len() - 13)),
        ),
        (
            "64k-more",
            with_comment(&"c".repeat(65_536 - blob.len() - 13)),
        ),
        ("100k", with_comment(&"c".repeat(100_000))),
    ] {
        let ask = import(
            session,
            &alice,
            NEWEST,
            json!({ "name": "shape", "public_key": key }),
        );
        let answer = session.probe(&format!("shapes/{label}"), ask).await;
        if answer.status == 201 {
            let stored = answer.json()["keypair"]["public_key"] == key;
            assert!(stored, "{label}: another key came back");
            let ask = session
                .compute(Method::DELETE, &path_of("shape"))
                .token(&alice);
            session.send(ask).await;
        }
    }
    for (label, key) in [
        ("certificate", X509.to_owned()),
        ("ssh-key", ED25519.to_owned()),
        ("empty", String::new()),
        ("broken", X509.replace("MII", "AAA")),
        ("twice", format!("{X509}{X509}")),
        ("no-final-newline", X509.trim_end().to_owned()),
    ] {
        let body = json!({ "name": "x509", "type": "x509", "public_key": key });
        let ask = import(session, &alice, NEWEST, body);
        session.probe(&format!("shapes/x509/{label}"), ask).await;
        wipe(session, &alice).await;
    }
}
