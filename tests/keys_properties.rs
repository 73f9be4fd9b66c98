//! Properties of the parsers that hold for any input.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64ct::{Base64, Encoding};
use keyhaven::keys::file_name;
use keyhaven::keys::import::{check_comment, looks_private, read_public};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{self, DEFAULT_ROUNDS, PrivateKey};
use keyhaven::keys::public::PublicKey;
use proptest::prelude::*;

fn string(field: &[u8]) -> Vec<u8> {
    let length = u32::try_from(field.len()).unwrap();
    [&length.to_be_bytes()[..], field].concat()
}

/// A well-formed blob of a random kind.
fn blob() -> impl Strategy<Value = Vec<u8>> {
    let bytes = |count| prop::collection::vec(any::<u8>(), count);
    let ed25519 = bytes(32).prop_map(|point| [string(b"ssh-ed25519"), string(&point)].concat());
    let rsa = (1u8..=127, bytes(128)).prop_map(|(first, rest)| {
        let modulus = [vec![first], rest].concat();
        [string(b"ssh-rsa"), string(&[1, 0, 1]), string(&modulus)].concat()
    });
    let ecdsa = bytes(96).prop_map(|point| {
        let point = [vec![4], point].concat();
        [
            string(b"ecdsa-sha2-nistp384"),
            string(b"nistp384"),
            string(&point),
        ]
        .concat()
    });
    let future = ("ssh-[a-z0-9]{3,20}@example", bytes(60))
        .prop_map(|(name, rest)| [string(name.as_bytes()), rest].concat());
    prop_oneof![ed25519, rsa, ecdsa, future]
}

fn line(blob: &[u8], comment: &str) -> String {
    let length = u32::from_be_bytes(blob[..4].try_into().unwrap()) as usize;
    let name = std::str::from_utf8(&blob[4..4 + length]).unwrap();
    format!("{name} {} {comment}", Base64::encode_string(blob))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_parsed_line_is_written_as_it_was(blob in blob(), comment in "[^\\r\\n]{0,40}") {
        let line = line(&blob, &comment);
        let key = PublicKey::parse_line(&line).unwrap();
        prop_assert_eq!(key.blob(), &blob[..]);
        prop_assert_eq!(key.comment(), &comment);
        let written = key.to_line();
        prop_assert_eq!(&written, line.strip_suffix(' ').filter(|_| comment.is_empty()).unwrap_or(&line));
        prop_assert_eq!(PublicKey::parse_line(&written).unwrap(), key);
    }

    #[test]
    fn an_imported_key_is_canonical(blob in blob(), comment in "[a-zé0-9 @.]{0,40}", width in 20usize..90) {
        let key = PublicKey::parse_line(&line(&blob, &comment)).unwrap();
        let base64 = Base64::encode_string(&blob);
        let wrapped: Vec<&str> = base64.as_bytes().chunks(width).map(|part| std::str::from_utf8(part).unwrap()).collect();
        for text in [line(&blob, &comment), format!("{} {} {comment}", key.algorithm(), wrapped.join("\n"))] {
            match read_public(&text) {
                Ok(imported) => {
                    prop_assert!(imported.same_key(&key));
                    prop_assert_eq!(PublicKey::parse_line(&imported.to_line()).unwrap(), imported);
                }
                Err(error) => prop_assert_eq!(key.bits(), None, "{}", error),
            }
        }
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (read_public(&text), looks_private(&text), PublicKey::parse_line(&text), check_comment(&text));
        let _ = (PrivateKey::read(&bytes, None), private::public_of(&bytes), private::info(&bytes));
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"] {
            let body = if label.starts_with("OPENSSH") { [b"openssh-key-v1\0", &bytes[..]].concat() } else { bytes.clone() };
            let pem = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(&body));
            prop_assert!(PrivateKey::read(pem.as_bytes(), None).is_err());
            prop_assert!(looks_private(&pem));
            let _ = (private::public_of(pem.as_bytes()), private::info(pem.as_bytes()));
        }
        for label in ["PUBLIC KEY", "RSA PUBLIC KEY"] {
            let body = Base64::encode_string(&bytes);
            let _ = read_public(&format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"));
        }
        let _ = read_public(&format!("ssh-ed25519 {}", Base64::encode_string(&bytes)));
    }

    #[test]
    fn a_changed_line_makes_no_reader_panic(blob in blob(), at in any::<prop::sample::Index>(), with in any::<char>()) {
        let mut characters: Vec<char> = line(&blob, "ada").chars().collect();
        let at = at.index(characters.len());
        characters[at] = with;
        let text: String = characters.into_iter().collect();
        let _ = (read_public(&text), PublicKey::parse_line(&text));
    }

    #[test]
    fn proposed_file_names_pass_the_check(name in any::<String>(), ascii in "[ -~]{0,260}") {
        for name in [name, ascii] {
            let file = file_name::propose(&name, KeyType::Ed25519);
            prop_assert_eq!(file_name::check(&file), Ok(()), "{}", file);
            prop_assert!(file.is_ascii() && !file.contains(' ') && !file.starts_with('-'));
        }
    }

    #[test]
    fn comments_that_pass_survive_the_file(comment in any::<String>()) {
        if check_comment(&comment).is_ok() {
            let key = PrivateKey::generate(KeyType::Ed25519, &comment).unwrap();
            let text = key.to_openssh(None, DEFAULT_ROUNDS).unwrap();
            prop_assert_eq!(PrivateKey::read(text.as_bytes(), None).unwrap().public(), key.public());
            prop_assert_eq!(PublicKey::parse_line(&key.public().to_line()).unwrap(), key.public());
        }
    }
}
