//! The requests, in the order in which they are sent.

mod cors;
mod floating_ips;
mod identity;
mod images;
mod key_pairs;
mod keys;
mod limits;
mod names;
mod networks;
mod security_groups;
mod servers;
mod shapes;
mod versions;

use crate::ask::{Ask, Session};
use reqwest::Method;
use serde_json::{Value, json};

pub const KEY_PAIRS: &str = "/v2.1/os-keypairs";
/// Where Nova changed what it says of key pairs or limits, and the ends.
pub const VERSIONS: [&str; 7] = ["2.1", "2.2", "2.10", "2.35", "2.91", "2.92", "2.104"];
pub const NEWEST: &str = "2.104";
/// An id of nothing.
pub const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

pub async fn run(session: &mut Session) {
    for user in ["alice", "bob", "carol", "admin"] {
        wipe(session, &token(session, user).await).await;
    }
    identity::run(session).await;
    versions::run(session).await;
    key_pairs::run(session).await;
    limits::run(session).await;
    names::run(session).await;
    shapes::run(session).await;
    images::run(session).await;
    networks::run(session).await;
    security_groups::run(session).await;
    servers::run(session).await;
    cors::run(session).await;
}

/// A user by name and password.
pub fn password(user: &str, password: &str) -> Value {
    json!({ "methods": ["password"], "password": { "user": {
        "name": user, "domain": { "name": "Default" }, "password": password,
    }}})
}

/// A project by its name.
pub fn project(name: &str) -> Value {
    json!({ "project": { "name": name, "domain": { "name": "Default" } } })
}

/// The body of a sign-in.
pub fn auth(identity: Value, scope: Option<Value>) -> Value {
    match scope {
        Some(scope) => json!({ "auth": { "identity": identity, "scope": scope } }),
        None => json!({ "auth": { "identity": identity } }),
    }
}

/// A user's token, for the project demo.
pub async fn token(session: &Session, user: &str) -> String {
    signed_in(session, user, "demo").await.0
}

/// A user's token for a project, and what came with it.
pub async fn signed_in(session: &Session, user: &str, of: &str) -> (String, Value) {
    let body = auth(password(user, &format!("{user}-pw")), Some(project(of)));
    let ask = session
        .identity(Method::POST, "/v3/auth/tokens")
        .json(&body);
    let answer = session.send(ask).await;
    assert_eq!(answer.status, 201, "{user} in {of}");
    (
        answer.header("x-subject-token").unwrap(),
        answer.json()["token"].clone(),
    )
}

/// Deletes the key pairs that a token's user has.
pub async fn wipe(session: &Session, token: &str) {
    let ask = session.compute(Method::GET, KEY_PAIRS).token(token);
    for listed in session.send(ask).await.json()["keypairs"]
        .as_array()
        .unwrap()
    {
        let name = listed["keypair"]["name"].as_str().unwrap();
        let ask = session.compute(Method::DELETE, &path_of(name)).token(token);
        session.send(ask).await;
    }
}

/// The path of a key pair.
pub fn path_of(name: &str) -> String {
    let segment = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("{KEY_PAIRS}/{segment}")
}

/// A request to make a key pair.
pub fn import(session: &Session, token: &str, version: &str, key_pair: Value) -> Ask {
    session
        .compute(Method::POST, KEY_PAIRS)
        .token(token)
        .version(version)
        .json(&json!({ "keypair": key_pair }))
}
