//! Makes or converts key files in a terminal with Keyhaven's own key code.
//!
//! `keygen --type ed25519|rsa-3072|rsa-4096|ecdsa-p256|ecdsa-p384|ecdsa-p521 [--format openssh|pkcs8|pem|ppk|ppk2]
//! [--passphrase P] [--comment C] --out FILE` writes the private key to FILE (mode 0600) and the public key to FILE.pub.
//! `--from FILE [--from-passphrase P]` in place of `--type` converts a file instead. For locked files the cipher of
//! OpenSSH's format is chosen with `--cipher NAME`, its rounds with `--rounds N`, the key derivation of PKCS#8 with
//! `--kdf pbkdf2|scrypt`. What a person should know about the format goes to standard error. Files that exist are left
//! alone. The exit code is 0, 1 when it could not be done, or 2 for a wrong command line.

use keyhaven::keys::file_format::FileFormat;
use keyhaven::keys::key_type::KeyType;
use keyhaven::keys::private::{OpenSshCipher, Pkcs8Kdf, PrivateKey, Secret, WriteOptions};
use lexopt::prelude::*;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: keygen --type TYPE | --from FILE [--from-passphrase P]
              [--format FORMAT] [--passphrase P] [--comment C] --out FILE
              [--cipher NAME] [--rounds N] [--kdf pbkdf2|scrypt]
types: ed25519 rsa-3072 rsa-4096 ecdsa-p256 ecdsa-p384 ecdsa-p521
formats: openssh pkcs8 pem ppk ppk2";

#[derive(Default)]
struct Arguments {
    key_type: Option<KeyType>,
    from: Option<PathBuf>,
    from_passphrase: Option<Secret>,
    passphrase: Option<Secret>,
    comment: Option<String>,
    options: WriteOptions,
    out: PathBuf,
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("keygen: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keygen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let mut result = Arguments::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("type") => result.key_type = Some(key_type(&parser.value()?.string()?)?),
            Long("format") => result.options.format = format(&parser.value()?.string()?)?,
            Long("cipher") => result.options.cipher = cipher(&parser.value()?.string()?)?,
            Long("rounds") => result.options.rounds = parser.value()?.parse()?,
            Long("kdf") => result.options.pkcs8 = kdf(&parser.value()?.string()?)?,
            Long("passphrase") => result.passphrase = Some(secret(parser.value()?)?),
            Long("comment") => result.comment = Some(parser.value()?.string()?),
            Long("out") => result.out = parser.value()?.into(),
            Long("from") => result.from = Some(parser.value()?.into()),
            Long("from-passphrase") => result.from_passphrase = Some(secret(parser.value()?)?),
            other => return Err(other.unexpected()),
        }
    }
    if result.out.as_os_str().is_empty() {
        return Err("--out is missing".into());
    }
    if result.key_type.is_some() == result.from.is_some() {
        return Err("either --type or --from is needed".into());
    }
    Ok(result)
}

fn key_type(code: &str) -> Result<KeyType, String> {
    KeyType::ALL
        .into_iter()
        .find(|known| known.code() == code)
        .ok_or_else(|| format!("unknown type {code}"))
}

fn format(code: &str) -> Result<FileFormat, String> {
    FileFormat::ALL
        .into_iter()
        .find(|known| known.code() == code)
        .ok_or_else(|| format!("unknown format {code}"))
}

fn cipher(name: &str) -> Result<OpenSshCipher, String> {
    let known = || {
        format!(
            "unknown cipher {name}; {} are",
            OpenSshCipher::NAMES.join(" ")
        )
    };
    OpenSshCipher::from_name(name).ok_or_else(known)
}

fn kdf(name: &str) -> Result<Pkcs8Kdf, String> {
    match name {
        "pbkdf2" => Ok(WriteOptions::default().pkcs8),
        "scrypt" => Ok(Pkcs8Kdf::Scrypt),
        _ => Err(format!("unknown key derivation {name}")),
    }
}

fn secret(value: OsString) -> Result<Secret, lexopt::Error> {
    Ok(Secret::from_bytes(value.string()?.into_bytes()))
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut public_file = arguments.out.clone().into_os_string();
    public_file.push(".pub");
    let public_file = PathBuf::from(public_file);
    for file in [&arguments.out, &public_file] {
        if file.symlink_metadata().is_ok() {
            return Err(format!("{} exists already", file.display()).into());
        }
    }
    let key = match (&arguments.from, arguments.key_type) {
        (Some(file), _) => {
            let mut key = PrivateKey::read(&fs::read(file)?, arguments.from_passphrase.as_ref())?;
            if let Some(comment) = &arguments.comment {
                key.set_comment(comment)?;
            }
            key
        }
        (None, Some(key_type)) => make(key_type, arguments.comment.as_deref().unwrap_or(""))?,
        (None, None) => return Err("either --type or --from is needed".into()),
    };
    let passphrase = arguments.passphrase.as_ref();
    let format = arguments.options.format;
    let text = key.write(&arguments.options, passphrase)?;
    if let Some(caution) = format.caution(key.public().algorithm(), passphrase.is_some()) {
        eprintln!("keygen: {caution}");
    }
    write_new(&arguments.out, text.as_bytes(), 0o600)?;
    write_new(
        &public_file,
        format!("{}\n", key.public().to_line()).as_bytes(),
        0o644,
    )?;
    Ok(())
}

fn make(key_type: KeyType, comment: &str) -> Result<PrivateKey, Box<dyn Error>> {
    match key_type.rsa_bits() {
        None => Ok(PrivateKey::generate(key_type, comment)?),
        Some(bits) => rsa_key(bits, comment),
    }
}

/// Stands in for SubtleCrypto: the `rsa` crate makes the key, and it takes the same way in.
#[cfg(not(target_arch = "wasm32"))]
fn rsa_key(bits: u32, comment: &str) -> Result<PrivateKey, Box<dyn Error>> {
    use rsa::pkcs8::EncodePrivateKey;
    let mut random = rsa::rand_core::UnwrapErr(getrandom::SysRng);
    let der = rsa::PrivateKey::new(&mut random, usize::try_from(bits)?)?.to_pkcs8_der()?;
    Ok(PrivateKey::from_rsa_pkcs8(der.as_bytes(), comment)?)
}

#[cfg(target_arch = "wasm32")]
fn rsa_key(_: u32, _: &str) -> Result<PrivateKey, Box<dyn Error>> {
    Err("RSA keys are made by the browser".into())
}

/// Writes a file that must not exist yet, readable as `mode` says from the moment it exists.
fn write_new(file: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options.open(file)?.write_all(bytes)
}
