//! What a key pair may be called, by microversion.

use super::keys::ED25519;
use super::{import, path_of, token, wipe};
use crate::ask::Session;
use reqwest::Method;
use serde_json::{Value, json};

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let (most, more) = ("n".repeat(255), "n".repeat(256));
    let text = |text: &str| Value::from(text);
    for (label, name) in [
        ("plain", text("abc")),
        ("space", text("a b")),
        ("leading-space", text(" ab")),
        ("trailing-space", text("ab ")),
        ("only-space", text(" ")),
        ("empty", text("")),
        ("dash-underscore", text("a-b_c")),
        ("dot", text("a.b")),
        ("at", text("a@b")),
        ("slash", text("a/b")),
        ("colon", text("a:b")),
        ("plus", text("a+b")),
        ("percent", text("a%b")),
        ("quote", text("a'b")),
        ("both-quotes", text("a'b\"c")),
        ("backslash", text("a\\b")),
        ("latin", text("café")),
        ("cjk", text("鍵")),
        ("emoji", text("🔑")),
        ("tab", text("a\tb")),
        ("newline", text("a\nb")),
        ("trailing-newline", text("ab\n")),
        ("nbsp", text("a\u{a0}b")),
        ("zero-width", text("a\u{200b}b")),
        ("255", text(&most)),
        ("256", text(&more)),
        ("number", json!(5)),
        ("null", Value::Null),
        ("list", json!(["a"])),
        ("object", json!({ "a": true })),
    ] {
        for version in ["2.1", "2.91", "2.92", "2.104"] {
            let of = |what: &str| format!("names/{label}/{version}/{what}");
            let ask = import(
                session,
                &alice,
                version,
                json!({ "name": name, "public_key": ED25519 }),
            );
            let answer = session.probe(&of("import"), ask).await;
            if let Some(stored) = answer.json()["keypair"]["name"].as_str() {
                for (what, method) in [("show", Method::GET), ("delete", Method::DELETE)] {
                    let ask = session
                        .compute(method, &path_of(stored))
                        .token(&alice)
                        .version(version);
                    session.probe(&of(what), ask).await;
                }
            }
        }
    }
    wipe(session, &alice).await;
}
