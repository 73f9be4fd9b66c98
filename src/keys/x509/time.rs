//! Times in certificates (RFC 5280 section 4.1.2.5), made ISO 8601.

use crate::keys::der::{Der, DerError};

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// Takes a time: `YYMMDDHHMMSSZ`, which means the years 1950 to 2049, or `YYYYMMDDHHMMSSZ`.
pub(super) fn read(fields: &mut Der<'_>) -> Result<String, DerError> {
    let (tag, value) = fields.next()?;
    let text = std::str::from_utf8(value)
        .ok()
        .and_then(|text| text.strip_suffix('Z'))
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or(DerError::Damaged)?;
    let (year, rest) = match (tag, text.len()) {
        (UTC_TIME, 12) => {
            let (year, rest) = text.split_at(2);
            let century = if year < "50" { "20" } else { "19" };
            (format!("{century}{year}"), rest)
        }
        (GENERALIZED_TIME, 14) => {
            let (year, rest) = text.split_at(4);
            (year.to_owned(), rest)
        }
        _ => return Err(DerError::Damaged),
    };
    let part = |at: usize| &rest[at..at + 2];
    Ok(format!(
        "{year}-{}-{}T{}:{}:{}Z",
        part(0),
        part(2),
        part(4),
        part(6),
        part(8)
    ))
}
