//! Files that were made once and published keys: they stay readable, with the same fingerprints, whatever is installed.

use super::keys_support::secret;
use keyhaven::keys::import::{read_any, read_public};
use keyhaven::keys::private::{PrivateKey, ReadError, public_of};
use keyhaven::keys::public::PublicKey;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/fixtures/formats"]
        .iter()
        .collect()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn line(name: &str) -> PublicKey {
    PublicKey::parse_line(std::str::from_utf8(&fixture(name)).unwrap()).unwrap()
}

const NAMES: [&str; 6] = [
    "ed25519-256",
    "ecdsa-256",
    "ecdsa-384",
    "ecdsa-521",
    "rsa-2048",
    "dsa-1024",
];

#[test]
fn every_file_of_a_key_is_that_key() {
    let mut read = 0;
    for name in NAMES {
        let public = line(&format!("{name}.pub"));
        for suffix in [
            ".key",
            "-locked.key",
            "-2.ppk",
            "-2-locked.ppk",
            "-3.ppk",
            "-3-locked.ppk",
            ".pem",
            "-locked.pem",
            "-old-locked.pem",
            ".der",
        ] {
            let file = format!("{name}{suffix}");
            if !folder().join(&file).exists() {
                assert!(name.starts_with("ed25519"), "{file}");
                continue;
            }
            let bytes = fixture(&file);
            let locked = file.contains("locked");
            let passphrase = locked.then(|| secret("open sesame"));
            let key = PrivateKey::read(&bytes, passphrase.as_ref()).unwrap();
            assert!(key.public().same_key(&public), "{file}");
            let has_comment = file.ends_with(".key") || file.ends_with(".ppk");
            let comment = if has_comment { name } else { "" };
            assert_eq!(key.public().comment(), comment, "{file}");
            if locked {
                let error = PrivateKey::read(&bytes, Some(&secret("open"))).err();
                assert_eq!(error, Some(ReadError::WrongPassphrase), "{file}");
            }
            if has_comment {
                assert!(public_of(&bytes).unwrap().same_key(&public), "{file}");
            }
            read += 1;
        }
        if name.starts_with("ed25519") {
            continue;
        }
        for suffix in ["-spki.pem", "-rfc4716.pub"] {
            let text = String::from_utf8(fixture(&format!("{name}{suffix}"))).unwrap();
            assert!(read_any(&text).unwrap().same_key(&public), "{name}{suffix}");
        }
    }
    assert_eq!(read, 56);
}

/// RFC 4716 section 3.6.
#[test]
fn the_examples_of_rfc_4716() {
    let body = "AAAAB3NzaC1yc2EAAAABIwAAAIEA1on8gxCGJJWSRT4uOrR13mUaUk0hRf4RzxSZ1zRb\n\
                YYFw8pfGesIFoEuVth4HKyF8k1y4mRUnYHP1XNMNMJl1JcEArC2asV8sHf6zSPVffozZ\n\
                5TT4SfsUu/iKy9lUcCfXzwre4WWZSXXcPff+EHtWshahu3WzBdnGxm5Xoi89zcE=\n";
    for (headers, comment) in [
        (
            "Comment: \"1024-bit RSA, converted from OpenSSH by me@example.com\"\n\
             x-command: /home/me/bin/lock-in-guest.sh\n",
            "1024-bit RSA, converted from OpenSSH by me@example.com",
        ),
        (
            "Comment: This is my public key for use on \\\nservers which I don't like.\n",
            "This is my public key for use on servers which I don't like.",
        ),
        (
            "Subject: me\nComment: 1024-bit rsa, created by me@example.com Mon Jan 15 \\\n08:31:24 2001\n",
            "1024-bit rsa, created by me@example.com Mon Jan 15 08:31:24 2001",
        ),
    ] {
        let text = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\n{headers}{body}---- END SSH2 PUBLIC KEY ----\n"
        );
        let key = read_public(&text).unwrap();
        assert_eq!((key.algorithm(), key.bits()), ("ssh-rsa", Some(1024)));
        assert_eq!(key.comment(), comment);
        let base64: String = body.lines().collect();
        assert_eq!(key.to_line(), format!("ssh-rsa {base64} {comment}"));
    }
}

/// RFC 8410 sections 10.1 and 10.3: the keys of its examples, with the public half as other programs compute it.
#[test]
fn the_examples_of_rfc_8410() {
    let public = "-----BEGIN PUBLIC KEY-----\n\
                  MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
                  -----END PUBLIC KEY-----\n";
    let public = read_public(public).unwrap();
    assert_eq!(
        public.to_pem().unwrap().lines().nth(1),
        Some("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")
    );
    for private in [
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n",
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
         oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n\
         Z9w7lshQhqowtrbLDFw4rXAxZuE=\n",
    ] {
        let text = format!("-----BEGIN PRIVATE KEY-----\n{private}-----END PRIVATE KEY-----\n");
        let key = PrivateKey::read(text.as_bytes(), None).unwrap();
        assert!(key.public().same_key(&public));
    }
}
