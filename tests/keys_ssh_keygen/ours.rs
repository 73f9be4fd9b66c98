//! Files that Keyhaven writes are read by ssh-keygen.

use super::keys_support::{make, output, run_text, secret, write_private};
use super::{COMMENT, sign_and_verify};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{DEFAULT_ROUNDS, PrivateKey};
use tempfile::tempdir;

/// Writes our file with its `.pub` and has ssh-keygen read, list and sign with it.
fn ours_in_ssh_keygen(key_type: KeyType, passphrases: &[&str]) {
    let key = make(key_type, COMMENT);
    for passphrase in std::iter::once(None).chain(passphrases.iter().copied().map(Some)) {
        let folder = tempdir().unwrap();
        let file = folder.path().join("key");
        let locked = passphrase.map(secret);
        write_private(
            &file,
            &key.to_openssh(locked.as_ref(), DEFAULT_ROUNDS).unwrap(),
        );
        let path = file.to_str().unwrap();
        let given = passphrase.unwrap_or("");
        assert_eq!(
            run_text("ssh-keygen", &["-y", "-P", given, "-f", path]),
            key.public().to_line()
        );
        if passphrase.is_some() {
            let wrong = output("ssh-keygen", &["-y", "-P", "wrong", "-f", path], b"", None);
            assert!(
                !wrong.status.success(),
                "{key_type:?} opened with a wrong passphrase"
            );
        }
        sign_and_verify(folder.path(), &key.public(), given);
    }
}

#[test]
fn our_ed25519_with_every_sort_of_passphrase() {
    let long = "long ".repeat(200);
    ours_in_ssh_keygen(
        KeyType::Ed25519,
        &[
            "x",
            "correct horse battery staple",
            "pässwörd 日本 🔑",
            " ",
            &long,
        ],
    );
}

#[test]
fn our_ecdsa_p256() {
    ours_in_ssh_keygen(KeyType::EcdsaP256, &["two words"]);
}

#[test]
fn our_ecdsa_p384() {
    ours_in_ssh_keygen(KeyType::EcdsaP384, &["two words"]);
}

#[test]
fn our_ecdsa_p521() {
    ours_in_ssh_keygen(KeyType::EcdsaP521, &["two words"]);
}

#[test]
fn our_rsa_3072() {
    ours_in_ssh_keygen(KeyType::Rsa3072, &["two words"]);
}

#[test]
fn our_rsa_4096() {
    ours_in_ssh_keygen(KeyType::Rsa4096, &["two words"]);
}

/// Scalars that begin with zero bytes are where formats and programs disagree; drawing many keys meets them.
#[test]
fn many_of_our_ecdsa_keys_are_read_by_ssh_keygen() {
    let folder = tempdir().unwrap();
    for (key_type, count) in [(KeyType::EcdsaP256, 60), (KeyType::EcdsaP521, 30)] {
        for number in 0..count {
            let key = PrivateKey::generate(key_type, "").unwrap();
            let text = key.to_openssh(None, DEFAULT_ROUNDS).unwrap();
            let again = PrivateKey::read(text.as_bytes(), None).unwrap();
            assert_eq!(again.public(), key.public());
            let file = folder.path().join(format!("{key_type:?}-{number}"));
            write_private(&file, &text);
            let line = run_text(
                "ssh-keygen",
                &["-y", "-P", "", "-f", file.to_str().unwrap()],
            );
            assert_eq!(line, key.public().to_line());
        }
    }
}
