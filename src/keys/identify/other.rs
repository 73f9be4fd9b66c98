//! Files that are no keys for SSH: named where they can be, and refused.

use super::{Failure, Identified};
use crate::keys::import;

/// How files of binary formats begin: the bytes, the short name, and what to call it.
const BINARY: [(&[u8], &str, &str); 22] = [
    (b"%PDF-", "pdf", "a PDF document"),
    (b"\x89PNG\r\n", "png", "a PNG picture"),
    (b"\xff\xd8\xff", "jpeg", "a JPEG picture"),
    (b"GIF8", "gif", "a GIF picture"),
    (b"PK\x03\x04", "zip", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "a 7-Zip archive"),
    (b"\xfd7zXZ\0", "xz", "an xz archive"),
    (b"BZh", "bzip2", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "zstd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "rar", "a RAR archive"),
    (b"\x7fELF", "elf", "a program"),
    (b"MZ", "exe", "a Windows program"),
    (b"SQLite format 3\0", "sqlite", "an SQLite database"),
    (b"\xfe\xed\xfe\xed", "jks", "a Java key store"),
    (b"SSHKRL\n\0", "krl", "a list of revoked SSH keys"),
    (
        b"\x03\xd9\xa2\x9a",
        "keepass",
        "a KeePass password database",
    ),
    (b"\xd0\xcf\x11\xe0", "ole", "an old office document"),
    (b"\x00asm", "wasm", "a WebAssembly program"),
    (b"OggS", "ogg", "a sound or video"),
    (b"RIFF", "riff", "a picture, sound or video"),
    (b"\x00\x00\x00\x18ftyp", "mp4", "a video"),
];

/// Text by which files are told, in lower case, in the order in which it is looked for.
const TEXT: [(&str, &str, &str); 30] = [
    (
        "-----begin pgp ",
        "pgp",
        "a PGP key or message; SSH needs a key of its own",
    ),
    (
        "age-secret-key-",
        "age",
        "an age key, which is for encrypting files",
    ),
    ("age-encryption.org/", "age", "a file encrypted with age"),
    (
        "-----begin age encrypted file",
        "age",
        "a file encrypted with age",
    ),
    ("untrusted comment:", "signify", "a minisign or signify key"),
    (
        "-----begin ssh signature-----",
        "sshsig",
        "a signature made with an SSH key",
    ),
    (
        "-----begin certificate request",
        "csr",
        "a request for an X.509 certificate",
    ),
    (
        "-----begin new certificate request",
        "csr",
        "a request for an X.509 certificate",
    ),
    (
        "-----begin trusted certificate",
        "x509",
        "an X.509 certificate in OpenSSL's trusted form",
    ),
    (
        "-----begin x509 crl",
        "crl",
        "a list of revoked certificates",
    ),
    (
        "-----begin pkcs7",
        "pkcs7",
        "a bundle of certificates (PKCS #7)",
    ),
    (
        "-----begin cms",
        "cms",
        "a signed or encrypted message (CMS)",
    ),
    (
        "-----begin openvpn static key",
        "openvpn",
        "a static key of OpenVPN",
    ),
    (
        "-----begin ec parameters",
        "parameters",
        "the parameters of a curve, without a key",
    ),
    (
        "-----begin dh parameters",
        "parameters",
        "Diffie-Hellman parameters, not a key",
    ),
    (
        "-----begin dsa parameters",
        "parameters",
        "DSA parameters, without a key",
    ),
    (
        "\"kty\"",
        "jwk",
        "a JSON Web Key (JWK); export the key in OpenSSH or PEM form",
    ),
    (
        "\"type\": \"service_account\"",
        "service-account",
        "the credentials of a Google service account",
    ),
    ("apiversion:", "kubeconfig", "a Kubernetes configuration"),
    ("[interface]", "wireguard", "a configuration of WireGuard"),
    (
        "windows registry editor",
        "reg",
        "an export of the Windows registry",
    ),
    (
        "export os_",
        "openrc",
        "an openrc file of a cloud, for signing in",
    ),
    (
        "clouds:",
        "clouds.yaml",
        "a clouds.yaml file, for signing in",
    ),
    (
        "$ansible_vault",
        "ansible-vault",
        "a file locked with Ansible Vault",
    ),
    ("<!doctype html", "html", "a web page"),
    ("<html", "html", "a web page"),
    ("<?xml", "xml", "an XML file"),
    (
        "generating public/private",
        "keygen-output",
        "what ssh-keygen says while it works; the key is in the .pub file",
    ),
    ("identityfile ", "ssh-config", "a configuration of ssh"),
    (
        "aws_secret_access_key",
        "aws",
        "credentials of Amazon Web Services",
    ),
];

/// The most of a file that is searched for text.
const SEARCHED: usize = 64 * 1024;

/// The report of a file that is no key. `searched` tells whether the file was small enough to be searched for one.
pub(super) fn identify(bytes: &[u8], searched: bool) -> Identified {
    if let Some((format, what)) = binary(bytes).or_else(|| text(bytes)) {
        let message = format!("This is {what}, not a key for SSH.");
        return Identified {
            format: Some(format.into()),
            error: Failure::new("not-a-key", message),
            ..Identified::default()
        };
    }
    if !searched {
        let message = "The file is too large for a key file.";
        return Identified::failed("too-large", message);
    }
    let text = import::decode(bytes);
    match import::read_any(&text) {
        Err(import::ImportError::NotAKey(guess)) if guess != import::Guess::Unknown => {
            Identified::failed("not-a-key", format!("This is not a key for SSH. {guess}"))
        }
        Err(import::ImportError::Empty) if !bytes.contains(&0) => {
            Identified::failed("empty", "There is no key in the file.")
        }
        _ => Identified::failed("not-a-key", "This is not a key file that is known."),
    }
}

fn binary(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if let Some((_, format, what)) = BINARY.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Some((format, what));
    }
    // A tar archive says so inside.
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(("tar", "a tar archive"));
    }
    // PKCS #12: a SEQUENCE that begins with the INTEGER 3 (RFC 7292 section 4).
    let body = match bytes {
        [0x30, 0x82, _, _, body @ ..] | [0x30, 0x00..=0x80, body @ ..] => body,
        [0x30, 0x81, _, body @ ..] => body,
        _ => &[],
    };
    if body.starts_with(&[2, 1, 3, 0x30]) {
        return Some((
            "pkcs12",
            "a PKCS #12 file (.p12, .pfx) with a certificate and its key",
        ));
    }
    // OpenPGP packets of a secret or public key with a length of two bytes (RFC 9580 section 4.2), version 4 or 6.
    if let [0x95 | 0x99 | 0xc5 | 0xc6, _, _, 4 | 6, ..] = bytes {
        return Some(("pgp", "a PGP key; SSH needs a key of its own"));
    }
    None
}

fn text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = &bytes[..bytes.len().min(SEARCHED)];
    let text = import::decode(start).to_ascii_lowercase();
    let trimmed = text.trim_start();
    if trimmed.starts_with("age1") && trimmed.trim_end().len() == 62 {
        return Some(("age", "an age recipient, which is for encrypting files"));
    }
    TEXT.iter()
        .find(|(part, ..)| text.contains(part))
        .map(|(_, format, what)| (*format, *what))
}
