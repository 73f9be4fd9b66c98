//! Searches requests for a secret, however it may have been written.
//!
//! A secret is cut into pieces, so that a part of it, or a text with line breaks in between, is found as well. Each piece
//! is looked for raw, in hexadecimal, as percent escapes, as a list of decimal numbers, as JSON escapes and in base64 at
//! each of the three places where it may begin within a group.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use devcloud::LoggedRequest;
use memchr::memmem;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, percent_encode};

/// Bytes of a piece: too many to be met by chance, few enough to fit into a line of any armour.
const PIECE: usize = 16;

/// A secret and what it is called in messages.
#[derive(Clone)]
pub struct Secret {
    name: String,
    bytes: Vec<u8>,
}

impl Secret {
    /// A secret of at least 8 bytes: less would be met by chance.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        assert!(bytes.len() >= 8, "{name} is too short to be looked for");
        Self {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        }
    }

    /// The secret itself.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn pieces(&self) -> Vec<&[u8]> {
        match self.bytes.len() {
            length if length < 2 * PIECE => vec![&self.bytes],
            _ => self.bytes.chunks_exact(PIECE).collect(),
        }
    }
}

/// One way to write one piece.
struct Needle {
    what: String,
    text: Vec<u8>,
}

/// Looks for secrets.
pub struct Searcher {
    needles: Vec<Needle>,
}

impl Searcher {
    /// For all of these.
    pub fn new(secrets: &[Secret]) -> Self {
        let needles = secrets
            .iter()
            .flat_map(|secret| {
                let pieces = secret.pieces().into_iter().enumerate();
                pieces.flat_map(move |(place, piece)| {
                    writings(piece)
                        .into_iter()
                        .map(move |(writing, text)| Needle {
                            what: format!("{}, piece {place}, {writing}", secret.name),
                            text,
                        })
                })
            })
            .collect();
        Self { needles }
    }

    /// What is found in a text, each named; nothing when it holds no secret.
    pub fn find(&self, text: &[u8]) -> Vec<&str> {
        let decoded: Vec<u8> = percent_decode(text).collect();
        // Upper and lower case do not matter to hexadecimal digits and escapes.
        let lower = text.to_ascii_lowercase();
        let found = |needle: &&Needle| {
            [text, &decoded, &lower]
                .iter()
                .any(|text| memmem::find(text, &needle.text).is_some())
        };
        self.needles
            .iter()
            .filter(found)
            .map(|needle| needle.what.as_str())
            .collect()
    }

    /// What is found in requests: method, address, headers and body. One line for each request that holds a secret.
    pub fn find_in(&self, requests: &[LoggedRequest]) -> Vec<String> {
        let line = |request: &LoggedRequest| {
            let text = whole(request);
            let found = self.find(&text);
            let first = found.first()?;
            Some(format!(
                "{} {}: {first} (of {})",
                request.method,
                request.target,
                found.len()
            ))
        };
        requests.iter().filter_map(line).collect()
    }
}

fn whole(request: &LoggedRequest) -> Vec<u8> {
    let mut text = format!("{} {}\n", request.method, request.target).into_bytes();
    for (name, value) in &request.headers {
        text.extend(format!("{name}: {value}\n").bytes());
    }
    text.extend(&request.body);
    text
}

/// Every way to write `piece`, each with its name.
fn writings(piece: &[u8]) -> Vec<(String, Vec<u8>)> {
    let each = |format: &dyn Fn(&u8) -> String, between: &str| {
        piece
            .iter()
            .map(format)
            .collect::<Vec<_>>()
            .join(between)
            .into_bytes()
    };
    let mut all = vec![
        ("raw".to_owned(), piece.to_vec()),
        (
            "hexadecimal".to_owned(),
            each(&|byte| format!("{byte:02x}"), ""),
        ),
        (
            "hexadecimal with colons".to_owned(),
            each(&|byte| format!("{byte:02x}"), ":"),
        ),
        (
            "percent escapes".to_owned(),
            each(&|byte| format!("%{byte:02x}"), ""),
        ),
        (
            "some percent escapes".to_owned(),
            percent_encode(piece, NON_ALPHANUMERIC)
                .to_string()
                .into_bytes(),
        ),
        (
            "decimal numbers".to_owned(),
            each(&|byte| byte.to_string(), ","),
        ),
        (
            "JSON escapes".to_owned(),
            each(&|byte| format!("\\u{byte:04x}"), ""),
        ),
    ];
    if let Ok(text) = std::str::from_utf8(piece) {
        let quoted = serde_json::to_string(text).unwrap();
        all.push(("JSON string".to_owned(), quoted[1..quoted.len() - 1].into()));
    }
    for offset in 0..3 {
        all.push((
            format!("base64 from byte {offset}"),
            base64_inside(&STANDARD_NO_PAD, piece, offset),
        ));
        all.push((
            format!("base64url from byte {offset}"),
            base64_inside(&URL_SAFE_NO_PAD, piece, offset),
        ));
    }
    all
}

/// The base64 characters that `piece` alone decides when it begins `offset` bytes after the start of a group.
fn base64_inside(engine: &impl Engine, piece: &[u8], offset: usize) -> Vec<u8> {
    let mut bytes = vec![0; offset];
    bytes.extend(piece);
    let text = engine.encode(&bytes).into_bytes();
    let first = (offset * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    text[first..end].to_vec()
}

#[cfg(test)]
mod tests;
