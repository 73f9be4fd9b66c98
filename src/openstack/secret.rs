//! What must not be printed: the password and the token.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A password. It cannot be copied, printed or serialised, and its memory is wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

impl Password {
    /// Takes the password over.
    pub fn new(password: String) -> Self {
        Self(password)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The password itself, for the one request that carries it.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// A token of the identity service: whoever has it can act as the person until it expires or is revoked.
///
/// Its `Debug` prints nothing of it and there is no `Serialize`; its memory is wiped on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Token(String);

impl Token {
    /// Takes a token over.
    pub fn new(token: String) -> Self {
        Self(token)
    }

    /// The token itself, for a header or for keeping it on the person's explicit wish.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}
