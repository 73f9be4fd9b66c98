//! What is secret in a private key's file: read from the file that the browser saved.

use crate::leak::Secret;
use ssh_key::PrivateKey;
use ssh_key::private::KeypairData;
use std::path::Path;

/// The secret numbers of an OpenSSH private key's file, and of a locked file the part that holds them.
///
/// An open file's part holds the public key as well, which is no secret.
pub fn of_file(file: &Path, passphrase: &str) -> Vec<Secret> {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let mut secrets = numbers(&name, &text, passphrase);
    if !passphrase.is_empty() {
        let section = private_section(&text);
        secrets.push(Secret::new(&format!("{name}: locked section"), &section));
    }
    secrets
}

fn numbers(name: &str, text: &str, passphrase: &str) -> Vec<Secret> {
    let key = PrivateKey::from_openssh(text).expect("an OpenSSH file");
    let key = match key.is_encrypted() {
        true => key.decrypt(passphrase).expect("the passphrase fits"),
        false => key,
    };
    let secret = |what: &str, bytes: &[u8]| Secret::new(&format!("{name}: {what}"), bytes);
    match key.key_data() {
        KeypairData::Ed25519(pair) => vec![secret("seed", &pair.private.to_bytes())],
        KeypairData::Ecdsa(pair) => vec![secret("scalar", pair.private_key_bytes())],
        KeypairData::Rsa(pair) => {
            let private = pair.private();
            [
                ("d", private.d()),
                ("p", private.p()),
                ("q", private.q()),
                ("iqmp", private.iqmp()),
            ]
            .map(|(what, number)| secret(what, number.as_positive_bytes().expect("positive")))
            .to_vec()
        }
        _ => panic!("{name}: a type of key that Keyhaven does not make"),
    }
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
