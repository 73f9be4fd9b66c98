//! The health of public keys, computed where they are: nothing is sent anywhere.
//!
//! What a finding is, the summary of many and the blocklist's format are for both programs. The checks themselves need
//! big numbers and curves and so belong to the vault: they are there with the feature `vault` only.

pub mod blocklist;
mod finding;
mod numbers;
mod summary;

#[cfg(feature = "vault")]
mod age;
#[cfg(feature = "vault")]
mod curve;
#[cfg(feature = "vault")]
mod kind;
#[cfg(feature = "vault")]
mod listed;
#[cfg(feature = "vault")]
mod neighbours;
#[cfg(feature = "vault")]
mod rsa;
#[cfg(feature = "vault")]
mod run;

pub use finding::{Code, Finding, Severity};
pub use summary::{AGE_LIMITS, AgeCount, Healths, Summary, TypeCount, summary};

#[cfg(feature = "vault")]
pub use run::{Audit, Options, audit};

use super::public::PublicKey;

/// A listed key.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The name it is listed under.
    pub name: &'a str,
    /// The key.
    pub key: &'a PublicKey,
    /// When it was made or registered, in seconds since 1970 (UTC); `None` when not known.
    pub created: Option<i64>,
}
