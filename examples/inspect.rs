//! Tells what key files are, one JSON object a line.
//!
//! `inspect [--passphrase P] FILE…` prints for each file
//! `{"file","kind","format","algorithm","bits","comment","encrypted","public_key","md5","sha256","problems","error"}`.
//! `kind` is `public`, `private`, `certificate` or `other`; `format` is `openssh`, `pkcs8`, `pkcs1`, `sec1`, `rfc4716`
//! or null; `problems` holds `{"code","text"}`; `error` is null or `{"code","message"}`. What is not known is null.
//! The exit code is 0 when every file was told about, also of those with an error, and 2 for a wrong command line.

use keyhaven::keys::import::{self, ImportError};
use keyhaven::keys::private::{self, ReadError, Secret};
use keyhaven::keys::public::PublicKey;
use lexopt::prelude::*;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Serialize, Default)]
struct Report {
    file: String,
    kind: &'static str,
    format: Option<&'static str>,
    algorithm: Option<String>,
    bits: Option<u32>,
    comment: Option<String>,
    encrypted: Option<bool>,
    public_key: Option<String>,
    md5: Option<String>,
    sha256: Option<String>,
    problems: Vec<Problem>,
    error: Option<Failure>,
}

#[derive(Serialize)]
struct Problem {
    code: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Failure {
    code: &'static str,
    message: String,
}

fn main() -> ExitCode {
    match arguments() {
        Ok((passphrase, files)) => {
            for file in files {
                let report = report(&file, passphrase.as_ref());
                match serde_json::to_string(&report) {
                    Ok(line) => println!("{line}"),
                    Err(error) => eprintln!("inspect: {error}"),
                }
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("inspect: {error}\nusage: inspect [--passphrase P] FILE…");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<(Option<Secret>, Vec<PathBuf>), lexopt::Error> {
    let (mut passphrase, mut files) = (None, Vec::new());
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("passphrase") => {
                passphrase = Some(Secret::from_bytes(parser.value()?.string()?.into_bytes()))
            }
            Value(file) => files.push(file.into()),
            other => return Err(other.unexpected()),
        }
    }
    if files.is_empty() {
        return Err("no file given".into());
    }
    Ok((passphrase, files))
}

fn report(file: &Path, passphrase: Option<&Secret>) -> Report {
    let name = file.display().to_string();
    let start = Report {
        file: name,
        kind: "other",
        ..Report::default()
    };
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Report {
                error: failure("io", &error),
                ..start
            };
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    if import::looks_private(&text) {
        private(start, &bytes, passphrase)
    } else {
        public(start, &text)
    }
}

fn private(mut report: Report, bytes: &[u8], passphrase: Option<&Secret>) -> Report {
    report.kind = "private";
    if let Ok(info) = private::info(bytes) {
        report.format = Some(info.format);
        report.encrypted = Some(info.encrypted);
    }
    match private::read(bytes, passphrase) {
        Ok(key) => describe(&mut report, &key.public()),
        Err(error) => {
            if let Ok(key) = private::public_of(bytes) {
                describe(&mut report, &key);
                // A locked file hides its comment.
                report.comment = None;
                report.public_key = Some(key.to_line());
            }
            report.error = failure(read_code(&error), &error);
        }
    }
    report
}

fn public(mut report: Report, text: &str) -> Report {
    // First as it stands, so that kinds which no cloud takes are told about too.
    match PublicKey::parse_line(text).or_else(|_| import::read_public(text)) {
        Ok(key) if key.algorithm().contains("-cert-v0") => {
            report.kind = "certificate";
            report.format = Some("openssh");
            report.algorithm = Some(key.algorithm().to_owned());
            report.comment = Some(key.comment().to_owned());
        }
        Ok(key) => {
            report.kind = "public";
            report.format = Some(public_format(text));
            describe(&mut report, &key);
        }
        Err(error) => {
            if error == ImportError::Certificate {
                report.kind = "certificate";
            }
            report.error = failure(import_code(&error), &error);
        }
    }
    report
}

fn describe(report: &mut Report, key: &PublicKey) {
    report.algorithm = Some(key.algorithm().to_owned());
    report.bits = key.bits();
    report.comment = Some(key.comment().to_owned());
    report.public_key = Some(key.to_line());
    report.md5 = Some(key.md5());
    report.sha256 = Some(key.sha256());
    let mut add = |code, text: String| report.problems.push(Problem { code, text });
    match (key.algorithm(), key.bits()) {
        ("ssh-dss", _) => add("dsa", "Servers no longer accept DSA keys.".into()),
        ("ssh-rsa", Some(bits @ ..2048)) => add(
            "rsa-short",
            format!("{bits} bits are too short for RSA today."),
        ),
        (name, None) => add(
            "unknown-kind",
            format!("Keys of the kind {name} are not known."),
        ),
        _ => {}
    }
}

fn public_format(text: &str) -> &'static str {
    let has = |begin| text.contains(begin);
    if has("---- BEGIN SSH2") {
        "rfc4716"
    } else if has("-----BEGIN RSA PUBLIC KEY") {
        "pkcs1"
    } else if has("-----BEGIN PUBLIC KEY") {
        "pkcs8"
    } else {
        "openssh"
    }
}

fn failure(code: &'static str, error: &dyn std::error::Error) -> Option<Failure> {
    Some(Failure {
        code,
        message: error.to_string(),
    })
}

fn read_code(error: &ReadError) -> &'static str {
    match error {
        ReadError::NotAPrivateKey => "not-a-key",
        ReadError::PassphraseRequired => "passphrase-required",
        ReadError::WrongPassphrase => "wrong-passphrase",
        ReadError::Damaged => "damaged",
        ReadError::UnsupportedCipher { .. } => "unsupported-cipher",
        ReadError::UnsupportedKdf { .. } | ReadError::TooManyRounds { .. } => "unsupported-kdf",
        ReadError::UnsupportedKind { .. } => "unsupported-kind",
        ReadError::UnsupportedFormat { .. } => "unsupported-format",
        ReadError::SeveralKeys { .. } => "several-keys",
        ReadError::TooLarge => "too-large",
    }
}

fn import_code(error: &ImportError) -> &'static str {
    match error {
        ImportError::Empty => "empty",
        ImportError::PrivateKey { .. } => "private-key",
        ImportError::Certificate => "certificate",
        ImportError::Dsa => "dsa",
        ImportError::WeakRsa { .. } => "rsa-short",
        ImportError::Truncated => "truncated",
        ImportError::Damaged => "damaged",
        ImportError::TypeMismatch { .. } => "type-mismatch",
        ImportError::SeveralKeys { .. } => "several-keys",
        ImportError::OptionsInFront { .. } => "options-in-front",
        ImportError::TextBelow => "text-below",
        ImportError::UnsupportedKind { .. } => "unsupported-kind",
        ImportError::NotAKey(_) => "not-a-key",
        ImportError::Comment(_) => "comment",
        ImportError::TooLarge { .. } => "too-large",
    }
}
