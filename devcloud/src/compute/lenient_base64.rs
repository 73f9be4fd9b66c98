//! Base64 the way Python's `base64.b64decode` reads it: characters outside the alphabet are skipped, the
//! padding must be there, and what follows the padding is not looked at.

/// Decodes; nothing when the padding is missing or one character is left over.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held, mut pads) = (0_u32, 0_u32, 0_u32);
    for byte in text.bytes() {
        if byte == b'=' {
            pads += 1;
            if held >= 2 && held + pads >= 4 {
                return Some(out);
            }
            continue;
        }
        let Some(value) = value(byte) else { continue };
        pads = 0;
        bits = bits << 6 | u32::from(value);
        held = (held + 1) % 4;
        // Of each 24 bits, a byte is complete after the second, third and fourth character.
        match held {
            2 => out.push((bits >> 4 & 0xff) as u8),
            3 => out.push((bits >> 2 & 0xff) as u8),
            0 => out.push((bits & 0xff) as u8),
            _ => {}
        }
    }
    (held == 0).then_some(out)
}

fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
