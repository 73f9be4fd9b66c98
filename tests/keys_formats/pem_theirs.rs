//! PEM and DER of ssh-keygen and openssl, locked in every way that they lock.

use super::keys_support::{Files, run, secret};
use super::{PASSPHRASE, each, keys};
use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::private::{self, Kdf, PrivateKey, ReadError, WriteOptions, info, public_of};

/// Our plain PKCS#8 of every kind, which openssl then converts.
pub(super) fn plain(files: &Files) -> Vec<(&'static str, String, PrivateKey)> {
    let options = WriteOptions::new(FileFormat::Pkcs8);
    each()
        .map(|(kind, key)| {
            let text = key.write(&options, None).unwrap();
            (kind, files.write(kind, &*text), key)
        })
        .collect()
}

pub(super) fn read_alike(bytes: &[u8], passphrase: Option<&str>, key: &PrivateKey, what: &str) {
    let read = PrivateKey::read(bytes, passphrase.map(secret).as_ref());
    let read = read.map_err(|error| format!("{what}: {error}")).unwrap();
    assert!(read.public().same_key(&key.public()), "{what}");
    assert_eq!(read.public().comment(), "");
    if passphrase.is_some() {
        for (given, error) in [
            (None, ReadError::PassphraseRequired),
            (Some("x"), ReadError::WrongPassphrase),
        ] {
            let given = given.map(secret);
            assert_eq!(
                PrivateKey::read(bytes, given.as_ref()).err(),
                Some(error),
                "{what}"
            );
        }
        assert!(info(bytes).unwrap().encrypted, "{what}");
        assert_eq!(
            public_of(bytes),
            Err(ReadError::PassphraseRequired),
            "{what}"
        );
    } else {
        assert_eq!(public_of(bytes), Ok(read.public()), "{what}");
    }
}

#[test]
fn old_pem_locked_by_openssl_and_ssh_keygen() {
    let files = Files::new();
    let pass = format!("pass:{PASSPHRASE}");
    for (kind, path, key) in plain(&files) {
        if kind == "ssh-ed25519" {
            continue;
        }
        for cipher in ["-des3", "-aes128", "-aes192", "-aes256"] {
            let out = files.path("locked");
            let arguments = [
                "pkey",
                "-traditional",
                "-in",
                &path,
                cipher,
                "-passout",
                &pass,
                "-out",
                &out,
            ];
            run("openssl", &arguments);
            let locked = files.read("locked");
            read_alike(&locked, Some(PASSPHRASE), &key, &format!("{kind} {cipher}"));
            assert_eq!(info(&locked).unwrap().kdf, Some(Kdf::Md5));
            let crlf = String::from_utf8(locked).unwrap().replace('\n', "\r\n");
            read_alike(crlf.as_bytes(), Some(PASSPHRASE), &key, kind);
        }
        let out = files.path("other");
        let arguments = [
            "pkey",
            "-traditional",
            "-in",
            &path,
            "-camellia128",
            "-passout",
            &pass,
            "-out",
            &out,
        ];
        run("openssl", &arguments);
        let error = PrivateKey::read(&files.read("other"), Some(&secret(PASSPHRASE))).err();
        let name = "CAMELLIA-128-CBC".into();
        assert_eq!(error, Some(ReadError::UnsupportedCipher { name }));
    }
    for (kind, file) in keys().iter().filter(|(kind, _)| *kind != "ssh-ed25519") {
        let key = PrivateKey::read(file, None).unwrap();
        for (format, passphrase) in [
            ("PEM", ""),
            ("PEM", PASSPHRASE),
            ("PKCS8", ""),
            ("PKCS8", PASSPHRASE),
        ] {
            let path = files.write("key", file);
            let change = [
                "-q", "-p", "-m", format, "-P", "", "-N", passphrase, "-f", &path,
            ];
            run("ssh-keygen", &change);
            let given = (!passphrase.is_empty()).then_some(passphrase);
            read_alike(&files.read("key"), given, &key, &format!("{kind} {format}"));
        }
    }
}

#[test]
fn bare_der_is_read() {
    let files = Files::new();
    for (kind, path, key) in plain(&files) {
        let out = files.path("der");
        let arguments = [
            "pkey",
            "-in",
            &path,
            "-traditional",
            "-outform",
            "DER",
            "-out",
            &out,
        ];
        run("openssl", &arguments);
        read_alike(&files.read("der"), None, &key, kind);
        let out = files.path("pkcs8");
        run(
            "openssl",
            &[
                "pkcs8", "-topk8", "-nocrypt", "-in", &path, "-outform", "DER", "-out", &out,
            ],
        );
        assert_eq!(info(&files.read("pkcs8")).unwrap().format, "pkcs8");
        read_alike(&files.read("pkcs8"), None, &key, kind);
    }
}

/// Keys for other uses are called by their names.
#[test]
fn kinds_that_ssh_has_no_use_for_are_named() {
    let files = Files::new();
    let out = files.path("key");
    for (arguments, name) in [
        (&["-algorithm", "X25519"][..], "X25519"),
        (&["-algorithm", "ED448"], "Ed448"),
        (
            &["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024"],
            "RSA-PSS",
        ),
        (
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:secp256k1",
            ],
            "1.3.132.0.10",
        ),
        (
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:secp256k1",
                "-pkeyopt",
                "ec_param_enc:explicit",
            ],
            "an elliptic curve without a name",
        ),
    ] {
        run("openssl", &[&["genpkey", "-out", &out], arguments].concat());
        let error = private::read(&files.read("key"), None).err();
        let expected = ReadError::UnsupportedKind { name: name.into() };
        assert_eq!(error, Some(expected));
    }
    // A key within JSON, its line ends written out.
    let (_, path, key) = plain(&files).remove(1);
    let pem = std::fs::read_to_string(path).unwrap();
    let json = format!("{{ \"private_key\": \"{}\" }}", pem.replace('\n', "\\n"));
    read_alike(json.as_bytes(), None, &key, "JSON");
}

/// Curves may be written out, and points compressed: openssl and ssh-keygen take such files for what they are.
#[test]
fn curves_that_are_written_out_are_known() {
    let files = Files::new();
    for (curve, name) in [
        ("P-256", "nistp256"),
        ("P-384", "nistp384"),
        ("P-521", "nistp521"),
    ] {
        let (path, out) = (files.path("key"), files.path("other"));
        let parameters = format!("ec_paramgen_curve:{curve}");
        run(
            "openssl",
            &[
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                &parameters,
                "-out",
                &path,
            ],
        );
        let key = PrivateKey::read(&files.read("key"), None).unwrap();
        assert_eq!(key.public().algorithm(), format!("ecdsa-sha2-{name}"));
        for way in [
            &["-param_enc", "explicit"][..],
            &["-conv_form", "compressed"],
            &["-no_public"],
        ] {
            run(
                "openssl",
                &[&["ec", "-in", &path, "-out", &out], way].concat(),
            );
            read_alike(&files.read("other"), None, &key, curve);
            let convert = ["pkcs8", "-topk8", "-nocrypt", "-in", &out, "-out", &path];
            run("openssl", &convert);
            read_alike(&files.read("key"), None, &key, curve);
        }
    }
}
