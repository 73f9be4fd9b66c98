//! openssl, as far as the tests ask it about files with certificates, or to serve with one.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

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

/// `text` encrypted to an RSA public key in PEM as Windows servers do it (PKCS#1 v1.5), in base64.
pub fn encrypted(public_pem: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (key, out) = (path("key.pem"), path("out"));
    std::fs::write(&key, public_pem).unwrap();
    let padding = ["-pkeyopt", "rsa_padding_mode:pkcs1"];
    let files = ["-pubin", "-inkey", &key, "-out", &out];
    openssl(
        &[&["pkeyutl", "-encrypt"][..], &files, &padding].concat(),
        text,
    );
    openssl(&["base64", "-A", "-in", &out], "")
}

/// Everything that a certificate says, as text.
pub fn text(pem: &str) -> String {
    openssl(&["x509", "-noout", "-text"], pem)
}

/// `openssl s_server` with a certificate that nobody has signed but itself, for 127.0.0.1. It answers each request with
/// a page about the connection.
pub struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    /// Starts one on a free port and waits until it listens.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (key, certificate) = (path("key.pem"), path("certificate.pem"));
        let kind = [
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ];
        let whom = [
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
        ];
        let files = ["-keyout", &key, "-out", &certificate];
        openssl(&[&kind[..], &whom, &files].concat(), "");
        let mut process = Command::new("openssl")
            .args(["s_server", "-www", "-accept", "127.0.0.1:0"])
            .args(["-key", &key, "-cert", &certificate])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is needed for this test");
        let stdout = process.stdout.take().unwrap();
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.by_ref().find_map(|line| {
            line.strip_prefix("ACCEPT ")?
                .rsplit(':')
                .next()?
                .parse()
                .ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            port: port.expect("openssl s_server listens"),
            folder,
        }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The file of its certificate, in PEM.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
