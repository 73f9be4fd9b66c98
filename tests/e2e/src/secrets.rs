//! What is secret in a private key's file: read from the file that the browser saved.

use crate::leak::Secret;
use crate::ssh_keygen;
use std::path::Path;

/// The secret numbers of an OpenSSH private key's file, and of a locked file the part that holds them.
///
/// An open file's part holds the public key as well, which is no secret.
pub fn of_file(file: &Path, passphrase: &str) -> Vec<Secret> {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let mut secrets = numbers(&name, file, passphrase);
    if !passphrase.is_empty() {
        let section = private_section(&text);
        secrets.push(Secret::new(&format!("{name}: locked section"), &section));
    }
    secrets
}

fn numbers(name: &str, file: &Path, passphrase: &str) -> Vec<Secret> {
    let section = private_section(&ssh_keygen::unlocked(file, passphrase));
    // Two equal check numbers, then the kind and its fields.
    let (kind, mut rest) = string(&section[8..]);
    let names: &[&str] = match kind {
        b"ssh-ed25519" => &["", "seed"],
        b"ssh-rsa" => &["", "", "d", "iqmp", "p", "q"],
        kind if kind.starts_with(b"ecdsa-sha2-") => &["", "", "scalar"],
        _ => panic!("{name}: a type of key that Keyhaven does not make"),
    };
    let mut secrets = Vec::new();
    for what in names {
        let (field, after) = string(rest);
        rest = after;
        let field = match *what {
            "" => continue,
            // The public key follows it.
            "seed" => &field[..32],
            _ => &field[field.iter().take_while(|&&byte| byte == 0).count()..],
        };
        secrets.push(Secret::new(&format!("{name}: {what}"), field));
    }
    secrets
}

/// The last string of the container (PROTOCOL.key): the private keys.
fn private_section(text: &str) -> Vec<u8> {
    use base64::Engine;
    let body: String = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(body)
        .expect("base64");
    let mut rest = bytes
        .strip_prefix(b"openssh-key-v1\0")
        .expect("an OpenSSH file");
    // Cipher, KDF, its options; the number of keys; the public key; then the private section.
    for _ in 0..3 {
        rest = string(rest).1;
    }
    rest = &rest[4..];
    string(string(rest).1).0.to_vec()
}

/// A string of RFC 4251 and what follows it.
fn string(bytes: &[u8]) -> (&[u8], &[u8]) {
    let length = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
    bytes[4..].split_at(length)
}
