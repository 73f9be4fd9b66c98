//! `cargo xtask blocklist`: makes the file of keys that must not be trusted (docs/blocklist.md).

use anyhow::{Context, Result, bail};
use base64ct::{Base64Unpadded, Encoding};
use keyhaven::keys::audit::blocklist::{Blocklist, Builder, Entry};
use keyhaven::keys::public::PublicKey;
use lexopt::{Arg, Parser, ValueExt};
use std::fs;
use std::path::{Path, PathBuf};

/// The size of a record in `badkeys`' blocklist.dat: 15 bytes of a hash and the number of a list.
const BADKEYS_RECORD: usize = 16;

/// What the input files that follow are.
#[derive(Clone, Copy)]
enum Form {
    /// Lines of keys or fingerprints.
    Lines,
    /// Lines of hexadecimal numbers: primes of RSA keys, or products of them.
    Primes,
    /// `badkeys`' own file, of which one list is taken.
    Badkeys(u8),
}

/// Reads the rest of the command line and does what it says.
///
/// # Errors
/// When an argument or a line of an input file is wrong, or a file cannot be read or written.
pub fn run(mut arguments: Parser) -> Result<()> {
    let mut builder = Builder::new();
    let (mut name, mut form, mut out) = (None::<String>, Form::Lines, None::<PathBuf>);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("name") => {
                name = Some(arguments.value()?.string()?);
                form = Form::Lines;
            }
            Arg::Long("primes") => form = Form::Primes,
            Arg::Long("badkeys") => form = Form::Badkeys(arguments.value()?.parse()?),
            Arg::Long("out") => out = Some(arguments.value()?.into()),
            Arg::Value(file) => {
                let name = name
                    .as_deref()
                    .context("--name must stand before the first file")?;
                add_file(&mut builder, name, form, Path::new(&file))?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.context("--out says where the blocklist goes")?;
    let (bytes, list) = finish(&builder)?;
    fs::write(&out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    println!(
        "keyhaven: {} lists {} keys in {} bytes: {}",
        out.display(),
        list.len(),
        bytes.len(),
        list.names().collect::<Vec<_>>().join(", ")
    );
    Ok(())
}

/// The file, read back as the vault will read it.
fn finish(builder: &Builder) -> Result<(Vec<u8>, Blocklist)> {
    if builder.is_empty() {
        bail!("there is nothing to list");
    }
    let bytes = builder.write();
    let list = Blocklist::parse(bytes.clone())?;
    Ok((bytes, list))
}

fn add_file(builder: &mut Builder, name: &str, form: Form, file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    if let Form::Badkeys(id) = form {
        return add_badkeys(builder, name, id, &bytes).with_context(|| file.display().to_string());
    }
    // Comments may be in any encoding; what counts is ASCII.
    let text = String::from_utf8_lossy(&bytes);
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let added = match form {
            Form::Primes => hex(line)
                .context("this is not a hexadecimal number")
                .and_then(|number| Ok(builder.add(name, Entry::Primes(&number))?)),
            _ => add_line(builder, name, line),
        };
        added.with_context(|| format!("{} line {}", file.display(), index + 1))?;
    }
    Ok(())
}

/// One key, or one fingerprint, in whatever form people have them.
fn add_line(builder: &mut Builder, name: &str, line: &str) -> Result<()> {
    if let Some(key) = key_in(line) {
        return Ok(builder.add(name, Entry::Key(&key))?);
    }
    for word in line.split_whitespace() {
        if let Some(base64) = word.strip_prefix("SHA256:") {
            let mut hash = [0; 32];
            let base64 = base64.trim_end_matches('=');
            if Base64Unpadded::decode(base64, &mut hash).is_ok_and(|hash| hash.len() == 32) {
                return Ok(builder.add(name, Entry::Sha256(&hash))?);
            }
        }
        let digits = word.strip_prefix("MD5:").unwrap_or(word).replace(':', "");
        // A whole MD5 fingerprint, or the last 20 of its digits as in Debian's openssh-blacklist.
        if let (20 | 32, Some(hash)) = (digits.len(), hex(&digits)) {
            return Ok(builder.add(name, Entry::Md5Tail(&hash))?);
        }
    }
    bail!("there is neither a public key nor a SHA-256 or MD5 fingerprint in this line");
}

/// The public key in a line of a `.pub` or `authorized_keys` file.
fn key_in(line: &str) -> Option<PublicKey> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(2)
        .find_map(|pair| PublicKey::parse_line(&pair.join(" ")).ok())
}

fn add_badkeys(builder: &mut Builder, name: &str, id: u8, bytes: &[u8]) -> Result<()> {
    let (records, rest) = bytes.as_chunks::<BADKEYS_RECORD>();
    if !rest.is_empty() {
        bail!("this is not badkeys’ blocklist.dat");
    }
    let before = builder.len();
    for [hash @ .., list] in records {
        if *list == id {
            builder.add(name, Entry::NumberHash(hash))?;
        }
    }
    if builder.len() == before {
        bail!("no key of the list {id} is in it");
    }
    Ok(())
}

/// The bytes of a hexadecimal number, which may begin with 0x.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let even = format!("{}{digits}", "0".repeat(digits.len() % 2));
    (0..even.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&even[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests;
