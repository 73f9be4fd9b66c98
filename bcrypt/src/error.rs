//! What cannot be derived.

use core::fmt;

/// Why nothing was derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Error {
    /// The number of rounds is zero.
    NoRounds,
    /// The passphrase has no bytes.
    EmptyPassphrase,
    /// The salt has no bytes.
    EmptySalt,
    /// The salt is longer than [`MAX_SALT`](crate::MAX_SALT).
    SaltTooLong,
    /// No bytes were asked for.
    EmptyOutput,
    /// More than [`MAX_OUTPUT`](crate::MAX_OUTPUT) bytes were asked for.
    OutputTooLong,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRounds => "the number of rounds is zero",
            Self::EmptyPassphrase => "the passphrase is empty",
            Self::EmptySalt => "the salt is empty",
            Self::SaltTooLong => "the salt is too long",
            Self::EmptyOutput => "no bytes are to be derived",
            Self::OutputTooLong => "more bytes are to be derived than can be",
        })
    }
}

impl core::error::Error for Error {}
