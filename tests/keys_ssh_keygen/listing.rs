//! Fingerprints and pictures equal what ssh-keygen prints.

use super::COMMENT;
use super::keys_support::{make, run, run_text};
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::PrivateKey;
use keyhaven::keys::public::PublicKey;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// Compares what `ssh-keygen -l` prints of a public line with ours.
fn listed_alike(folder: &Path, line: &str) {
    let key = PublicKey::parse_line(line).unwrap();
    let file = folder.join("listed.pub");
    fs::write(&file, format!("{line}\n")).unwrap();
    let path = file.to_str().unwrap();
    let sha256 = run_text("ssh-keygen", &["-lv", "-f", path]);
    let (list, art) = sha256.split_once('\n').unwrap();
    let bits = key.bits().unwrap();
    assert!(
        list.starts_with(&format!("{bits} {} {} (", key.sha256(), key.comment())),
        "{list}"
    );
    assert_eq!(art, key.randomart());
    let md5 = run_text("ssh-keygen", &["-l", "-E", "md5", "-f", path]);
    assert!(
        md5.starts_with(&format!("{bits} MD5:{} {} (", key.md5(), key.comment())),
        "{md5}"
    );
}

#[test]
fn fingerprints_and_randomart_equal_ssh_keygens() {
    let folder = tempdir().unwrap();
    for key_type in KeyType::ALL {
        let line = make(key_type, COMMENT).public().to_line();
        listed_alike(folder.path(), &line);
    }
    for _ in 0..20 {
        let line = PrivateKey::generate(KeyType::Ed25519, "many pictures")
            .unwrap()
            .public()
            .to_line();
        listed_alike(folder.path(), &line);
    }
    for name in ["sk-ed25519.pub", "sk-ecdsa.pub"] {
        let path = format!("{}/tests/fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"));
        listed_alike(folder.path(), fs::read_to_string(path).unwrap().trim_end());
    }
    for (size, bits) in [("1024", 1024), ("1031", 1031), ("2048", 2048)] {
        let file = folder.path().join(size);
        run(
            "ssh-keygen",
            &[
                "-q",
                "-t",
                "rsa",
                "-b",
                size,
                "-N",
                "",
                "-C",
                "odd",
                "-f",
                file.to_str().unwrap(),
            ],
        );
        let line = fs::read_to_string(file.with_extension("pub")).unwrap();
        assert_eq!(PublicKey::parse_line(&line).unwrap().bits(), Some(bits));
        listed_alike(folder.path(), line.trim_end());
    }
    let file = folder.path().join("dsa");
    run(
        "ssh-keygen",
        &[
            "-q",
            "-t",
            "dsa",
            "-N",
            "",
            "-C",
            "old",
            "-f",
            file.to_str().unwrap(),
        ],
    );
    listed_alike(
        folder.path(),
        fs::read_to_string(file.with_extension("pub"))
            .unwrap()
            .trim_end(),
    );
}
