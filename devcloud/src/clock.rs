//! Time as the cloud keeps it (milliseconds since 1970) and as its APIs write it.

use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const SECONDS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].000000");

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// Nova's way: UTC without saying so, whole seconds, six zeros behind them.
pub(crate) fn nova(millis: i64) -> String {
    OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000))
        .ok()
        .and_then(|time| time.format(SECONDS).ok())
        .unwrap_or_default()
}

/// Keystone's way: the same with a `Z`.
pub(crate) fn keystone(millis: i64) -> String {
    nova(millis) + "Z"
}
