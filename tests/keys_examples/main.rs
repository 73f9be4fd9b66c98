//! The terminal programs `keygen` and `inspect` keep their contract.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod formats;
#[path = "../keys_support/mod.rs"]
mod keys_support;
mod reports;

use keyhaven::keys::key_type::KeyType;
use keys_support::{keygen, run_text};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;
use tempfile::tempdir;

/// The program, built first: `cargo test --test` alone does not build it.
fn example(name: &str) -> PathBuf {
    static BUILT: Once = Once::new();
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    BUILT.call_once(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([
            "build",
            "--quiet",
            "--locked",
            "--example",
            "inspect",
            "--example",
            "keygen",
        ]);
        command.env("CARGO_TARGET_DIR", profile.parent().unwrap());
        let status = command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(status.success(), "the examples do not build");
    });
    profile.join("examples").join(name)
}

fn output(name: &str, arguments: &[&str]) -> Output {
    keys_support::output(example(name).to_str().unwrap(), arguments, b"", None)
}

fn inspect(arguments: &[&str]) -> Vec<Value> {
    let output = output("inspect", arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn keygen_makes_every_type_and_inspect_tells_it() {
    let folder = tempdir().unwrap();
    for key_type in KeyType::ALL {
        let file = folder.path().join(key_type.code());
        let (path, public) = (file.to_str().unwrap(), format!("{}.pub", file.display()));
        let made = output(
            "keygen",
            &[
                "--type",
                key_type.code(),
                "--format",
                "openssh",
                "--passphrase",
                "öpen",
                "--comment",
                "ada",
                "--out",
                path,
            ],
        );
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let line = fs::read_to_string(&public).unwrap();
        assert_eq!(
            run_text("ssh-keygen", &["-y", "-P", "öpen", "-f", path]),
            line.trim_end()
        );
        let listed = run_text("ssh-keygen", &["-l", "-f", &public]);
        let [private, open, public] = &inspect(&[path, path, &public])[..] else {
            panic!("three lines")
        };
        for key in ["algorithm", "bits", "md5", "sha256", "problems"] {
            assert_eq!(private[key], public[key], "{key}");
        }
        assert_eq!(private["error"]["code"], "passphrase-required");
        assert_eq!(
            (&private["kind"], &private["encrypted"]),
            (&json!("private"), &json!(true))
        );
        assert_eq!(private["comment"], Value::Null);
        assert_eq!(open, private);
        assert_eq!(
            (&public["kind"], &public["encrypted"]),
            (&json!("public"), &Value::Null)
        );
        assert_eq!(
            (&public["error"], &public["public_key"]),
            (&Value::Null, &json!(line.trim_end()))
        );
        assert!(listed.starts_with(&format!(
            "{} {} ada",
            public["bits"],
            public["sha256"].as_str().unwrap()
        )));
        let unlocked = &inspect(&["--passphrase", "öpen", path])[0];
        assert_eq!(
            (&unlocked["comment"], &unlocked["error"]),
            (&json!("ada"), &Value::Null)
        );
        assert_eq!(
            inspect(&["--passphrase", "x", path])[0]["error"]["code"],
            "wrong-passphrase"
        );
    }
}

#[test]
fn keygen_converts_and_never_overwrites() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (_, public) = keygen(
        &folder.path().join("theirs"),
        KeyType::EcdsaP384,
        "old",
        &[],
    );
    let arguments = [
        "--from",
        &path("theirs"),
        "--from-passphrase",
        "old",
        "--passphrase",
        "new",
        "--out",
        &path("ours"),
    ];
    assert!(output("keygen", &arguments).status.success());
    assert_eq!(
        run_text("ssh-keygen", &["-y", "-P", "new", "-f", &path("ours")]),
        public
    );
    let before = fs::read(path("ours")).unwrap();
    let again = output("keygen", &arguments);
    assert_eq!(
        (again.status.code(), fs::read(path("ours")).unwrap()),
        (Some(1), before)
    );
    fs::write(path("half.pub"), "mine").unwrap();
    assert_eq!(
        output("keygen", &["--type", "ed25519", "--out", &path("half")])
            .status
            .code(),
        Some(1)
    );
    assert!(!folder.path().join("half").exists());
    for wrong in [
        &["--type", "ed25519"][..],
        &["--out", "x"],
        &["--type", "dsa", "--out", "x"],
        &["--type", "ed25519", "--format", "jwk", "--out", "x"],
        &["--type", "ed25519", "--from", "y", "--out", "x"],
    ] {
        assert_eq!(output("keygen", wrong).status.code(), Some(2), "{wrong:?}");
    }
}
