//! Harness for the end-to-end tests: Keyhaven's built site in headless Chromium, driven by WebDriver, against the
//! embedded cloud in the test's own process.
//!
//! A page is used as a person or a screen reader uses it: things are found by role and accessible name, and waited for
//! until a deadline. See `tests/e2e` for the tests; `cargo xtask test e2e` builds the site and runs them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

pub mod axe;
pub mod browser;
pub mod chromedriver;
pub mod cloud;
pub mod environment;
pub mod flows;
pub mod leak;
pub mod openssl;
pub mod page;
pub mod proxy;
pub mod raw;
pub mod secrets;
pub mod ssh_keygen;
pub mod world;

pub use browser::Browser;
pub use world::World;
