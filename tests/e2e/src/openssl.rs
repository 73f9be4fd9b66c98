//! openssl, as far as the tests ask it about files with certificates.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn openssl(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is needed for this test");
    // A program that does not read its input closes the pipe early.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The part of a PKCS#12 or PEM file between the lines with `label`, these included.
fn block(file: &Path, passphrase: &str, label: &str) -> String {
    let path = file.to_str().unwrap();
    let pass = format!("pass:{passphrase}");
    let text = match path.ends_with(".pfx") {
        true => openssl(&["pkcs12", "-in", path, "-passin", &pass, "-noenc"], ""),
        false => std::fs::read_to_string(file).unwrap(),
    };
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let from = text.find(&begin).unwrap();
    let to = text.find(&end).unwrap() + end.len();
    text[from..to].to_owned()
}

/// The certificate in a PKCS#12 or PEM file, in PEM.
pub fn certificate(file: &Path, passphrase: &str) -> String {
    block(file, passphrase, "CERTIFICATE")
}

/// The public half of the private key in a PKCS#12 or open PEM file.
pub fn key_of(file: &Path, passphrase: &str) -> String {
    openssl(
        &["pkey", "-pubout"],
        &block(file, passphrase, "PRIVATE KEY"),
    )
}

/// The key that a certificate names.
pub fn key_of_certificate(pem: &str) -> String {
    openssl(&["x509", "-noout", "-pubkey"], pem)
}

/// Everything that a certificate says, as text.
pub fn text(pem: &str) -> String {
    openssl(&["x509", "-noout", "-text"], pem)
}
