//! What is refused, and that it is called by its name.

use super::keys_support::{make, run, run_text};
use super::{LINE, base64};
use keyhaven::keys::import::{CommentError, Guess, ImportError, read_public};
use keyhaven::keys::key_type::KeyType;
use std::fs;
use tempfile::tempdir;

#[test]
fn what_is_wrong_is_named() {
    let (start, end) = base64().split_at(40);
    let other = make(KeyType::Ed25519, "").public().to_line();
    let error = |text: &str| read_public(text).unwrap_err();
    assert_eq!(error(" \r\n"), ImportError::Empty);
    assert_eq!(error("# only a comment"), ImportError::Empty);
    for cut in [
        "ssh-ed25519",
        "ssh-ed25519 AA",
        &format!("ssh-ed25519 {start}"),
        &format!("ssh-ed25519 {start} ada"),
    ] {
        assert_eq!(error(cut), ImportError::Truncated, "{cut}");
    }
    let last = base64().len() - 1;
    assert_eq!(
        error(&format!("ssh-ed25519 {} ada", &base64()[..last])),
        ImportError::Truncated
    );
    assert_eq!(
        error(&format!("ssh-ed25519 {start}…{end}")),
        ImportError::Damaged
    );
    assert_eq!(
        error(&format!("ssh-ed25519 {}AAAA", base64())),
        ImportError::Damaged
    );
    assert_eq!(
        error(&LINE.replacen("ssh-ed25519", "ssh-rsa", 1)),
        ImportError::TypeMismatch {
            written: "ssh-rsa".into(),
            inside: "ssh-ed25519".into()
        }
    );
    assert_eq!(
        error(&format!("{LINE}\n{other}\n")),
        ImportError::SeveralKeys { count: 2 }
    );
    assert_eq!(
        error(&format!("{LINE}\nand a note")),
        ImportError::TextBelow
    );
    let options = "command=\"echo hi\",no-pty";
    assert_eq!(
        error(&format!("{options} {LINE}")),
        ImportError::OptionsInFront {
            options: options.into()
        }
    );
    assert_eq!(
        error(&format!("host.example {LINE}")),
        ImportError::OptionsInFront {
            options: "host.example".into()
        }
    );
    assert_eq!(error("hello"), ImportError::NotAKey(Guess::Unknown));
    assert_eq!(
        error("https://github.com/ada.keys"),
        ImportError::NotAKey(Guess::Url)
    );
    assert_eq!(
        error(&format!("{LINE} 🔑")),
        ImportError::Comment(CommentError::Astral { character: '🔑' })
    );
    assert_eq!(
        error(&format!("{LINE}\u{7}")),
        ImportError::Comment(CommentError::Control { code: 7 })
    );
    let long = format!("{LINE}{}", "x".repeat(65_536));
    assert_eq!(error(&long), ImportError::TooLarge { bytes: long.len() });
    assert!(matches!(
        error(&"x".repeat(1_000_000)),
        ImportError::TooLarge { .. }
    ));
}

#[test]
fn keys_that_servers_refuse_are_refused() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    run(
        "ssh-keygen",
        &["-q", "-t", "dsa", "-N", "", "-f", &path("dsa")],
    );
    assert_eq!(
        read_public(&fs::read_to_string(path("dsa.pub")).unwrap()),
        Err(ImportError::Dsa)
    );
    let dsa = run_text("ssh-keygen", &["-e", "-m", "PKCS8", "-f", &path("dsa")]);
    assert_eq!(read_public(&dsa), Err(ImportError::Dsa));
    let rsa = ["genrsa", "-out", &path("weak.pem"), "768"];
    run("openssl", &rsa);
    let weak = run_text("openssl", &["rsa", "-pubout", "-in", &path("weak.pem")]);
    assert_eq!(read_public(&weak), Err(ImportError::WeakRsa { bits: 768 }));
    run(
        "ssh-keygen",
        &[
            "-q",
            "-t",
            "rsa",
            "-b",
            "1024",
            "-N",
            "",
            "-f",
            &path("rsa"),
        ],
    );
    assert!(read_public(&fs::read_to_string(path("rsa.pub")).unwrap()).is_ok());
    run(
        "ssh-keygen",
        &["-q", "-t", "ed25519", "-N", "", "-f", &path("ca")],
    );
    run(
        "ssh-keygen",
        &["-q", "-s", &path("ca"), "-I", "ada", &path("rsa.pub")],
    );
    assert_eq!(
        read_public(&fs::read_to_string(path("rsa-cert.pub")).unwrap()),
        Err(ImportError::Certificate)
    );
}

#[test]
fn private_keys_are_stopped_in_every_format() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("key");
    for (number, (more, format)) in [
        (&[][..], "OpenSSH"),
        (&["-m", "PEM"], "PKCS#1"),
        (&["-m", "PKCS8"], "PKCS#8"),
        (&["-m", "PKCS8", "-N", "locked"], "encrypted PKCS#8"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = file.with_extension(number.to_string());
        let path = file.to_str().unwrap();
        let start = ["-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", path];
        run("ssh-keygen", &[&start[..], more].concat());
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(read_public(&text), Err(ImportError::PrivateKey { format }));
        assert_eq!(
            read_public(&format!("{LINE}\n{text}")),
            Err(ImportError::PrivateKey { format })
        );
    }
    let ppk = folder.path().join("key.ppk");
    let path = ppk.to_str().unwrap();
    run(
        "puttygen",
        &[
            "-t",
            "ed25519",
            "--new-passphrase",
            "/dev/null",
            "-q",
            "-o",
            path,
        ],
    );
    assert_eq!(
        read_public(&fs::read_to_string(&ppk).unwrap()),
        Err(ImportError::PrivateKey { format: "PuTTY" })
    );
    let public = run_text("puttygen", &["-p", path]);
    assert_eq!(read_public(&public).unwrap().algorithm(), "ssh-ed25519");
    assert_eq!(
        read_public(&run_text("puttygen", &["-L", path]))
            .unwrap()
            .type_label(),
        "Ed25519"
    );
}
