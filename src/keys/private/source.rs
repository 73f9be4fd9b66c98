//! What a private-key file is made of: a PEM block, PuTTY's text, or bare DER.

use super::data::Wiped;
use super::error::ReadError;
use super::pem::Block;
use super::{openssh, ppk};
use crate::keys::der::{Der, INTEGER, OCTET_STRING, SEQUENCE};
use crate::keys::import::{decode, private_format};
use std::borrow::Cow;
use zeroize::Zeroize;

/// No key file is larger, in bytes.
const MAX_FILE: usize = 256 * 1024;

/// The most of an unknown label that a message repeats, in characters.
const MAX_LABEL: usize = 60;

/// A form of key in DER.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Pkcs8,
    LockedPkcs8,
    Pkcs1,
    Sec1,
    Dsa,
}

/// The part of a file that holds the key.
pub(super) enum Source<'a> {
    /// OpenSSH's own format, decoded from its PEM block.
    OpenSsh(Wiped),
    /// PuTTY's text.
    Ppk(&'a [u8]),
    /// A key in DER, in a PEM block, perhaps locked in the old way.
    Pem(Form, Block<'a>),
    /// A key in DER, as it is.
    Der(Form, &'a [u8]),
}

/// Text of a file; wiped when it is not the file itself.
pub(super) struct Text<'a>(Cow<'a, str>);

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            text.zeroize();
        }
    }
}

/// The text of a file: see [`decode`].
///
/// # Errors
/// [`ReadError::TooLarge`].
pub(super) fn text(bytes: &[u8]) -> Result<Text<'_>, ReadError> {
    if bytes.len() > MAX_FILE {
        return Err(ReadError::TooLarge);
    }
    Ok(Text(decode(bytes)))
}

impl<'a> Source<'a> {
    /// Finds the key in a file. `text` is the file's.
    pub(super) fn find(bytes: &'a [u8], text: &'a Text<'_>) -> Result<Self, ReadError> {
        if let Some(form) = form(bytes) {
            return Ok(Self::Der(form, bytes));
        }
        let text = &*text.0;
        // PuTTY's authentication code is over the comment's bytes, whatever their encoding.
        let raw = bytes.trim_ascii_start();
        let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
        if raw.starts_with(ppk::START.as_bytes()) {
            return Ok(Self::Ppk(raw));
        }
        let trimmed = text.trim_start();
        if trimmed.starts_with(ppk::START) {
            return Ok(Self::Ppk(trimmed.as_bytes()));
        }
        let Some(block) = Block::find(text) else {
            return Err(match private_format(text) {
                None => ReadError::NotAPrivateKey,
                Some(format @ ("PGP" | "age" | "JWK" | "SSH.com" | "SSH version 1")) => {
                    ReadError::UnsupportedFormat { format }
                }
                // A part of a file: its first line is missing or was changed.
                Some(_) => ReadError::Damaged,
            });
        };
        let block = block?;
        let form = match block.label {
            openssh::LABEL => return block.decode().map(Self::OpenSsh),
            "PRIVATE KEY" => Form::Pkcs8,
            "ENCRYPTED PRIVATE KEY" => Form::LockedPkcs8,
            "RSA PRIVATE KEY" => Form::Pkcs1,
            "EC PRIVATE KEY" => Form::Sec1,
            "DSA PRIVATE KEY" => Form::Dsa,
            label => {
                return Err(ReadError::UnsupportedLabel {
                    label: label.chars().take(MAX_LABEL).collect(),
                });
            }
        };
        Ok(Self::Pem(form, block))
    }
}

/// Which form the DER has, told by its first elements.
fn form(bytes: &[u8]) -> Option<Form> {
    let mut outer = Der::only(bytes, SEQUENCE).ok()?;
    if outer.optional(SEQUENCE).ok()?.is_some() {
        let octets = outer.take(OCTET_STRING).is_ok() && outer.end().is_ok();
        return octets.then_some(Form::LockedPkcs8);
    }
    let version = outer.small().ok()?;
    match outer.peek()? {
        SEQUENCE if version <= 1 => Some(Form::Pkcs8),
        OCTET_STRING if version == 1 => Some(Form::Sec1),
        INTEGER if version <= 1 => {
            let mut numbers = 0;
            while outer.optional(INTEGER).ok()?.is_some() {
                numbers += 1;
            }
            match numbers {
                5 => Some(Form::Dsa),
                8 => Some(Form::Pkcs1),
                _ => None,
            }
        }
        _ => None,
    }
}
