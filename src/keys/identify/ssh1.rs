//! Keys of SSH version 1, which no server has spoken for years: told by name, size and comment, and refused.

use super::{Failure, FileKind, Identified};
use crate::keys::wire::Reader;

/// How a private key begins ("SSH PRIVATE KEY FILE FORMAT 1.1", a line end and a zero byte).
const PRIVATE: &[u8] = b"SSH PRIVATE KEY FILE FORMAT 1.1\n\0";

/// The most digits of a modulus: 16,384 bits.
const MAX_DIGITS: usize = 4933;

/// The report of a private or public key of SSH 1; `None` for everything else.
pub(super) fn identify(bytes: &[u8]) -> Option<Identified> {
    let mut found = Identified {
        format: Some("ssh1".into()),
        error: Failure::new(
            "unsupported-format",
            "This is a key of SSH version 1, which servers no longer speak. Make a new key.",
        ),
        ..Identified::default()
    };
    if let Some(rest) = bytes.strip_prefix(PRIVATE) {
        found.kind = FileKind::Private;
        if let Some((locked, bits, comment)) = private(rest) {
            found.encrypted = Some(locked);
            found.bits = Some(bits);
            found.comment = Some(comment);
        }
        return Some(found);
    }
    let (bits, comment) = public(bytes)?;
    found.kind = FileKind::Public;
    found.bits = Some(bits);
    found.comment = Some(comment);
    Some(found)
}

/// The cipher's number (0 is none), four zero bytes, the size, modulus and exponent with their sizes in bits before
/// them, the comment.
fn private(rest: &[u8]) -> Option<(bool, u32, String)> {
    let mut fields = Reader::new(rest);
    let cipher = fields.bytes(1)?[0];
    fields.bytes(4)?;
    let bits = fields.uint32()?;
    for _ in ["modulus", "exponent"] {
        let size = fields.bytes(2)?;
        let size = usize::from(u16::from_be_bytes(size.try_into().ok()?));
        fields.bytes(size.div_ceil(8))?;
    }
    let comment = String::from_utf8_lossy(fields.string()?).replace(char::is_control, " ");
    Some((cipher != 0, bits, comment))
}

/// One line of `bits exponent modulus comment`, in decimal.
fn public(bytes: &[u8]) -> Option<(u32, String)> {
    if bytes.len() > 2 * MAX_DIGITS {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let mut words = text.splitn(4, ' ');
    let (bits, exponent, modulus) = (words.next()?, words.next()?, words.next()?);
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let bits: u32 = bits.parse().ok()?;
    // Three decimal digits make about ten bits.
    let fits = modulus.len().abs_diff(bits as usize * 3 / 10) <= 5 + modulus.len() / 20;
    let sound = number(exponent) && number(modulus) && modulus.len() > 100 && fits;
    (sound && !text.contains('\n')).then(|| (bits, words.next().unwrap_or("").to_owned()))
}
