//! As much of DER (ITU-T X.690) as key files need: definite lengths and tags of one byte.
//!
//! A full decoder would be the largest part of the app's key code.

pub(crate) mod oid;

use zeroize::Zeroizing;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
#[cfg(feature = "vault")]
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of an explicitly tagged element, `[number]`.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// Why bytes are not the element that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DerError {
    /// The bytes end before the element does.
    Truncated,
    /// Another element, or none at all.
    Damaged,
}

/// Reads elements from front to back.
#[derive(Clone)]
pub(crate) struct Der<'a> {
    rest: &'a [u8],
}

impl<'a> Der<'a> {
    /// Reads from the start of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads the content of the one element with `tag` that `bytes` is.
    pub(crate) fn only(bytes: &'a [u8], tag: u8) -> Result<Self, DerError> {
        let mut outer = Self::new(bytes);
        let inner = outer.enter(tag)?;
        outer.end()?;
        Ok(inner)
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Nothing may be left.
    pub(crate) fn end(&self) -> Result<(), DerError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DerError::Damaged)
        }
    }

    /// The tag of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes the next element, whatever it is: its tag and content. Lengths up to three bytes, which is far beyond any
    /// key.
    pub(crate) fn next(&mut self) -> Result<(u8, &'a [u8]), DerError> {
        let (tag, length, rest) = match *self.rest {
            [tag, length @ 0..=0x7f, ref rest @ ..] => (tag, usize::from(length), rest),
            [tag, 0x81, a, ref rest @ ..] => (tag, usize::from(a), rest),
            [tag, 0x82, a, b, ref rest @ ..] => (tag, usize::from(a) << 8 | usize::from(b), rest),
            [tag, 0x83, a, b, c, ref rest @ ..] => (
                tag,
                usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c),
                rest,
            ),
            [] | [_] | [_, 0x81..=0x83, ..] => return Err(DerError::Truncated),
            _ => return Err(DerError::Damaged),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(DerError::Truncated)?;
        self.rest = rest;
        Ok((tag, content))
    }

    /// Takes the next element, which must have `tag`, and gives its content.
    pub(crate) fn take(&mut self, tag: u8) -> Result<&'a [u8], DerError> {
        match self.peek() {
            None => Err(DerError::Truncated),
            Some(found) if found != tag => Err(DerError::Damaged),
            Some(_) => self.next().map(|(_, content)| content),
        }
    }

    /// Takes the next element if it has `tag`.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, DerError> {
        if self.peek() == Some(tag) {
            self.take(tag).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A reader of the content of the next element, which must have `tag`.
    pub(crate) fn enter(&mut self, tag: u8) -> Result<Self, DerError> {
        self.take(tag).map(Self::new)
    }

    /// A whole number from 0 to 2^64 − 1.
    #[cfg(feature = "vault")]
    pub(crate) fn small(&mut self) -> Result<u64, DerError> {
        let digits = match self.take(INTEGER)? {
            [] | [0x80..=0xff, ..] => return Err(DerError::Damaged),
            [0, digits @ ..] => digits,
            digits => digits,
        };
        if digits.len() > 8 {
            return Err(DerError::Damaged);
        }
        Ok(digits
            .iter()
            .fold(0, |number, &digit| number << 8 | u64::from(digit)))
    }

    /// A whole number that is not negative: its big-endian digits, perhaps with a zero in front.
    pub(crate) fn natural(&mut self) -> Result<&'a [u8], DerError> {
        match self.take(INTEGER)? {
            [] | [0x80..=0xff, ..] => Err(DerError::Damaged),
            digits => Ok(digits),
        }
    }
}

/// An element with `tag` whose content is `parts`, one after the other.
///
/// The buffer is wiped when it is dropped and made in its full size, so that no copy of a part stays behind.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let bytes = length.to_be_bytes();
    let first = bytes
        .iter()
        .position(|&byte| byte != 0)
        .unwrap_or(bytes.len() - 1);
    let digits = &bytes[first..];
    let mut out = Zeroizing::new(Vec::with_capacity(length + digits.len() + 2));
    out.push(tag);
    if length >= 0x80 {
        // At most eight digits.
        out.push(0x80 | digits.len() as u8);
    }
    out.extend_from_slice(digits);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// An INTEGER that is not negative, from its big-endian digits.
pub(crate) fn natural(digits: &[u8]) -> Zeroizing<Vec<u8>> {
    let first = digits
        .iter()
        .position(|&digit| digit != 0)
        .unwrap_or(digits.len());
    match &digits[first..] {
        digits @ ([] | [0x80..=0xff, ..]) => element(INTEGER, &[&[0], digits]),
        digits => element(INTEGER, &[digits]),
    }
}

#[cfg(all(test, feature = "vault"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let written = element(OCTET_STRING, &[&content, &[1]]);
            let mut der = Der::new(&written);
            assert_eq!(
                der.take(OCTET_STRING),
                Ok(&[&content[..], &[1]].concat()[..])
            );
            assert_eq!(der.end(), Ok(()));
            let cut = &written[..written.len() - 1];
            assert_eq!(Der::new(cut).next(), Err(DerError::Truncated));
        }
    }

    #[test]
    fn numbers_have_one_form() {
        for (digits, form) in [
            (&[][..], &[2, 1, 0][..]),
            (&[0, 0], &[2, 1, 0]),
            (&[0, 5], &[2, 1, 5]),
            (&[0x80], &[2, 2, 0, 0x80]),
        ] {
            assert_eq!(&**natural(digits), form);
        }
        assert_eq!(Der::new(&[2, 3, 0, 0x80, 1]).small(), Ok(0x8001));
        assert_eq!(Der::new(&[2, 1, 0x80]).small(), Err(DerError::Damaged));
        assert_eq!(Der::new(&[2, 0]).small(), Err(DerError::Damaged));
    }

    #[test]
    fn identifiers_are_shown_with_dots() {
        assert_eq!(oid::dotted(oid::RSA), "1.2.840.113549.1.1.1");
        assert_eq!(oid::dotted(oid::ED25519), "1.3.101.112");
        assert_eq!(oid::dotted(&[0x88, 0x37]), "2.999");
    }
}
