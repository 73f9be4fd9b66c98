//! Reading a public key from what a person pastes, drops or picks, and making it what a cloud takes.

mod armor;
mod comment;
mod decode;
pub(crate) mod der;
mod error;
mod guess;
mod line;
mod list;
mod private_marker;

pub use comment::{CommentError, MAX_COMMENT, check_comment};
pub use decode::decode;
pub use error::{Guess, ImportError};
pub use list::{Listed, ListedKey, is_options, list};
pub use private_marker::looks_private;
#[cfg(feature = "vault")]
pub(crate) use private_marker::private_format;

use super::public::{PublicKey, PublicKeyError, kind::Kind};

/// The most bytes that Nova's database holds of a public key (MySQL's TEXT).
pub const MAX_LINE: usize = 65_535;

/// More than this is not looked at: no text with one key in it is near it.
const MAX_TEXT: usize = 4 * MAX_LINE;

/// The smallest RSA modulus that OpenSSH's servers accept by default, in bits.
const MIN_RSA_BITS: u32 = 1024;

/// Reads one public key in any form that people have it in: an OpenSSH line (indented, with a byte order mark, wrapped,
/// with several spaces, without type or comment), RFC 4716, PEM `PUBLIC KEY` and `RSA PUBLIC KEY`.
///
/// What comes back is canonical: [`PublicKey::to_line`] gives what to send to a cloud. White space in the comment is
/// made single spaces.
///
/// # Errors
/// [`ImportError`] says what is wrong and what to do. A private key gives [`ImportError::PrivateKey`] before anything
/// else is looked at.
pub fn read_public(text: &str) -> Result<PublicKey, ImportError> {
    let key = read_any(text)?;
    check_kind(&key)?;
    comment::check_characters(key.comment())?;
    let bytes = key.to_line().len();
    if bytes > MAX_LINE {
        Err(ImportError::TooLarge { bytes })
    } else {
        Ok(key)
    }
}

/// Reads one public key as [`read_public`] does, but of any kind, and with any comment.
///
/// # Errors
/// As [`read_public`], without those that say what a cloud does not take.
pub fn read_any(text: &str) -> Result<PublicKey, ImportError> {
    let text = &*private_marker::without_nul(text);
    if let Some(format) = private_marker::private_format(text) {
        return Err(ImportError::PrivateKey { format });
    }
    let text = unquoted(text.trim_start_matches('\u{feff}').trim());
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooLarge { bytes: text.len() });
    }
    let (blob, comment) = armor::read(text).unwrap_or_else(|| line::read(text))?;
    let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    PublicKey::from_blob(blob, &comment).map_err(|error| match error {
        PublicKeyError::Truncated => ImportError::Truncated,
        _ => ImportError::Damaged,
    })
}

/// The wire form of a public key in bare DER, SubjectPublicKeyInfo or PKCS#1, with the code of its format.
#[cfg(feature = "vault")]
pub(crate) fn from_der(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    der::from_spki(bytes)
        .map(|blob| ("pkcs8", blob))
        .or_else(|_| der::from_pkcs1(bytes).map(|blob| ("pkcs1", blob)))
        .ok()
}

/// The text without the quotes around it that come along from code and configuration files.
fn unquoted(text: &str) -> &str {
    let inner = ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(text).trim()
}

fn check_kind(key: &PublicKey) -> Result<(), ImportError> {
    match key.kind() {
        Kind::Dsa(_) => Err(ImportError::Dsa),
        Kind::Rsa(bits) if bits < MIN_RSA_BITS => Err(ImportError::WeakRsa { bits }),
        Kind::Other if key.algorithm().contains("-cert-v0") => Err(ImportError::Certificate),
        Kind::Other => Err(ImportError::UnsupportedKind {
            name: key.algorithm().to_owned(),
        }),
        Kind::Ed25519 | Kind::Rsa(_) | Kind::Ecdsa(_) | Kind::SkEd25519 | Kind::SkEcdsa => Ok(()),
    }
}
