//! The messages between the app and the audit's worker: one JSON text each way.

use crate::keys::audit::{Severity, Summary};
use serde::{Deserialize, Serialize};

/// What the app asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The keys, in the order of the list.
    pub keys: Vec<AuditedKey>,
    /// Now, in seconds since 1970 (UTC).
    pub now: i64,
    /// The age in days from which a key counts as old.
    pub max_age_days: Option<u32>,
    /// A blocklist file in base64 (`docs/blocklist.md`).
    pub blocklist: Option<String>,
}

/// A key to audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditedKey {
    /// The key pair's name.
    pub name: String,
    /// One OpenSSH line `type base64 comment`, as the cloud has it.
    pub public_key: String,
    /// When it was made or registered, in seconds since 1970 (UTC), when that is known.
    pub created: Option<i64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The keys about which there is something to say, by their names; the worst first.
    pub found: Vec<(String, Vec<KeyFinding>)>,
    /// All of them in a few numbers.
    pub summary: Summary,
    /// Why the blocklist was not looked at, in a sentence.
    pub blocklist_error: Option<String>,
}

/// One thing found about a key, in words for the person whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFinding {
    /// How much it matters.
    pub severity: Severity,
    /// What was found, in a few words.
    pub label: String,
    /// What was found and why it matters, in whole sentences.
    pub why: String,
    /// What to do about it, in whole sentences.
    pub what_to_do: String,
}
