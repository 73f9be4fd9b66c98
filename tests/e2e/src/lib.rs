//! Harness for the end-to-end tests: Keyhaven's built site in Chromium, Firefox or WebKitGTK, driven by WebDriver, against the
//! embedded cloud in the test's own process, or against a real OpenStack.
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
pub mod calls;
pub mod cloud;
pub mod driver;
pub mod engine;
pub mod environment;
pub mod flows;
pub mod hosting;
pub mod leak;
pub mod listed;
pub mod memory;
pub mod openssl;
pub mod openstack;
pub mod page;
pub mod proxy;
pub mod raw;
pub mod relay;
pub mod screen;
pub mod secrets;
pub mod site;
pub mod ssh;
pub mod ssh_keygen;
pub mod world;

pub use browser::Browser;
pub use engine::Engine;
pub use world::World;
