//! Which public keys are taken, and with which fingerprint: ssh-keygen and openssl are the judges.

use std::path::Path;
use std::process::Command;

use reqwest::StatusCode;
use serde_json::json;

use crate::client::{Client, KEY, KEY_MD5, Reply, cloud};

/// Runs a tool, which must succeed, and gives its output.
pub fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The MD5 fingerprint that ssh-keygen gives a public key.
pub fn md5_by_ssh_keygen(public_key: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pub");
    std::fs::write(&file, public_key).unwrap();
    let line = run("ssh-keygen", &["-lE", "md5", "-f", file.to_str().unwrap()]);
    let print = line.split_whitespace().nth(1).unwrap();
    print.strip_prefix("MD5:").unwrap().to_owned()
}

/// A fresh public key, and its private file beside it.
fn fresh(folder: &Path, kind: &str, bits: &str) -> String {
    let file = folder.join(format!("{kind}-{bits}"));
    let path = file.to_str().unwrap();
    let mut arguments = vec!["-q", "-t", kind, "-N", "", "-C", "alice@laptop", "-f", path];
    if !bits.is_empty() {
        arguments.extend(["-b", bits]);
    }
    run("ssh-keygen", &arguments);
    std::fs::read_to_string(file.with_extension("pub")).unwrap()
}

fn assert_taken(reply: &Reply, public_key: &str, fingerprint: &str) {
    assert_eq!(
        reply.status,
        StatusCode::CREATED,
        "{public_key:?} {reply:?}"
    );
    assert_eq!(
        reply.json()["keypair"]["fingerprint"],
        fingerprint,
        "{public_key:?}"
    );
    // Kept byte for byte.
    assert_eq!(reply.json()["keypair"]["public_key"], public_key);
}

#[tokio::test]
async fn keys_of_every_type_get_ssh_keygens_fingerprint() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let folder = tempfile::tempdir().unwrap();
    for (kind, bits) in [
        ("ed25519", ""),
        ("rsa", "1024"),
        ("rsa", "2048"),
        ("ecdsa", "256"),
        ("ecdsa", "384"),
        ("ecdsa", "521"),
    ] {
        let key = fresh(folder.path(), kind, bits);
        let reply = alice.import(&format!("{kind}{bits}"), &key).await;
        assert_taken(&reply, &key, &md5_by_ssh_keygen(&key));
    }
    assert_eq!(md5_by_ssh_keygen(KEY), KEY_MD5);
}

#[tokio::test]
async fn a_certificate_is_taken_for_a_key() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fresh(folder.path(), "ed25519", "");
    fresh(folder.path(), "rsa", "2048");
    for (authority, subject) in [("rsa-2048", "ed25519-"), ("ed25519-", "rsa-2048")] {
        let subject_file = path(&format!("{subject}.pub"));
        run(
            "ssh-keygen",
            &[
                "-q",
                "-s",
                &path(authority),
                "-I",
                "id",
                "-n",
                "alice",
                &subject_file,
            ],
        );
        let certificate = std::fs::read_to_string(path(&format!("{subject}-cert.pub"))).unwrap();
        let reply = alice.import(subject, &certificate).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        let damaged =
            certificate.replacen("cert-v01@openssh.com AAAA", "cert-v01@openssh.com BAAA", 1);
        assert_refused(&alice.import("damaged", &damaged).await);
    }
}

/// The type and the base64 of the known key.
fn parts() -> (&'static str, &'static str) {
    let mut words = KEY.split_whitespace();
    (words.next().unwrap(), words.next().unwrap())
}

#[tokio::test]
async fn odd_shapes_that_are_taken() {
    const OF_NOTHING: &str = "d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e";
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let (kind, body) = parts();
    // A security key's public half: the wire format of PROTOCOL.u2f around the same 32 bytes.
    let security = "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5QAAAABHNzaDo= alice@yubikey\n";
    let security_md5 = md5_by_ssh_keygen(security);
    for (index, (key, fingerprint)) in [
        (format!("{kind} {body}\n"), KEY_MD5),
        (format!("{kind} {body} alice@laptop"), KEY_MD5),
        (format!("{kind} {body} alice@laptop\r\n"), KEY_MD5),
        (format!("{kind} {body} my laptop key"), KEY_MD5),
        (
            format!("{kind} {body} <img src=x onerror=alert(1)>"),
            KEY_MD5,
        ),
        (format!("{kind} {body} café 日本"), KEY_MD5),
        (format!("{kind} {body} a\n{kind} {body} b\n"), KEY_MD5),
        (format!("{kind} {body} {}", "c".repeat(16_384)), KEY_MD5),
        (format!("{kind}  {body} alice@laptop\n"), OF_NOTHING),
        (security.to_owned(), &security_md5),
    ]
    .into_iter()
    .enumerate()
    {
        assert_taken(
            &alice.import(&format!("k{index}"), &key).await,
            &key,
            fingerprint,
        );
    }
}

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{reply:?}");
    let message = "Keypair data is invalid: failed to generate fingerprint";
    assert_eq!(reply.fault("badRequest"), message);
}

#[tokio::test]
async fn shapes_that_are_refused() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let (kind, body) = parts();
    let (front, back) = body.split_at(30);
    // An ECDSA key whose point has been moved off its curve.
    let folder = tempfile::tempdir().unwrap();
    let ecdsa = fresh(folder.path(), "ecdsa", "256");
    let ecdsa_body = ecdsa.split(' ').nth(1).unwrap();
    let last = ecdsa_body.len() - 4;
    let off_curve = format!("ecdsa-sha2-nistp256 {}AAA= x", &ecdsa_body[..last]);
    for key in [
        String::new(),
        " ".to_owned(),
        "ssh-rsa nonsense".to_owned(),
        kind.to_owned(),
        format!(" {KEY}"),
        format!("\n{KEY}"),
        format!("{kind}\t{body}\talice@laptop\n"),
        format!("{kind} {front}\n{back}"),
        format!("no-pty {KEY}"),
        format!("ssh-rsa {body} x\n"),
        format!("{kind} {} x", &body[..60]),
        format!("{kind} {body}AAAA x"),
        "ssh-dss AAAAB3NzaC1kc3M= x".to_owned(),
        format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"x\"\n{body}\n---- END SSH2 PUBLIC KEY ----\n"
        ),
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n"
            .to_owned(),
        off_curve,
    ] {
        eprintln!("{key:?}");
        assert_refused(&alice.import("bad", &key).await);
    }
    assert_eq!(alice.names("").await, [""; 0]);
}

#[tokio::test]
async fn what_the_database_cannot_hold_is_a_500_and_what_is_too_long_a_413() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let (kind, body) = parts();
    let sized = |bytes: usize| {
        let start = format!("{kind} {body} ");
        format!("{start}{}", "c".repeat(bytes - start.len()))
    };
    let unexpected =
        "Unexpected API Error. Please contact the administrator\n<class 'oslo_db.exception.";
    assert_eq!(
        alice.import("fits", &sized(65_535)).await.status,
        StatusCode::CREATED
    );
    for key in [sized(65_536), sized(100_081)] {
        let reply = alice.import("big", &key).await;
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            reply.fault("computeFault"),
            format!("{unexpected}DBDataError'>")
        );
    }
    let reply = alice
        .import("emoji", &format!("{kind} {body} café 🔑"))
        .await;
    assert_eq!(
        reply.fault("computeFault"),
        format!("{unexpected}DBError'>")
    );
    let reply = alice.import("huge", &sized(120_081)).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=UTF-8")
    );
    assert!(
        reply
            .text
            .contains("Larger than max_request_body_size (%s).")
    );
    assert_eq!(alice.names("").await, ["fits"]);
}

#[tokio::test]
async fn an_x509_pair_is_known_by_the_sha1_of_its_certificate() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cert.pem");
    let key = folder.path().join("key.pem");
    let (file, key) = (file.to_str().unwrap(), key.to_str().unwrap());
    run(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            file,
            "-subj",
            "/CN=alice",
            "-days",
            "30",
        ],
    );
    let certificate = std::fs::read_to_string(file).unwrap();
    let line = run(
        "openssl",
        &["x509", "-in", file, "-noout", "-fingerprint", "-sha1"],
    );
    let sha1 = line.trim().split('=').nth(1).unwrap().to_lowercase();

    let import = |name: &'static str, public_key: String| {
        alice.create(json!({ "name": name, "type": "x509", "public_key": public_key }))
    };
    let reply = import("cert", certificate.clone()).await;
    assert_taken(&reply, &certificate, &sha1);
    assert_eq!(reply.json()["keypair"]["type"], "x509");
    let list = alice.get("/os-keypairs").await.json();
    assert_eq!(list["keypairs"][0]["keypair"]["type"], "x509");

    let reply = import("bad", KEY.to_owned()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        reply.fault("badRequest"),
        "Keypair data is invalid: failed to generate X509 fingerprint. Error message: Unable to load PEM file. \
         See https://cryptography.io/en/latest/faq/#why-can-t-i-import-my-pem-file for more details. \
         MalformedFraming"
    );
    assert_refused(&alice.import("bad", &certificate).await);
}
