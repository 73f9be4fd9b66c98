//! Keyhaven in a real browser, against the embedded cloud. Run by `cargo xtask test e2e`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod accessibility;
mod create;
mod details;
mod exits;
mod import;
mod leak;
mod leaving;
mod list;
mod look;
mod registering;
mod sign_in;
