//! A server that runs, as it is told of in each microversion, and to whom; what it says of itself.

use super::{NEWEST, Place, SERVERS};
use crate::ask::Session;
use crate::script::NOWHERE;
use reqwest::Method;
use serde_json::json;

/// Where Nova changed what it tells of a server, and the ends.
const VERSIONS: [&str; 14] = [
    "2.1", "2.3", "2.9", "2.16", "2.19", "2.26", "2.47", "2.63", "2.71", "2.73", "2.75", "2.90",
    "2.98", NEWEST,
];

pub async fn run(session: &mut Session, place: &Place, server: &str) {
    for version in VERSIONS {
        let ask = place.look(session, server, version);
        session.ask(&format!("server/{version}"), ask).await;
        let path = format!("{SERVERS}/detail");
        let ask = session.compute(Method::GET, &path).token(&place.alice);
        session
            .probe(&format!("servers/{version}"), ask.version(version))
            .await;
    }
    lists(session, place).await;
    by_others(session, place, server).await;
    inside(session, place, server).await;
}

async fn lists(session: &mut Session, place: &Place) {
    for version in ["2.1", "2.74", NEWEST] {
        for (name, path) in [
            ("short", SERVERS.to_owned()),
            ("as-the-app-asks", format!("{SERVERS}/detail?limit=1000")),
            ("full-page", format!("{SERVERS}/detail?limit=1")),
            (
                "unknown-marker",
                format!("{SERVERS}/detail?marker={NOWHERE}"),
            ),
            ("bad-limit", format!("{SERVERS}/detail?limit=x")),
            ("name", format!("{SERVERS}/detail?name=web-1")),
            ("another-name", format!("{SERVERS}/detail?name=nothing")),
            ("key", format!("{SERVERS}/detail?key_name=boot")),
            ("another-key", format!("{SERVERS}/detail?key_name=second")),
            ("status", format!("{SERVERS}/detail?status=ERROR")),
            ("unknown-query", format!("{SERVERS}/detail?colour=blue")),
        ] {
            let ask = session.compute(Method::GET, &path).token(&place.alice);
            session
                .probe(&format!("servers/{version}/{name}"), ask.version(version))
                .await;
        }
    }
}

async fn by_others(session: &mut Session, place: &Place, server: &str) {
    let detail = format!("{SERVERS}/detail");
    let one = format!("{SERVERS}/{server}");
    for (who, token) in [
        ("project-mate", &*place.bob),
        ("reader", &place.carol),
        ("another-project", &place.other),
        ("bad-token", "bad"),
    ] {
        for (what, path) in [("list", &detail), ("show", &one)] {
            let ask = session.compute(Method::GET, path).token(token);
            session
                .ask(&format!("servers/{who}/{what}"), ask.version(NEWEST))
                .await;
        }
    }
    for (name, path) in [
        ("unknown", format!("{SERVERS}/{NOWHERE}")),
        ("no-uuid", format!("{SERVERS}/x")),
    ] {
        let ask = session.compute(Method::GET, &path).token(&place.alice);
        session.ask(&format!("server/{name}"), ask).await;
    }
    let ask = session.compute(Method::GET, &one);
    session.ask("server/no-token", ask).await;
}

/// Console, password, and what was done with it.
async fn inside(session: &mut Session, place: &Place, server: &str) {
    for (name, of, argument) in [
        ("all", server, json!({})),
        ("null", server, json!(null)),
        ("two-lines", server, json!({ "length": 2 })),
        ("as-the-app-asks", server, json!({ "length": 1000 })),
        ("text", server, json!({ "length": "2" })),
        ("bad-length", server, json!({ "length": "x" })),
        ("unknown", NOWHERE, json!({ "length": 2 })),
    ] {
        let action = json!({ "os-getConsoleOutput": argument });
        let ask = place.act(session, of, NEWEST, &action);
        session.ask(&format!("console/{name}"), ask).await;
    }
    let paths = [
        "os-server-password",
        "os-instance-actions",
        "os-interface",
        "os-security-groups",
    ];
    for path in paths {
        for (who, token, of) in [
            ("owner", &*place.alice, server),
            ("reader", &place.carol, server),
            ("another-project", &place.other, server),
            ("unknown", &place.alice, NOWHERE),
        ] {
            let path_of = format!("{SERVERS}/{of}/{path}");
            let ask = session.compute(Method::GET, &path_of).token(token);
            session
                .ask(&format!("server/{path}/{who}"), ask.version(NEWEST))
                .await;
        }
        let ask = session.compute(Method::GET, &format!("{SERVERS}/{server}/{path}"));
        session
            .ask(&format!("server/{path}/2.1"), ask.token(&place.alice))
            .await;
    }
    for (who, token) in [("reader", &place.carol), ("another-project", &place.other)] {
        let action = json!({ "os-getConsoleOutput": { "length": 2 } });
        let path = format!("{SERVERS}/{server}/action");
        let ask = session
            .compute(Method::POST, &path)
            .token(token)
            .json(&action);
        session.ask(&format!("console/{who}"), ask).await;
    }
    let ask = session
        .compute(Method::GET, "/v2.1/limits")
        .token(&place.alice);
    session
        .ask("limits/with-a-server", ask.version(NEWEST))
        .await;
}
