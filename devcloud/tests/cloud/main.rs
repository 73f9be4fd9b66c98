//! The cloud as a client sees it, over HTTP, in this process and in memory unless the test says otherwise.
//! What is expected was recorded from a real Keystone 30 and Nova 34.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]

mod client;
mod cors;
mod crash;
mod create;
mod faults;
mod log;
mod microversions;
mod names;
mod owners;
mod paging;
mod projects;
mod public_keys;
mod quota;
mod rackspace;
mod second_factor;
mod servers;
mod sign_in;
mod site;
mod tokens;
