//! PuTTY's files that are refused: changed ones, other versions and kinds.

use super::keys;
use super::keys_support::{Files, secret};
use keyhaven::keys::private::{PrivateKey, ReadError, info, public_of};

#[test]
fn any_change_is_noticed() {
    let files = Files::new();
    let path = files.write("key", &keys()[0].1);
    for passphrase in [None, Some("open")] {
        let parameters = "memory=64,passes=1";
        let ppk = files.ppk(&path, parameters, &["-C", "note"], passphrase.unwrap_or(""));
        let given = passphrase.map(secret);
        for at in 0..ppk.len() {
            let mut changed = ppk.clone();
            changed[at] ^= 1;
            let result = PrivateKey::read(&changed, given.as_ref());
            let what = String::from_utf8_lossy(&changed[..at + 1]).into_owned();
            let error = result.err().unwrap_or_else(|| panic!("unnoticed: {what}"));
            if passphrase.is_none() {
                assert_ne!(error, ReadError::WrongPassphrase, "{what}");
            }
        }
        for end in 0..ppk.len() - 1 {
            assert!(
                PrivateKey::read(&ppk[..end], given.as_ref()).is_err(),
                "{end}"
            );
        }
        // With the right passphrase a changed comment is damage, not a wrong passphrase.
        let text = String::from_utf8(ppk)
            .unwrap()
            .replace("Comment: note", "Comment: nose");
        let error = PrivateKey::read(text.as_bytes(), given.as_ref()).err();
        assert_eq!(error, Some(ReadError::Damaged));
    }
}

#[test]
fn other_versions_and_kinds_are_named() {
    let files = Files::new();
    let path = files.write("key", &keys()[4].1);
    let text = String::from_utf8(files.ppk(&path, "version=2", &[], "")).unwrap();
    let error = |text: &str| PrivateKey::read(text.as_bytes(), None).err().unwrap();
    let public = public_of(text.as_bytes()).unwrap();
    for first in [
        text.replace("File-2", "File-1"),
        text.replace("File-2", "File-1")
            .replace("Private-MAC", "Private-Hash"),
    ] {
        let expected = ReadError::UnsupportedFormat {
            format: "PuTTY, version 1",
        };
        assert_eq!(error(&first), expected);
        assert_eq!(info(first.as_bytes()).unwrap().format, "ppk1");
        assert_eq!(public_of(first.as_bytes()).as_ref(), Ok(&public));
    }
    let future = ReadError::UnsupportedFormat {
        format: "PuTTY, a version after 3",
    };
    assert_eq!(error(&text.replace("File-2", "File-4")), future);
    let cipher = ReadError::UnsupportedCipher {
        name: "rot13".into(),
    };
    assert_eq!(
        error(&text.replace("Encryption: none", "Encryption: rot13")),
        cipher
    );
    let ed448 = files.path("ed448.ppk");
    files.puttygen(&["-t", "ed448", "-o", &ed448, "-C", "curve"], "", "");
    let file = files.read("ed448.ppk");
    let kind = ReadError::UnsupportedKind {
        name: "ssh-ed448".into(),
    };
    assert_eq!(PrivateKey::read(&file, None).err(), Some(kind));
    let public = public_of(&file).unwrap();
    let listed = files.puttygen(&[&ed448, "-l"], "", "");
    assert_eq!(listed, format!("ssh-ed448 448 {}", public.sha256()));
}
