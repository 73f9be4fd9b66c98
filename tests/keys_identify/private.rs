//! Private keys of every format, locked and not.

use super::{error, fingerprints, fixture, opened, problems, told};
use keyhaven::keys::identify::FileKind;
use keyhaven::keys::public::PublicKey;

fn sha256(name: &str) -> String {
    let line = String::from_utf8(fixture(&format!("formats/{name}.pub"))).unwrap();
    PublicKey::parse_line(&line).unwrap().sha256()
}

#[test]
fn locked_files_tell_what_stands_in_clear() {
    for (file, format, public, comment) in [
        ("-locked.key", "openssh", true, None),
        ("-3-locked.ppk", "ppk", true, Some("rsa-2048")),
        ("-2-locked.ppk", "ppk2", true, Some("rsa-2048")),
        ("-locked.pem", "pkcs8", false, None),
        ("-old-locked.pem", "pkcs1", false, None),
    ] {
        let bytes = fixture(&format!("formats/rsa-2048{file}"));
        let found = told(&bytes);
        assert_eq!(
            (found.kind, found.format.as_deref()),
            (FileKind::Private, Some(format))
        );
        assert_eq!(
            (found.encrypted, error(&found)),
            (Some(true), "passphrase-required")
        );
        assert_eq!(found.comment.as_deref(), comment, "{file}");
        let expected = if public {
            vec![sha256("rsa-2048")]
        } else {
            vec![]
        };
        assert_eq!(fingerprints(&found), expected, "{file}");
        assert_eq!(found.bits, public.then_some(2048), "{file}");
        let lock = found.lock.unwrap();
        assert!(lock.cipher.is_some() && lock.kdf.is_some(), "{file}");
        assert_eq!(error(&opened(&bytes, "open")), "wrong-passphrase", "{file}");
        let found = opened(&bytes, "open sesame");
        assert_eq!((error(&found), found.bits), ("-", Some(2048)), "{file}");
        assert_eq!(fingerprints(&found), [sha256("rsa-2048")], "{file}");
        let weak = ["-2-locked.ppk", "-old-locked.pem"].contains(&file);
        assert_eq!(
            problems(&found),
            if weak { vec!["weak-lock"] } else { vec![] },
            "{file}"
        );
    }
    let lock = |file: &str| told(fixture(file)).lock.unwrap();
    let kdf = |file: &str| lock(file).kdf.unwrap();
    assert_eq!(kdf("formats/rsa-2048-locked.key"), "bcrypt with 2 rounds");
    assert_eq!(
        lock("formats/rsa-2048-locked.key").cipher.as_deref(),
        Some("3des-cbc")
    );
    assert_eq!(
        kdf("formats/rsa-2048-3-locked.ppk"),
        "Argon2id with 1024 KiB of memory, 2 passes and 1 lanes"
    );
    assert_eq!(
        kdf("formats/rsa-2048-locked.pem"),
        "PBKDF2-SHA-256 with 2048 iterations"
    );
    assert_eq!(
        lock("formats/rsa-2048-old-locked.pem").cipher.as_deref(),
        Some("DES-EDE3-CBC")
    );
}

/// Four different faults have four different names.
#[test]
fn faults_are_told_apart() {
    let locked = fixture("formats/ed25519-256-locked.key");
    let text = String::from_utf8(locked.clone()).unwrap();
    let damaged = text.replacen("b3Bl", "b3Bm", 1);
    let cipher = fixture("formats/pbes1-locked.pem");
    let kind = fixture("formats/ed448.ppk");
    let codes = [
        error(&opened(&locked, "x")).to_owned(),
        error(&opened(&damaged, "open sesame")).to_owned(),
        error(&opened(&cipher, "open sesame")).to_owned(),
        error(&opened(&kind, "open sesame")).to_owned(),
    ];
    assert_eq!(
        codes,
        [
            "wrong-passphrase",
            "damaged",
            "unsupported-cipher",
            "unsupported-kind"
        ]
    );
    let cipher = told(&cipher).lock.unwrap().cipher;
    assert_eq!(cipher.as_deref(), Some("pbeWithSHA1And3-KeyTripleDES-CBC"));
}

#[test]
fn what_cannot_be_read_is_named() {
    for (file, format, bits, comment) in [
        ("ssh1.key", "ssh1", Some(1024), Some("the first version")),
        ("ssh-com.key", "ssh.com", None, None),
        ("version-1.ppk", "ppk1", Some(2048), Some("rsa-2048")),
    ] {
        let found = told(fixture(&format!("formats/{file}")));
        assert_eq!(
            (found.kind, found.format.as_deref()),
            (FileKind::Private, Some(format))
        );
        assert_eq!(
            (error(&found), found.bits),
            ("unsupported-format", bits),
            "{file}"
        );
        assert_eq!(found.comment.as_deref(), comment, "{file}");
    }
    let found = told(fixture("formats/ed448.ppk"));
    assert_eq!(found.algorithm.as_deref(), Some("ssh-ed448"));
    assert_eq!(
        (found.keys.len(), problems(&found)),
        (1, vec!["unknown-kind"])
    );
}

#[test]
fn special_keys_are_told() {
    let found = told(fixture("formats/sk-ed25519.key"));
    assert_eq!(
        (error(&found), problems(&found)),
        ("-", vec!["security-key"])
    );
    assert_eq!(
        found.algorithm.as_deref(),
        Some("sk-ssh-ed25519@openssh.com")
    );
    assert_eq!(fingerprints(&found), [sha256("sk-ed25519")]);
    let found = told(fixture("formats/dsa-1024.key"));
    assert_eq!((error(&found), problems(&found)), ("-", vec!["dsa"]));
    // Bare DER, and a file that Windows PowerShell made UTF-16 of.
    let found = told(fixture("formats/ecdsa-384.der"));
    assert_eq!(
        (found.format.as_deref(), fingerprints(&found)),
        (Some("pkcs8"), vec![sha256("ecdsa-384")])
    );
    for name in [
        "formats/ecdsa-384.key",
        "formats/ecdsa-384-3.ppk",
        "formats/ecdsa-384.pem",
    ] {
        let text = String::from_utf8(fixture(name)).unwrap();
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes);
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide).collect();
        assert_eq!(fingerprints(&told(&wide)), [sha256("ecdsa-384")], "{name}");
    }
}

/// The public half of a PuTTY file is told whatever became of the private one.
#[test]
fn a_putty_file_without_its_private_half() {
    let text = String::from_utf8(fixture("formats/rsa-2048-3-locked.ppk")).unwrap();
    let (public, private) = text.split_once("Key-Derivation").unwrap();
    let found = told(public);
    assert_eq!((found.kind, error(&found)), (FileKind::Public, "-"));
    assert_eq!(found.format.as_deref(), Some("ppk"));
    assert_eq!((found.encrypted, found.lock.as_ref()), (None, None));
    assert_eq!(fingerprints(&found), [sha256("rsa-2048")]);
    let broken = told(format!(
        "{public}Key-Derivation{}",
        private.replace("Lines: ", "Lines: 1")
    ));
    assert_eq!(
        (broken.kind, error(&broken)),
        (FileKind::Private, "damaged")
    );
    assert_eq!(fingerprints(&broken), [sha256("rsa-2048")]);
}

/// A key of a kind that is younger than this program, in OpenSSH's format.
#[test]
fn a_new_kind_is_named_with_its_fingerprint() {
    use base64ct::{Base64, Encoding};
    let string = |bytes: &[u8]| {
        [
            &u32::try_from(bytes.len()).unwrap().to_be_bytes()[..],
            bytes,
        ]
        .concat()
    };
    let name = b"ssh-mldsa44-ed25519@openssh.com";
    let blob = [string(name), string(&[7; 1344])].concat();
    let section = [&b"abcdabcd"[..], &blob, &string(&[9; 64]), &string(b"new")].concat();
    let body = [
        b"openssh-key-v1\0".to_vec(),
        string(b"none"),
        string(b"none"),
        string(b""),
        1u32.to_be_bytes().to_vec(),
        string(&blob),
        string(&section),
    ]
    .concat();
    let text = format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
        Base64::encode_string(&body)
    );
    let line = format!(
        "{} {} new",
        std::str::from_utf8(name).unwrap(),
        Base64::encode_string(&blob)
    );
    let (private, public) = (told(&text), told(&line));
    assert_eq!(
        (private.kind, error(&private)),
        (FileKind::Private, "unsupported-kind")
    );
    assert_eq!((public.kind, error(&public)), (FileKind::Public, "-"));
    assert_eq!(fingerprints(&private), fingerprints(&public));
    assert_eq!(private.algorithm, public.algorithm);
    assert_eq!(problems(&public), ["unknown-kind"]);
}
