//! One-time codes. Source: RFC 6238, with SHA-1, six digits and steps of thirty seconds, as Keystone has them.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds that a code is the current one.
pub(crate) const STEP: i64 = 30;

/// The code at a time in milliseconds since 1970; nothing before 1970.
pub(crate) fn passcode(secret: &[u8], millis: i64) -> Option<String> {
    let counter = u64::try_from(millis.div_euclid(1000 * STEP)).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest.last()? & 0x0f);
    let four: [u8; 4] = digest.get(at..at + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}"))
}

/// Whether a code is the current one or the one before, which Keystone takes too.
pub(crate) fn is_right(secret: &[u8], given: &str, millis: i64) -> bool {
    [millis, millis - 1000 * STEP]
        .iter()
        .any(|time| passcode(secret, *time).as_deref() == Some(given))
}

#[cfg(test)]
mod tests {
    use super::{is_right, passcode};

    #[test]
    fn the_codes_of_rfc_6238() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(passcode(secret, seconds * 1000).as_deref(), Some(code));
        }
        assert!(is_right(secret, "287082", 59_000) && is_right(secret, "287082", 89_000));
        assert!(!is_right(secret, "287082", 90_000) && !is_right(secret, "287082", 29_000));
    }
}
