//! Names in certificates (RFC 5280 section 4.1.2.4), shown as RFC 4514 writes them.

use crate::keys::der::{Der, DerError, OID, SEQUENCE, SET, oid};

/// The most of a name that is shown, in characters.
const MAX_SHOWN: usize = 400;

/// The name whose parts follow.
pub(super) fn read(mut parts: Der<'_>) -> Result<String, DerError> {
    let mut shown = Vec::new();
    while parts.peek().is_some() {
        let mut set = parts.enter(SET)?;
        let mut values = Vec::new();
        while set.peek().is_some() {
            let mut attribute = set.enter(SEQUENCE)?;
            let kind = attribute.take(OID)?;
            let (tag, value) = attribute.next()?;
            attribute.end()?;
            values.push(format!("{}={}", short(kind), escaped(&text(tag, value))));
        }
        shown.push(values.join("+"));
    }
    let shown = shown.join(", ");
    Ok(match shown.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    })
}

/// The short name of a kind of attribute.
fn short(kind: &[u8]) -> String {
    let name = match kind {
        [0x55, 4, last] => match last {
            3 => "CN",
            4 => "SN",
            5 => "serialNumber",
            6 => "C",
            7 => "L",
            8 => "ST",
            9 => "STREET",
            10 => "O",
            11 => "OU",
            12 => "title",
            42 => "GN",
            _ => "",
        },
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] => "emailAddress",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1] => "UID",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25] => "DC",
        _ => "",
    };
    match name {
        "" => oid::dotted(kind),
        name => name.to_owned(),
    }
}

/// The text of a value: UTF8String and the 8-bit strings, BMPString in UTF-16; control characters as spaces.
fn text(tag: u8, value: &[u8]) -> String {
    const BMP_STRING: u8 = 0x1e;
    let text = if tag == BMP_STRING {
        let units = value
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else {
        match std::str::from_utf8(value) {
            Ok(text) => text.to_owned(),
            Err(_) => value.iter().map(|&byte| char::from(byte)).collect(),
        }
    };
    text.replace(char::is_control, " ")
}

/// A backslash before what would be read as the end of the value (RFC 4514 section 2.4).
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for character in value.chars() {
        if matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
