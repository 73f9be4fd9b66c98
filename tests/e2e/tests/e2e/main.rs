//! Keyhaven in a real browser, against the embedded cloud. Run by `cargo xtask test e2e`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod accessibility;
mod audit;
mod bulk_delete;
mod create;
mod create_form;
mod details;
mod exits;
mod identify;
mod import;
mod import_private;
mod leak;
mod leaving;
mod list;
mod look;
mod navigations;
mod proxies;
mod registering;
mod session;
mod sign_in;
mod sign_in_methods;
mod site;
