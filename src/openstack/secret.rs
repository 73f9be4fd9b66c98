//! What must not be printed: what a person types to sign in, and the token.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A password, an application credential's secret, an API key or a one-time code. It cannot be copied, printed or
/// serialised, and its memory is wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes the secret over.
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for the one request that carries it.
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

    /// The same without the white space that came along when it was copied; `None` when it cannot be sent in a header.
    pub(super) fn tidied(&self) -> Option<Self> {
        let text = self.0.trim();
        let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        sound.then(|| Self(text.to_owned()))
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
