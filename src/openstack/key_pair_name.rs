//! Names of key pairs: what Nova takes for a new one, and how a listed one is addressed.
//!
//! Source: Nova's `parameter_types.keypair_name_special_chars` (to 2.91) and `keypair_name_special_chars_v292`, and the
//! answers of a Nova 34 to each kind of name.

use super::microversion::{Capability, Range};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;

/// The most characters that a name may have.
pub const MAX_LENGTH: usize = 255;

/// What RFC 3986 calls unreserved may stand in a path segment as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Which characters the cloud takes in a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameRules {
    /// Whether `.` and `@` are allowed: from microversion 2.92 on.
    pub dot_and_at: bool,
}

impl NameRules {
    /// The rules of an endpoint with these microversions; `None` for one without any.
    pub fn of(range: Option<Range>) -> Self {
        Self {
            dot_and_at: range.is_some_and(|range| range.has(Capability::KeyPairNamesWithDotAt)),
        }
    }

    fn allow(self, character: char) -> bool {
        character.is_ascii_alphanumeric()
            || matches!(character, ' ' | '-' | '_')
            || self.dot_and_at && matches!(character, '.' | '@')
    }

    /// What a name may consist of, in words that complete "A name may hold …".
    pub fn allowed(self) -> &'static str {
        match self.dot_and_at {
            true => "letters A to Z, digits, spaces and - _ . @",
            false => "letters A to Z, digits, spaces and - _",
        }
    }
}

/// Why a name cannot be given to a new key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("Type a name.")]
    Empty,
    /// More than [`MAX_LENGTH`] characters.
    #[error("The name has {length} characters; at most {MAX_LENGTH} are possible.")]
    TooLong {
        /// How many it has.
        length: usize,
    },
    /// White space at the beginning or end.
    #[error("The name must not begin or end with a space.")]
    EdgeSpace,
    /// A character that the cloud refuses.
    #[error("The name must not hold {}; it may hold {}.", Shown(*character), rules.allowed())]
    Illegal {
        /// The first such character.
        character: char,
        /// Its place, counted in characters from 0.
        position: usize,
        /// The rules it breaks.
        rules: NameRules,
    },
    /// `.` or `..`. New clouds take these names, but in an address they mean "this folder" and "the folder above": no
    /// browser could show or delete the key pair again.
    #[error(
        "A key pair called “.” or “..” could never be shown or deleted again from a browser: choose another name."
    )]
    Dots,
}

/// A character as a person can see it.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\t' => formatter.write_str("a tab"),
            '\n' | '\r' => formatter.write_str("a line break"),
            // What Rust would escape cannot be seen: controls, joiners, odd spaces, unassigned characters.
            other if other.is_whitespace() || other.escape_debug().len() > 2 => {
                write!(
                    formatter,
                    "the invisible character U+{:04X}",
                    u32::from(other)
                )
            }
            other => write!(formatter, "“{other}”"),
        }
    }
}

/// A name that a new key pair can have in the cloud at hand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyPairName(String);

impl KeyPairName {
    /// Takes a name as it was typed, nothing trimmed.
    ///
    /// # Errors
    /// The first reason why the cloud, or a browser later, would not take it.
    pub fn parse(text: &str, rules: NameRules) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text == "." || text == ".." {
            return Err(NameError::Dots);
        }
        if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
            return Err(NameError::EdgeSpace);
        }
        if let Some((position, character)) = text
            .chars()
            .enumerate()
            .find(|(_, character)| !rules.allow(*character))
        {
            return Err(NameError::Illegal {
                character,
                position,
                rules,
            });
        }
        match text.chars().count() {
            length if length > MAX_LENGTH => Err(NameError::TooLong { length }),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as one segment of a URL's path.
    pub fn path_segment(&self) -> String {
        utf8_percent_encode(&self.0, SEGMENT).to_string()
    }
}

impl fmt::Display for KeyPairName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The name of a listed key pair, however odd, as one segment of a URL's path.
///
/// `None` for the empty name, `.` and `..`: an address with them, also percent-encoded, means another resource.
pub fn encode_segment(name: &str) -> Option<String> {
    match name {
        "" | "." | ".." => None,
        _ => Some(utf8_percent_encode(name, SEGMENT).to_string()),
    }
}

/// Whether a cloud takes the two for the same name.
///
/// MariaDB and MySQL, on which nearly every cloud runs, compare without regard to case and to spaces at the end.
pub fn same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.trim_end_matches(' ').to_lowercase();
    one == other || folded(one) == folded(other)
}
