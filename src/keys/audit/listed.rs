//! Keys whose private half is known to others.

use super::{Code, Finding, blocklist::Blocklist};
use crate::keys::public::PublicKey;

/// The keys that Keyhaven knows by itself.
const PUBLISHED: &str = include_str!("published.txt");

/// The finding when `key` is one of the published ones or on `blocklist`.
pub(super) fn check(key: &PublicKey, blocklist: Option<&Blocklist>) -> Option<Finding> {
    let why = match (published(key), blocklist.and_then(|list| list.find(key))) {
        (Some(whose), _) => format!(
            "The private half of this key is public: it is {whose}. Anyone can sign in with it wherever it is accepted."
        ),
        (None, Some(list)) => format!(
            "This key is on the blocklist “{list}”: its private half is known or can be guessed, so others can sign in with it wherever it is accepted."
        ),
        (None, None) => return None,
    };
    Some(Finding::bad(Code::Blocklisted, why).advising(
        "Take this key off your servers at once and look who signed in with it. Make a new key pair, and delete this one here.",
    ))
}

/// Whose key it is, when it is a published one.
fn published(key: &PublicKey) -> Option<&'static str> {
    let fingerprint = key.sha256();
    PUBLISHED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let (start, whose) = line.split_once(' ')?;
            fingerprint.starts_with(start).then_some(whose)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_published_keys_are_written_properly() {
        let mut seen = HashSet::new();
        for line in PUBLISHED.lines().filter(|line| !line.starts_with('#')) {
            let parts = line.split_once(' ');
            assert!(
                parts.is_some_and(|(start, whose)| start.starts_with("SHA256:")
                    && start.len() == "SHA256:".len() + 22
                    && !whose.is_empty()
                    && seen.insert(start)),
                "{line}"
            );
        }
        assert!(seen.len() > 60);
    }
}
