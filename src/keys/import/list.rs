//! Files with a key in every line: `authorized_keys`, `known_hosts`, and what people collect.

use crate::keys::public::PublicKey;
use base64ct::{Base64, Encoding};

/// The most keys that are taken from one file.
const MAX_KEYS: usize = 10_000;

/// Names of options that stand in front of keys in `authorized_keys` (sshd(8)).
const OPTIONS: [&str; 22] = [
    "agent-forwarding",
    "cert-authority",
    "command=",
    "environment=",
    "expiry-time=",
    "from=",
    "no-agent-forwarding",
    "no-port-forwarding",
    "no-pty",
    "no-touch-required",
    "no-user-rc",
    "no-x11-forwarding",
    "permitlisten=",
    "permitopen=",
    "port-forwarding",
    "principals=",
    "pty",
    "restrict",
    "tunnel=",
    "user-rc",
    "verify-required",
    "x11-forwarding",
];

/// A key and what stands in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// Options or host names; empty as a rule.
    pub options: String,
    /// The key, of whatever kind.
    pub key: PublicKey,
}

/// The keys of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// In the order of the file.
    pub keys: Vec<ListedKey>,
    /// How many lines are neither a key nor empty nor a comment.
    pub unread: usize,
}

/// Reads every line that is a key, with or without options in front (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). A key
/// broken into several lines is not one of them: see [`read_public`](super::read_public).
pub fn list(text: &str) -> Listed {
    let mut listed = Listed::default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match read(line) {
            Some(key) if listed.keys.len() < MAX_KEYS => listed.keys.push(key),
            _ => listed.unread += 1,
        }
    }
    listed
}

/// Whether what stands in front of a key is options of `authorized_keys` and not host names.
pub fn is_options(front: &str) -> bool {
    let lower = front.to_ascii_lowercase();
    OPTIONS.iter().any(|option| {
        lower.strip_prefix(option).is_some_and(|rest| {
            option.ends_with('=') || rest.is_empty() || rest.starts_with([',', ' '])
        })
    })
}

/// Reads one line: fields in front, a type, base64, a comment. Known_hosts may have two fields in front.
fn read(line: &str) -> Option<ListedKey> {
    let mut rest = line;
    for _ in 0..3 {
        if let Some(key) = key(rest) {
            let front = line[..line.len() - rest.len()].trim_end();
            return Some(ListedKey {
                options: front.to_owned(),
                key,
            });
        }
        rest = after_field(rest)?;
    }
    None
}

/// What follows the first field and the space behind it; a field may hold spaces within quotes.
fn after_field(text: &str) -> Option<&str> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => quoted = !quoted,
            ' ' | '\t' if !quoted => return Some(text[at..].trim_start()),
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    None
}

/// `type base64 comment`, with any white space between.
fn key(text: &str) -> Option<PublicKey> {
    let (kind, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (base64, comment) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let blob = Base64::decode_vec(base64).ok()?;
    let comment: String = comment
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let key = PublicKey::from_blob(blob, &comment).ok()?;
    (key.algorithm() == kind).then_some(key)
}
