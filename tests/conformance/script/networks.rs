//! Networks, and who may see them.

use super::{NOWHERE, signed_in, token};
use crate::ask::Session;
use reqwest::Method;
use serde_json::Value;

const NETWORKS: &str = "/v2.0/networks";

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    let carol = token(session, "carol").await;
    let other = signed_in(session, "alice", "other").await.0;
    for (name, token) in [
        ("member", &*alice),
        ("reader", &*carol),
        ("other-project", &*other),
        ("bad-token", "bad"),
    ] {
        let ask = session.network(Method::GET, NETWORKS).token(token);
        session.ask(&format!("networks/{name}"), ask).await;
    }
    for (name, path) in [
        ("by-name", format!("{NETWORKS}?name=private")),
        ("by-unknown-name", format!("{NETWORKS}?name=nothing")),
        ("unknown-path", "/v2.0/nowhere".to_owned()),
        (
            "ports-of-nothing",
            format!("/v2.0/ports?device_id={NOWHERE}"),
        ),
    ] {
        let ask = session.network(Method::GET, &path).token(&alice);
        session.ask(&format!("networks/{name}"), ask).await;
    }
    for (name, path) in [("no-token", NETWORKS), ("root", "/")] {
        let ask = session.network(Method::GET, path);
        session.ask(&format!("networks/{name}"), ask).await;
    }
}

/// The networks that a token's user sees.
pub async fn by_name(session: &Session, token: &str) -> Value {
    let ask = session.network(Method::GET, NETWORKS).token(token);
    session.send(ask).await.json()["networks"].clone()
}
