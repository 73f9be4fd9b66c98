//! The health of public keys, computed where they are: nothing is sent anywhere.
//!
//! What a finding is, the summary of many and the blocklist's format are for both programs. The checks themselves need
//! big numbers and curves and so belong to a program of their own: they are there with the feature `audit` only.

pub mod blocklist;
mod finding;
mod numbers;
mod summary;

#[cfg(feature = "audit")]
mod age;
#[cfg(feature = "audit")]
mod curve;
#[cfg(feature = "audit")]
mod kind;
#[cfg(feature = "audit")]
mod listed;
#[cfg(feature = "audit")]
mod neighbours;
#[cfg(feature = "audit")]
mod rsa;
#[cfg(feature = "audit")]
mod run;

pub use finding::{Code, Finding, Severity};
pub use summary::{AGE_LIMITS, AgeCount, Healths, Summary, TypeCount, summary};

#[cfg(feature = "audit")]
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
