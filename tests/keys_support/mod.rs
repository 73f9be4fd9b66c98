//! Running other programs on key files. A program that is missing fails the test.
#![allow(dead_code, reason = "each test program uses a part")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64ct::{Base64, Encoding};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{PrivateKey, Secret};
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A passphrase.
pub fn secret(text: &str) -> Secret {
    Secret::from_bytes(text.as_bytes().to_vec())
}

/// Runs a program and gives what it did, with `input` as its standard input and without a terminal to ask on.
pub fn output<A: AsRef<OsStr>>(
    program: &str,
    arguments: &[A],
    input: &[u8],
    askpass: Option<&Path>,
) -> Output {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
        .env("LC_ALL", "C.UTF-8")
        .env_remove("SSH_AUTH_SOCK")
        .env_remove("DISPLAY");
    match askpass {
        Some(script) => command
            .env("SSH_ASKPASS", script)
            .env("SSH_ASKPASS_REQUIRE", "force"),
        None => command.env("SSH_ASKPASS_REQUIRE", "never"),
    };
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    // A program that does not read its input closes the pipe early.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Runs a program that must succeed; gives its standard output.
pub fn run<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> Vec<u8> {
    let output = output(program, arguments, b"", None);
    let shown: Vec<_> = arguments
        .iter()
        .map(|a| a.as_ref().to_string_lossy())
        .collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {}: {errors}",
        shown.join(" ")
    );
    output.stdout
}

/// [`run`] for text, without the line end at its end.
pub fn run_text<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> String {
    String::from_utf8(run(program, arguments))
        .unwrap()
        .trim_end_matches('\n')
        .to_owned()
}

/// A key of ours. RSA comes from openssl as PKCS#8, as it comes from SubtleCrypto in the browser.
pub fn make(key_type: KeyType, comment: &str) -> PrivateKey {
    match key_type.rsa_bits() {
        None => PrivateKey::generate(key_type, comment).unwrap(),
        Some(bits) => PrivateKey::from_rsa_pkcs8(&rsa_pkcs8(bits), comment).unwrap(),
    }
}

/// An RSA key as PKCS#8 DER. (With `-outform DER` openssl writes PKCS#1.)
pub fn rsa_pkcs8(bits: u32) -> Vec<u8> {
    let size = format!("rsa_keygen_bits:{bits}");
    pem_body(&run_text(
        "openssl",
        &["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", &size],
    ))
}

/// The bytes between the BEGIN and END lines.
pub fn pem_body(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&base64).unwrap()
}

/// Writes a file that only its owner may read: ssh-keygen wants that of private keys.
pub fn write_private(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

/// What `ssh-keygen -t` and `-b` want for a type.
pub fn keygen_type(key_type: KeyType) -> (&'static str, &'static str) {
    match key_type {
        KeyType::Ed25519 => ("ed25519", "256"),
        KeyType::Rsa3072 => ("rsa", "3072"),
        KeyType::Rsa4096 => ("rsa", "4096"),
        KeyType::EcdsaP256 => ("ecdsa", "256"),
        KeyType::EcdsaP384 => ("ecdsa", "384"),
        KeyType::EcdsaP521 => ("ecdsa", "521"),
    }
}

/// Makes a key with ssh-keygen; gives the text of the private file and the public line.
pub fn keygen(file: &Path, key_type: KeyType, passphrase: &str, more: &[&str]) -> (String, String) {
    let (name, bits) = keygen_type(key_type);
    let path = file.to_str().unwrap();
    let mut arguments = vec![
        "-q",
        "-t",
        name,
        "-b",
        bits,
        "-N",
        passphrase,
        "-C",
        "their key",
        "-f",
        path,
    ];
    arguments.extend(more);
    run("ssh-keygen", &arguments);
    let public = fs::read_to_string(format!("{path}.pub")).unwrap();
    (
        fs::read_to_string(file).unwrap(),
        public.trim_end().to_owned(),
    )
}

/// The files of one test, in a folder that is gone afterwards.
pub struct Files(tempfile::TempDir);

impl Files {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file as its owner's alone; gives its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs puttygen, which takes passphrases from files and must not ask for one; gives its standard output.
    pub fn puttygen(&self, arguments: &[&str], old: &str, new: &str) -> String {
        let (old, new) = (
            self.write("old-passphrase", old),
            self.write("new-passphrase", new),
        );
        let given = ["--old-passphrase", &old, "--new-passphrase", &new, "-q"];
        run_text("puttygen", &[arguments, &given[..]].concat())
    }

    /// Has puttygen write the open private key of the file `key` as a PPK file; gives its bytes. `parameters` are what
    /// `--ppk-param` takes, `more` are other options.
    pub fn ppk(&self, key: &str, parameters: &str, more: &[&str], passphrase: &str) -> Vec<u8> {
        let out = self.path("made.ppk");
        let made = [key, "-O", "private", "--ppk-param", parameters, "-o", &out];
        self.puttygen(&[&made, more].concat(), "", passphrase);
        self.read("made.ppk")
    }
}

/// Makes a key with ssh-keygen of a type by its `-t` and `-b`, without a passphrase; gives its private file.
pub fn ssh_keygen(files: &Files, name: &str, kind: &str, bits: &str, comment: &str) -> String {
    let path = files.path(name);
    run(
        "ssh-keygen",
        &[
            "-q", "-t", kind, "-b", bits, "-N", "", "-C", comment, "-f", &path,
        ],
    );
    path
}
