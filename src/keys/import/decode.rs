//! The text of a file of unknown encoding.

use std::borrow::Cow;

/// Text from the bytes of a file: UTF-8, UTF-16 with a byte order mark (which Windows PowerShell's `>` writes), and
/// whatever else as ISO 8859-1, in which old comments tend to be. The byte order mark is taken off. Never fails.
///
/// What comes out of a file with a secret in it is secret too, and not wiped by itself.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => from_8_bits(rest),
        [0xff, 0xfe, rest @ ..] => from_16_bits(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => from_16_bits(rest, u16::from_be_bytes),
        _ => from_8_bits(bytes),
    }
}

fn from_8_bits(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        // Every byte is the character of its number; room for the two bytes that the upper half takes.
        Err(_) => {
            let mut text = String::with_capacity(2 * bytes.len());
            text.extend(bytes.iter().map(|&byte| char::from(byte)));
            text.into()
        }
    }
}

fn from_16_bits(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(3 * bytes.len() / 2);
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_text() {
        for (bytes, text) in [
            (&b"ssh-rsa"[..], "ssh-rsa"),
            ("José".as_bytes(), "José"),
            (b"\xef\xbb\xbfssh", "ssh"),
            (b"Jos\xe9", "José"),
            (b"\xff\xfes\0\xe9\0=\xd8\x11\xdd", "sé🔑"),
            (b"\xfe\xff\0s\0\xe9", "sé"),
            (b"\xff\xfe\0\xd8", "\u{fffd}"),
            (b"\xff\xfes", ""),
            (b"", ""),
        ] {
            assert_eq!(decode(bytes), text);
        }
    }
}
