//! Random texts: tokens, audit ids, request ids.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;

/// A token as long as a Fernet token, which is what browsers and proxies must cope with.
pub(crate) fn token() -> Result<String, Error> {
    let mut bytes = [0; 132];
    getrandom::fill(&mut bytes)?;
    Ok(format!("gAAAAA{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// 22 characters that name a token in audit records.
pub(crate) fn audit_id() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// `req-` and a UUID: the id by which a cloud's logs know a request.
pub(crate) fn request_id() -> String {
    format!("req-{}", uuid::Uuid::new_v4())
}

/// A whole number below `end`; 0 when that is 0.
pub(crate) fn below(end: usize) -> Result<usize, Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)?;
    let number = usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap_or_default();
    Ok(number.checked_rem(end).unwrap_or_default())
}
