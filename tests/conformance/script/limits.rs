//! Limits, quotas, and what happens at them.

use super::keys::ED25519;
use super::{NEWEST, import, signed_in, token, wipe};
use crate::ask::Session;
use reqwest::Method;
use serde_json::json;

pub async fn run(session: &mut Session) {
    let (alice, body) = signed_in(session, "alice", "demo").await;
    let admin = signed_in(session, "admin", "admin").await.0;
    let carol = token(session, "carol").await;
    let project = body["project"]["id"].as_str().unwrap().to_owned();
    for version in [
        "2.1", "2.35", "2.36", "2.38", "2.39", "2.56", "2.57", "2.74", "2.75", NEWEST,
    ] {
        let ask = session
            .compute(Method::GET, "/v2.1/limits")
            .token(&alice)
            .version(version);
        session.ask(&format!("limits/{version}"), ask).await;
        let ask = session
            .compute(Method::GET, "/v2.1/limits?colour=blue")
            .token(&alice)
            .version(version);
        session
            .ask(&format!("limits/{version}/unknown-query"), ask)
            .await;
    }
    let ask = session.compute(Method::GET, "/v2.1/limits");
    session.ask("limits/no-token", ask).await;
    let ask = session
        .compute(Method::GET, "/v2.1/limits")
        .token(&carol)
        .version(NEWEST);
    session.ask("limits/reader", ask).await;

    let quota = format!("/v2.1/os-quota-sets/{project}");
    let set = json!({ "quota_set": { "key_pairs": 1 } });
    let ask = session
        .compute(Method::PUT, &quota)
        .token(&alice)
        .version(NEWEST)
        .json(&set);
    session.ask("quota/member-sets", ask).await;
    let ask = session
        .compute(Method::PUT, &quota)
        .token(&admin)
        .version(NEWEST)
        .json(&set);
    session.ask("quota/admin-sets", ask).await;
    for (what, name) in [("one", "one"), ("two", "two"), ("one-again", "one")] {
        let ask = import(
            session,
            &alice,
            NEWEST,
            json!({ "name": name, "public_key": ED25519 }),
        );
        session.ask(&format!("quota/import-{what}"), ask).await;
    }
    for (what, path) in [
        ("limits", "/v2.1/limits".to_owned()),
        ("show", quota.clone()),
        ("detail", format!("{quota}/detail")),
    ] {
        let ask = session
            .compute(Method::GET, &path)
            .token(&alice)
            .version(NEWEST);
        session.ask(&format!("quota/{what}"), ask).await;
    }
    let ask = session
        .compute(Method::PUT, &quota)
        .token(&admin)
        .version(NEWEST)
        .json(&json!({ "quota_set": { "key_pairs": 100 } }));
    session.send(ask).await;
    wipe(session, &alice).await;
}
