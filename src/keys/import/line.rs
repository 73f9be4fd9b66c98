//! The OpenSSH line as people paste it: broken, indented, with options in front.

use super::error::ImportError;
use super::guess::guess;
use crate::keys::public::kind::{BlobError, Kind};
use base64ct::{Base64, Encoding};

/// Every blob begins with the length of its type's name, four bytes below 2^16: in base64 `AAAA`.
const BLOB_START: &str = "AAAA";

/// The most of what stands in front of a key that a message repeats, in characters.
const MAX_SHOWN: usize = 80;

/// The wire form of the key and its comment, from `text` (trimmed, not empty).
pub(super) fn read(text: &str) -> Result<(Vec<u8>, String), ImportError> {
    let kept: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let text = kept.join("\n");
    let words: Vec<&str> = text.split_whitespace().collect();
    let starts: Vec<usize> = (0..words.len())
        .filter(|&at| is_type(words[at]) && words.get(at + 1).is_some_and(|w| is_start(w)))
        .collect();
    match starts[..] {
        [] => bare(&text, &words),
        [0] => from_type(&text, words[0]),
        [at] => Err(ImportError::OptionsInFront {
            options: shown(&words[..at]),
        }),
        _ => Err(ImportError::SeveralKeys {
            count: starts.len(),
        }),
    }
}

/// A key without its type in front, or no key.
fn bare(text: &str, words: &[&str]) -> Result<(Vec<u8>, String), ImportError> {
    match words {
        [] => Err(ImportError::Empty),
        [first, ..] if is_start(first) => collect(text).map(|(_, blob, comment)| (blob, comment)),
        [only] if is_type(only) => Err(ImportError::Truncated),
        [first, second, ..] if is_type(first) && BLOB_START.starts_with(second) => {
            Err(ImportError::Truncated)
        }
        [first, ..] if is_type(first) => Err(ImportError::Damaged),
        _ => Err(ImportError::NotAKey(guess(text))),
    }
}

fn from_type(text: &str, written: &str) -> Result<(Vec<u8>, String), ImportError> {
    let rest = text[written.len()..].trim_start();
    let (inside, blob, comment) = collect(rest)?;
    if inside == written {
        Ok((blob, comment))
    } else {
        Err(ImportError::TypeMismatch {
            written: written.to_owned(),
            inside,
        })
    }
}

/// Puts base64 together that was broken into lines: takes line after line until the key is whole. Gives the type that
/// the key names, the key, and what follows on the same line.
///
/// Pieces with a space between are not joined: the second would be the comment of a key that is cut off.
fn collect(text: &str) -> Result<(String, Vec<u8>, String), ImportError> {
    let mut base64 = String::new();
    let mut rest = text;
    loop {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let piece = &rest[..end];
        if piece.is_empty() || !piece.bytes().all(is_base64) {
            // Not a piece of the key. When nothing was taken yet, a wrong character stands in the key itself.
            return Err(if base64.is_empty() {
                ImportError::Damaged
            } else {
                ImportError::Truncated
            });
        }
        base64.push_str(piece);
        rest = &rest[end..];
        match decode(&base64) {
            Ok((inside, blob)) => {
                let (comment, below) = rest.split_once('\n').unwrap_or((rest, ""));
                if below.is_empty() {
                    return Ok((inside, blob, comment.to_owned()));
                }
                // A line broken within or before the padding goes on.
                if !comment.is_empty() || !below.starts_with('=') {
                    return Err(ImportError::TextBelow);
                }
            }
            Err(BlobError::Truncated) => {}
            // More pieces cannot mend it.
            Err(BlobError::Invalid | BlobError::Trailing) => return Err(ImportError::Damaged),
        }
        rest = match rest.strip_prefix('\n') {
            Some(below) => below,
            None => return Err(ImportError::Truncated),
        };
    }
}

/// Decodes what there is; a last group of fewer than four characters counts as not there yet, unless padding is all
/// that it lacks.
fn decode(base64: &str) -> Result<(String, Vec<u8>), BlobError> {
    let whole = base64.trim_end_matches('=');
    let mut padded = whole.to_owned();
    while !padded.len().is_multiple_of(4) && padded.len() - whole.len() < 2 {
        padded.push('=');
    }
    let full = if padded.len().is_multiple_of(4) {
        padded
    } else {
        whole[..whole.len() / 4 * 4].to_owned()
    };
    let blob = match Base64::decode_vec(&full) {
        Ok(blob) => blob,
        // The spare bits of a group that is not whole are not zero: more must follow.
        Err(_) if !whole.len().is_multiple_of(4) => return Err(BlobError::Truncated),
        Err(_) => return Err(BlobError::Invalid),
    };
    let (name, _) = Kind::of_blob(&blob)?;
    Ok((name.to_owned(), blob))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_start(word: &str) -> bool {
    word.starts_with(BLOB_START)
}

/// Whether the word looks like the type of a key.
fn is_type(word: &str) -> bool {
    [
        "ssh-",
        "ecdsa-sha2-",
        "sk-ssh-",
        "sk-ecdsa-",
        "rsa-sha2-",
        "webauthn-sk-",
    ]
    .iter()
    .any(|start| word.starts_with(start))
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-@._+".contains(&byte))
}

fn shown(words: &[&str]) -> String {
    let all = words.join(" ");
    match all.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &all[..end]),
        None => all,
    }
}
