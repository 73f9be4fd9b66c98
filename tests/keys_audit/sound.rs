//! Keys without a flaw, fresh from the programs that people use and from ours, are not called bad or old.

use crate::keys_support::{keygen, make, pem_body, run_text};
use keyhaven::keys::audit::{Code, Options, Severity, Subject, audit};
use keyhaven::keys::import::read_public;
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::PrivateKey;
use keyhaven::keys::public::PublicKey;
use tempfile::tempdir;

/// 130 of ours, one of them RSA.
fn ours() -> impl Iterator<Item = PublicKey> {
    let types = [
        (KeyType::Ed25519, 60),
        (KeyType::EcdsaP256, 25),
        (KeyType::EcdsaP384, 22),
        (KeyType::EcdsaP521, 22),
        (KeyType::Rsa3072, 1),
    ];
    types
        .into_iter()
        .flat_map(|(key_type, count)| (0..count).map(move |_| make(key_type, "").public()))
}

/// 41 of ssh-keygen's.
fn of_ssh_keygen() -> Vec<PublicKey> {
    let folder = tempdir().unwrap();
    let types = [
        (KeyType::Ed25519, 20),
        (KeyType::EcdsaP256, 10),
        (KeyType::EcdsaP521, 10),
        (KeyType::Rsa3072, 1),
    ];
    types
        .into_iter()
        .flat_map(|(key_type, count)| (0..count).map(move |index| (key_type, index)))
        .map(|(key_type, index)| {
            let file = folder.path().join(format!("{}-{index}", key_type.code()));
            let (_, line) = keygen(&file, key_type, "", &[]);
            PublicKey::parse_line(&line).unwrap()
        })
        .collect()
}

/// 40 RSA keys of openssl's. 2048 bits are enough to see whether a random modulus looks like a bad one.
fn of_openssl() -> impl Iterator<Item = PublicKey> {
    (0..40).map(|_| {
        let words = [
            "genpkey",
            "-quiet",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
        ];
        let der = pem_body(&run_text("openssl", &words));
        PrivateKey::from_rsa_pkcs8(&der, "").unwrap().public()
    })
}

#[test]
fn over_two_hundred_fresh_keys_are_sound() {
    let keys: Vec<PublicKey> = ours().chain(of_ssh_keygen()).chain(of_openssl()).collect();
    assert!(keys.len() > 200);
    let subjects: Vec<Subject<'_>> = keys
        .iter()
        .map(|key| Subject {
            name: "fresh",
            key,
            created: None,
        })
        .collect();
    for (key, findings) in keys.iter().zip(audit(&subjects, Options::default())) {
        for finding in findings {
            // What is true of these keys: P-256 and its like are ECDSA, and 2048 bits are short.
            let is_true = match finding.code {
                Code::Ecdsa => key.algorithm().starts_with("ecdsa"),
                Code::RsaShort => key.bits() == Some(2048),
                _ => false,
            };
            assert!(is_true, "{} {finding:?}", key.to_line());
            assert_ne!(finding.severity, Severity::Bad);
        }
    }
}

#[test]
fn a_security_keys_own_point_is_looked_at() {
    let folder = tempdir().unwrap();
    let (_, line) = keygen(&folder.path().join("key"), KeyType::EcdsaP256, "", &[]);
    let ecdsa = PublicKey::parse_line(&line).unwrap();
    // The same point as a security key has it (OpenSSH's PROTOCOL.u2f), and one that is off by a bit.
    let as_security_key = |point: &[u8]| {
        let string = |field: &[u8]| [&(field.len() as u32).to_be_bytes()[..], field].concat();
        let name = b"sk-ecdsa-sha2-nistp256@openssh.com";
        let blob = [
            string(name),
            string(b"nistp256"),
            string(point),
            string(b"ssh:"),
        ]
        .concat();
        let base64 = <base64ct::Base64 as base64ct::Encoding>::encode_string(&blob);
        read_public(&format!("{} {base64}", std::str::from_utf8(name).unwrap())).unwrap()
    };
    let point = ecdsa.blob()[ecdsa.blob().len() - 65..].to_vec();
    let mut off = point.clone();
    off[64] ^= 1;
    for (point, expected) in [
        (point, vec![Code::SecurityKey]),
        (off, vec![Code::InvalidPoint, Code::SecurityKey]),
    ] {
        let key = as_security_key(&point);
        let subject = [Subject {
            name: "token",
            key: &key,
            created: None,
        }];
        let found: Vec<Code> = audit(&subject, Options::default())[0]
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert_eq!(found, expected);
    }
}
