//! Properties of the formats that hold for any key, comment, passphrase and noise.

use super::keys_support::secret;
use super::{keys, read};
use base64ct::{Base64, Encoding};
use keyhaven::keys::certificate;
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::identify::identify;
use keyhaven::keys::import::{check_comment, decode, list, read_any};
use keyhaven::keys::private::{self, Pkcs8Kdf, PrivateKey, WriteOptions};
use keyhaven::keys::x509::X509Certificate;
use proptest::prelude::*;
use std::fs;

fn configuration(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The bytes of every fixture.
fn fixtures() -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/fixtures/formats", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    // Locks that take long are left to the other tests.
    let quick = paths.filter(|path| !path.to_str().unwrap().contains("locked"));
    quick.map(|path| fs::read(path).unwrap()).collect()
}

/// Everything that reads anything.
fn read_everything(bytes: &[u8]) {
    let passphrase = secret("x");
    let _ = private::info(bytes);
    let _ = private::public_of(bytes);
    let _ = PrivateKey::read(bytes, None);
    let _ = X509Certificate::from_der(bytes);
    let text = decode(bytes);
    let _ = (
        list(&text),
        read_any(&text),
        X509Certificate::from_pem(&text).is_ok(),
    );
    let _ = certificate::read(bytes);
    let found = identify(bytes, Some(&passphrase));
    assert!(found.error.is_some() || !found.keys.is_empty() || found.algorithm.is_some());
    let json = serde_json::to_string(&found).unwrap();
    let _: keyhaven::keys::identify::Identified = serde_json::from_str(&json).unwrap();
}

proptest! {
    #![proptest_config(configuration(48))]

    #[test]
    fn what_is_written_is_read(
        which in 0usize..6,
        format in 0usize..5,
        comment in "[ -~é日]{0,40}",
        passphrase in prop::option::of("[ -~é🔑]{1,20}"),
    ) {
        let (kind, file) = &keys()[which];
        let options = WriteOptions { pkcs8: Pkcs8Kdf::Scrypt, ..WriteOptions::new(FileFormat::ALL[format]) };
        prop_assume!(check_comment(&comment).is_ok() && options.format.takes(kind));
        let mut key = PrivateKey::read(file, None).unwrap();
        key.set_comment(&comment).unwrap();
        let text = key.write(&options, passphrase.as_deref().map(secret).as_ref()).unwrap();
        let again = read(&text, passphrase.as_deref());
        prop_assert!(again.public().same_key(&key.public()));
        let expected = if options.format.has_comment() { &*comment } else { "" };
        let public = again.public();
        prop_assert_eq!(public.comment(), expected);
        prop_assert!(text.ends_with("-----\n") || text.lines().last().unwrap().starts_with("Private-MAC: "));
    }
}

proptest! {
    #![proptest_config(configuration(512))]

    #[test]
    fn noise_makes_nothing_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in any::<String>()) {
        read_everything(&bytes);
        read_everything(text.as_bytes());
        for label in ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "DSA PRIVATE KEY", "CERTIFICATE", "PUBLIC KEY"] {
            let body = Base64::encode_string(&bytes);
            read_everything(format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").as_bytes());
        }
    }

    #[test]
    fn changed_files_make_nothing_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let fixtures = fixtures();
        let mut bytes = which.get(&fixtures).clone();
        for (at, with) in changes {
            let at = at.index(bytes.len());
            bytes[at] = with;
        }
        read_everything(&bytes);
        read_everything(&bytes[..cut.index(bytes.len())]);
    }
}
