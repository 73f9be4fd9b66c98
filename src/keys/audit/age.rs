//! How long a key has been in use.

use super::{Code, Finding, Subject, summary::age_days};

/// Judges the age of `subject` at `now` (seconds since 1970, UTC) by the limit in days.
pub(super) fn check(subject: &Subject<'_>, now: i64, limit: Option<u32>) -> Option<Finding> {
    let days = age_days(subject, now)?;
    let limit = limit.filter(|&limit| days > limit)?;
    let finding = Finding::old(
        Code::Age,
        format!(
            "This key is {days} days old; the limit here is {limit} days. The longer a key is in use, the more copies of it there may be that nobody remembers."
        ),
    );
    Some(finding.advising(
        "Make a new key pair, put its public key on your servers, and take this one off them.",
    ))
}
