//! The text form of private-key files: base64 between a BEGIN and an END line (RFC 7468), in old files below headers
//! (RFC 1421 section 4.6).

use super::data::Wiped;
use super::error::ReadError;
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// Characters in a line of base64 (RFC 7468 section 2).
const WIDTH: usize = 64;

/// One block of a PEM file.
pub(super) struct Block<'a> {
    /// What stands after BEGIN.
    pub(super) label: &'a str,
    /// The lines above the base64, up to the empty line; empty in all but old locked files.
    headers: &'a str,
    body: &'a str,
}

impl<'a> Block<'a> {
    /// The first block whose label ends in `PRIVATE KEY`; other blocks, such as OpenSSL's EC PARAMETERS, and text
    /// around them are passed over. `None` when there is no such BEGIN line.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when the END line is missing.
    pub(super) fn find(text: &'a str) -> Option<Result<Self, ReadError>> {
        let mut rest = text;
        loop {
            let (_, after) = rest.split_once("-----BEGIN ")?;
            rest = after;
            let Some((label, body)) = after.split_once("-----") else {
                continue;
            };
            if !label.ends_with("PRIVATE KEY") || label.contains('\n') {
                continue;
            }
            let end = body.find(&format!("-----END {label}-----"));
            return Some(
                end.map(|end| Self::new(label, &body[..end]))
                    .ok_or(ReadError::Damaged),
            );
        }
    }

    fn new(label: &'a str, body: &'a str) -> Self {
        // Base64 has no colon; the headers end where a line without one comes that continues none (by leading space).
        let mut end = 0;
        for line in body.split_inclusive('\n') {
            let continued = end > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty();
            if !(line.contains(':')
                || continued
                || body[..end].trim().is_empty() && line.trim().is_empty())
            {
                break;
            }
            end += line.len();
        }
        Self {
            label,
            headers: &body[..end],
            body: &body[end..],
        }
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .trim()
                .eq_ignore_ascii_case(name)
                .then_some(value.trim())
        })
    }

    /// Whether the block is encrypted the way OpenSSL did it before PKCS#8.
    pub(super) fn is_old_encrypted(&self) -> bool {
        self.header("Proc-Type")
            .is_some_and(|value| value.ends_with("ENCRYPTED"))
    }

    /// The bytes of the block. White space is ignored, so line ends and widths do not matter.
    pub(super) fn decode(&self) -> Result<Wiped, ReadError> {
        decode(self.body)
    }
}

/// Decodes base64 with white space in it, also with line ends written as `\\n`, as a key stands in JSON.
pub(super) fn decode(text: &str) -> Result<Wiped, ReadError> {
    // With their full size reserved the buffers never move and leave no copy behind.
    let mut base64 = Zeroizing::new(Vec::with_capacity(text.len()));
    for part in text.split("\\n").flat_map(|part| part.split("\\r")) {
        base64.extend(part.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    }
    let mut bytes = Zeroizing::new(vec![0; base64.len() / 4 * 3]);
    let length = Base64::decode(&**base64, &mut bytes)
        .map_err(|_| ReadError::Damaged)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}

/// Appends base64 in lines of `width` characters, a line end after each.
pub(super) fn put_base64(out: &mut String, bytes: &[u8], width: usize) {
    let encoded = Zeroizing::new(Base64::encode_string(bytes));
    let mut rest = &**encoded;
    while !rest.is_empty() {
        let (line, more) = rest.split_at(width.min(rest.len()));
        out.push_str(line);
        out.push('\n');
        rest = more;
    }
}

/// A PEM file with LF line ends. `headers` are whole lines, above an empty one; `width` as for [`put_base64`].
pub(super) fn write(label: &str, headers: &str, bytes: &[u8], width: usize) -> Zeroizing<String> {
    // With its full size reserved the text never moves and leaves no copy behind.
    let lines = bytes.len().div_ceil(3) * 4;
    let length = 2 * (label.len() + 18) + headers.len() + 1 + lines + lines / width + 1;
    let mut text = Zeroizing::new(String::with_capacity(length));
    for part in ["-----BEGIN ", label, "-----\n", headers] {
        text.push_str(part);
    }
    if !headers.is_empty() {
        text.push('\n');
    }
    put_base64(&mut text, bytes, width);
    for part in ["-----END ", label, "-----\n"] {
        text.push_str(part);
    }
    text
}

/// A PEM file in the width that openssl writes.
pub(super) fn write_plain(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    write(label, "", bytes, WIDTH)
}

/// A PEM file with headers in the width that openssl writes.
pub(super) fn write_with_headers(label: &str, headers: &str, bytes: &[u8]) -> Zeroizing<String> {
    write(label, headers, bytes, WIDTH)
}
