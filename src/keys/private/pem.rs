//! The text form of private-key files: base64 between a BEGIN and an END line (RFC 7468).

use super::error::ReadError;
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// One block of a PEM file.
pub(super) struct Block<'a> {
    /// What stands after BEGIN.
    pub(super) label: &'a str,
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
                end.map(|end| Block {
                    label,
                    body: &body[..end],
                })
                .ok_or(ReadError::Damaged),
            );
        }
    }

    /// Whether the block is encrypted the way OpenSSL did it before PKCS#8 (RFC 1421 section 4.6.1.1).
    pub(super) fn is_old_encrypted(&self) -> bool {
        self.body.trim_start().starts_with("Proc-Type:")
    }

    /// The bytes of the block. White space is ignored, so line ends and widths do not matter.
    pub(super) fn decode(&self) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        // With their full size reserved the buffers never move and leave no copy behind.
        let mut base64 = Zeroizing::new(Vec::with_capacity(self.body.len()));
        base64.extend(self.body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
        let mut bytes = Zeroizing::new(vec![0; base64.len() / 4 * 3]);
        let length = Base64::decode(&**base64, &mut bytes)
            .map_err(|_| ReadError::Damaged)?
            .len();
        bytes.truncate(length);
        Ok(bytes)
    }
}
