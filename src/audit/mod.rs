//! The audit of the listed public keys.
//!
//! The checks ([`crate::keys::audit`]) take arithmetic with large numbers, which is too much code for the first visit, and
//! time, which the page has not. So they are a program of its own (feature `audit`) that runs in a worker: it is
//! fetched when the list is there and the browser has nothing else to do. It knows public keys only.

pub mod protocol;

#[cfg(feature = "audit")]
pub mod run;
#[cfg(all(feature = "audit", target_arch = "wasm32"))]
pub mod worker;

#[cfg(feature = "app")]
pub mod client;
#[cfg(feature = "app")]
pub mod health;
