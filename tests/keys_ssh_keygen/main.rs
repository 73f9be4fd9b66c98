//! Key files go both ways between Keyhaven and `ssh-keygen`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../keys_support/mod.rs"]
mod keys_support;
mod listing;
mod ours;
mod theirs;

use keyhaven::keys::public::PublicKey;
use keys_support::output;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A comment that takes more than ASCII.
const COMMENT: &str = "ada@schlüssel with spaces";

/// Signs with the private key in `folder/key` and verifies with the public one.
fn sign_and_verify(folder: &Path, public: &PublicKey, passphrase: &str) {
    let [file, askpass, answer, allowed, signature] =
        ["key", "askpass", "answer", "allowed", "message.sig"].map(|name| folder.join(name));
    fs::write(&answer, passphrase).unwrap();
    fs::write(&askpass, format!("#!/bin/sh\ncat '{}'\n", answer.display())).unwrap();
    fs::set_permissions(&askpass, Permissions::from_mode(0o700)).unwrap();
    let message = folder.join("message");
    fs::write(&message, "to be signed").unwrap();
    let path = |file: &Path| file.to_str().unwrap().to_owned();
    let arguments = [
        "-Y".into(),
        "sign".into(),
        "-n".into(),
        "test".into(),
        "-f".into(),
        path(&file),
        path(&message),
    ];
    let signed = output("ssh-keygen", &arguments, b"", Some(&askpass));
    assert!(
        signed.status.success(),
        "{}",
        String::from_utf8_lossy(&signed.stderr)
    );
    fs::write(&allowed, format!("ada {}\n", public.to_line())).unwrap();
    let verify = |message: &[u8]| {
        let [allowed, signature] = [path(&allowed), path(&signature)];
        let arguments = [
            "-Y", "verify", "-n", "test", "-I", "ada", "-f", &allowed, "-s", &signature,
        ];
        output("ssh-keygen", &arguments, message, None)
            .status
            .success()
    };
    assert!(verify(b"to be signed"));
    assert!(!verify(b"something else"));
}
