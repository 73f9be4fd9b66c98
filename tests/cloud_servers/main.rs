//! Servers: lists, launching, actions, and what a cloud answers that is not as it should be. The answers in
//! `tests/fixtures/cloud` are those of a Nova 34.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod act;
mod capacity;
#[path = "../cloud_support/mod.rs"]
mod cloud_support;
mod inside;
mod launch;
mod list;
mod one;

/// The server that most fixtures are about.
const ID: &str = "813125f6-7518-48bd-87c8-b2859e2aa12a";
const SHOW: &str = "GET /v2.1/servers/813125f6-7518-48bd-87c8-b2859e2aa12a";
const ACTION: &str = "POST /v2.1/servers/813125f6-7518-48bd-87c8-b2859e2aa12a/action";
const GONE: &str = r#"{"itemNotFound":{"code":404,"message":"Instance 813125f6-7518-48bd-87c8-b2859e2aa12a could not be found."}}"#;
const ENDED: &str = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;

/// The server with something changed.
fn server_with(changes: &[(&str, serde_json::Value)]) -> serde_json::Value {
    let mut reply = cloud_support::fixture_json("server-2.104");
    for (name, value) in changes {
        reply["server"][name] = value.clone();
    }
    reply
}
