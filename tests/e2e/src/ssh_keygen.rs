//! What OpenSSH's own `ssh-keygen` says of a file.

use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str], file: &Path) -> Result<String, String> {
    let output = Command::new("ssh-keygen")
        .args(arguments)
        .arg("-f")
        .arg(file)
        .output()
        .expect("ssh-keygen runs; is it installed?");
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout)
            .expect("text")
            .trim_end()
            .to_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Takes from the file the rights of others, without which ssh-keygen refuses it.
pub fn make_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// The public key of a private key's file (`-y`): one line, type, base64, comment.
///
/// # Errors
/// What ssh-keygen said, such as that the passphrase is wrong.
pub fn public_key(file: &Path, passphrase: &str) -> Result<String, String> {
    make_private(file);
    run(&["-y", "-P", passphrase], file)
}

/// The text of a private key's file without its passphrase (`-p`).
pub fn unlocked(file: &Path, passphrase: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    std::fs::copy(file, &copy).unwrap();
    make_private(&copy);
    run(&["-q", "-p", "-P", passphrase, "-N", ""], &copy).expect("the passphrase fits");
    std::fs::read_to_string(&copy).unwrap()
}

/// The public key of a file in PEM, as openssl reads it (`-e -m PKCS8`).
pub fn public_pem(file: &Path) -> String {
    run(&["-e", "-m", "PKCS8"], file).unwrap()
}

/// Bits, SHA-256 fingerprint, comment and type (`-l`).
pub fn fingerprint(file: &Path) -> String {
    run(&["-l"], file).unwrap()
}

/// The MD5 fingerprint, hexadecimal with colons, without a prefix (`-l -E md5`).
pub fn md5(file: &Path) -> String {
    let line = run(&["-l", "-E", "md5"], file).unwrap();
    let field = line.split(' ').nth(1).unwrap();
    field.strip_prefix("MD5:").unwrap().to_owned()
}

/// The picture (`-lv`), without the line above it.
pub fn randomart(file: &Path) -> String {
    let text = run(&["-lv"], file).unwrap();
    text.split_once('\n').unwrap().1.to_owned()
}

/// Makes a key pair for a test to import: FILE and FILE.pub.
pub fn generate(file: &Path, key_type: &str, passphrase: &str, comment: &str) {
    run(
        &["-q", "-t", key_type, "-N", passphrase, "-C", comment],
        file,
    )
    .unwrap();
}

/// Signs a text with a private key without passphrase (`-Y sign`) and verifies it with the public key line.
pub fn sign_and_verify(private: &Path, public_line: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (text, allowed) = (folder.path().join("text"), folder.path().join("allowed"));
    std::fs::write(&text, "signed by a key made in a browser").unwrap();
    std::fs::write(&allowed, format!("alice {public_line}\n")).unwrap();
    make_private(private);
    let sign = Command::new("ssh-keygen")
        .args(["-q", "-Y", "sign", "-n", "file", "-f"])
        .args([private, &text])
        .status()
        .unwrap();
    assert!(sign.success(), "ssh-keygen cannot sign with the key");
    let verify = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-I", "alice", "-n", "file", "-f"])
        .arg(&allowed)
        .arg("-s")
        .arg(folder.path().join("text.sig"))
        .stdin(std::fs::File::open(&text).unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&verify.stderr).into_owned();
    assert!(verify.status.success(), "the signature is not good: {said}");
}

/// Makes an OpenSSH certificate of a public key's file: FILE-cert.pub, given without its `.pub`.
pub fn certify(file: &Path, authority: &Path) {
    let status = Command::new("ssh-keygen")
        .args(["-q", "-I", "identity", "-s"])
        .args([authority, &file.with_extension("pub")])
        .status()
        .unwrap();
    assert!(status.success(), "ssh-keygen makes no certificate");
}

/// The line of FILE.pub, for a FILE.
pub fn public_line(file: &Path) -> String {
    let text = std::fs::read_to_string(file.with_extension("pub")).unwrap();
    text.trim_end().to_owned()
}

/// Makes an RSA key pair of this size: FILE and FILE.pub.
pub fn generate_rsa(file: &Path, bits: u32, comment: &str) {
    run(
        &[
            "-q",
            "-t",
            "rsa",
            "-b",
            &bits.to_string(),
            "-N",
            "",
            "-C",
            comment,
        ],
        file,
    )
    .unwrap();
}
