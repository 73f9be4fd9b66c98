//! The app's program has no private-key code: neither the crates for it nor a name to call it by.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Crates that only private keys need: curves, key derivation, ciphers, big numbers, private-key formats.
const PRIVATE: [&str; 19] = [
    "aes",
    "argon2",
    "chacha20",
    "crypto-bigint",
    "curve25519-dalek",
    "des",
    "ed25519-dalek",
    "elliptic-curve",
    "keyhaven-bcrypt",
    "p256",
    "p384",
    "p521",
    "pbkdf2",
    "pkcs1",
    "pkcs12",
    "pkcs8",
    "rsa",
    "scrypt",
    "x509-cert",
];

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The names of all crates that the package is built of for the browser.
fn crates(features: &[&str]) -> Vec<String> {
    let mut command = cargo();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "tree",
        "--locked",
        "--package",
        "keyhaven",
    ]);
    command.args([
        "--edges",
        "normal",
        "--target",
        "wasm32-unknown-unknown",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let output = command.args(features).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_app_is_built_without_private_key_crates() {
    let vault = crates(&["--no-default-features", "--features", "vault"]);
    let app = crates(&["--no-default-features", "--features", "app"]);
    assert!(
        app.iter().any(|name| name == "leptos"),
        "the list of the app's crates is not what it should be"
    );
    for name in PRIVATE {
        // If a crate is renamed, the list above must follow: the vault has all of them.
        assert!(
            vault.iter().any(|found| found == name),
            "{name} in the vault"
        );
        assert!(!app.iter().any(|found| found == name), "{name} in the app");
    }
}

/// Compiles a program of one line against the package without the feature `vault`; gives the compiler's errors.
fn compile(folder: &Path, line: &str) -> Result<(), String> {
    let root = env!("CARGO_MANIFEST_DIR");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"boundary\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         keyhaven = {{ path = {root:?}, default-features = false }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(
        Path::new(root).join("Cargo.lock"),
        folder.join("Cargo.lock"),
    )
    .unwrap();
    fs::write(
        folder.join("src/main.rs"),
        format!("fn main() {{ {line} }}\n"),
    )
    .unwrap();
    let mut command = cargo();
    command
        .args(["check", "--quiet", "--offline"])
        .current_dir(folder);
    // What is built here is kept for the next run, apart from what the test itself was built into.
    command.env(
        "CARGO_TARGET_DIR",
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("boundary"),
    );
    let output = command.output().unwrap();
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn without_the_feature_private_keys_cannot_be_named() {
    let folder = tempfile::tempdir().unwrap();
    compile(
        folder.path(),
        "let _ = keyhaven::keys::public::PublicKey::parse_line(\"\");",
    )
    .unwrap();
    let error = compile(
        folder.path(),
        "let _ = keyhaven::keys::private::read(b\"\", None);",
    )
    .unwrap_err();
    assert!(
        error.contains("`private`") && error.contains("keyhaven::keys::private::read"),
        "{error}"
    );
    assert!(error.contains("E0433"), "{error}");
}
