//! Public keys between a BEGIN and an END line: RFC 4716 and PEM (RFC 7468).

use super::{der, error::Guess, error::ImportError};
use base64ct::{Base64, Encoding};

const SSH2_BEGIN: &str = "---- BEGIN SSH2 PUBLIC KEY ----";
const SSH2_END: &str = "---- END SSH2 PUBLIC KEY ----";

/// The wire form of the key and its comment, when `text` (trimmed) has a BEGIN line of a public key.
pub(super) fn read(text: &str) -> Option<Result<(Vec<u8>, String), ImportError>> {
    let count = text.lines().filter(|line| is_begin(line.trim())).count();
    if count > 1 {
        return Some(Err(ImportError::SeveralKeys { count }));
    }
    if let Some(body) = text.split_once(SSH2_BEGIN).map(|(_, body)| body) {
        return Some(
            body.split_once(SSH2_END)
                .ok_or(ImportError::Truncated)
                .and_then(|(body, _)| rfc4716(body)),
        );
    }
    for (label, decode) in [
        (
            "PUBLIC KEY",
            der::from_spki as fn(&[u8]) -> Result<Vec<u8>, ImportError>,
        ),
        ("RSA PUBLIC KEY", der::from_pkcs1),
    ] {
        let Some((_, body)) = text.split_once(&format!("-----BEGIN {label}-----")) else {
            continue;
        };
        let Some((body, _)) = body.split_once(&format!("-----END {label}-----")) else {
            return Some(Err(ImportError::Truncated));
        };
        return Some(
            base64(body)
                .and_then(|bytes| decode(&bytes))
                .map(|blob| (blob, String::new())),
        );
    }
    None
}

fn is_begin(line: &str) -> bool {
    line == SSH2_BEGIN
        || line == "-----BEGIN PUBLIC KEY-----"
        || line == "-----BEGIN RSA PUBLIC KEY-----"
}

/// Headers `Tag: value`, a backslash at a line's end continuing the value, then base64 (RFC 4716 section 3.3).
fn rfc4716(body: &str) -> Result<(Vec<u8>, String), ImportError> {
    let mut comment = String::new();
    let mut data = String::new();
    let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        let Some((tag, value)) = line.split_once(':') else {
            data.push_str(line);
            continue;
        };
        let mut value = value.trim_start().to_owned();
        while let Some(start) = value.strip_suffix('\\') {
            value = format!("{start}{}", lines.next().ok_or(ImportError::Truncated)?);
        }
        if tag.eq_ignore_ascii_case("comment") {
            let inner = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            comment = inner.map_or(value.clone(), unescaped);
        }
    }
    Ok((base64(&data)?, comment))
}

/// A quoted comment without the backslashes that PuTTY puts before quotes and backslashes; the RFC has none of them.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|&next| character == '\\' && matches!(next, '"' | '\\'));
        out.push(escaped.unwrap_or(character));
    }
    out
}

/// Decodes base64 with white space in it.
fn base64(text: &str) -> Result<Vec<u8>, ImportError> {
    let text: String = text.split_whitespace().collect();
    if text.is_empty() {
        return Err(ImportError::NotAKey(Guess::Unknown));
    }
    let cut = !text.len().is_multiple_of(4);
    Base64::decode_vec(&text).map_err(|_| {
        if cut {
            ImportError::Truncated
        } else {
            ImportError::Damaged
        }
    })
}
