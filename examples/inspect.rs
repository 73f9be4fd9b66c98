//! Tells what key files are, one JSON object a line.
//!
//! `inspect [--passphrase P] FILE…` prints for each file
//! `{"file","kind","format","algorithm","bits","comment","encrypted","public_key","md5","sha256","problems","error"}` and
//! `"lock"`, `"keys"`, `"certificate"`, `"x509"`. `kind` is `public`, `private`, `certificate` or `other`; `problems`
//! holds `{"code","text"}`; `error` is null or `{"code","message"}`; the codes are those of `keys::identify`. Of several
//! keys the first one is shown, and all of them in `keys`. What is not known is null.
//! The exit code is 0 when every file was told about, also of those with an error, and 2 for a wrong command line.

use keyhaven::keys::certificate::Certificate;
use keyhaven::keys::identify::{
    Failure, FileKind, Identified, IdentifiedKey, Lock, Problem, identify,
};
use keyhaven::keys::private::Secret;
use keyhaven::keys::x509::X509Certificate;
use lexopt::prelude::*;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Serialize)]
struct Report {
    file: String,
    kind: FileKind,
    format: Option<String>,
    algorithm: Option<String>,
    bits: Option<u32>,
    comment: Option<String>,
    encrypted: Option<bool>,
    public_key: Option<String>,
    md5: Option<String>,
    sha256: Option<String>,
    problems: Vec<Problem>,
    error: Option<Failure>,
    lock: Option<Lock>,
    keys: Vec<Entry>,
    certificate: Option<Certificate>,
    x509: Option<X509Certificate>,
}

/// One key of several.
#[derive(Serialize)]
struct Entry {
    options: String,
    algorithm: String,
    bits: Option<u32>,
    comment: String,
    public_key: String,
    md5: String,
    sha256: String,
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
    let found = match std::fs::read(file) {
        Ok(bytes) => identify(&bytes, passphrase),
        Err(error) => Identified {
            error: Some(Failure {
                code: "io".into(),
                message: error.to_string(),
            }),
            ..Identified::default()
        },
    };
    let first = found.keys.first().map(|first| &first.key);
    Report {
        file: file.display().to_string(),
        kind: found.kind,
        format: found.format.map(Into::into),
        algorithm: found.algorithm,
        bits: found.bits,
        comment: found.comment,
        encrypted: found.encrypted,
        public_key: first.map(|key| key.to_line()),
        md5: first.map(|key| key.md5()),
        sha256: first.map(|key| key.sha256()),
        keys: match &found.keys[..] {
            [] | [_] => Vec::new(),
            several => several.iter().map(entry).collect(),
        },
        problems: found.problems,
        error: found.error,
        lock: found.lock,
        certificate: found.certificate,
        x509: found.x509,
    }
}

fn entry(listed: &IdentifiedKey) -> Entry {
    let key = &listed.key;
    Entry {
        options: listed.options.clone(),
        algorithm: key.algorithm().to_owned(),
        bits: key.bits(),
        comment: key.comment().to_owned(),
        public_key: key.to_line(),
        md5: key.md5(),
        sha256: key.sha256(),
    }
}
