//! Importing, listing, showing and deleting, in every microversion that changed them; paging; whose is whose.

use super::keys::{ED25519, X509};
use super::{KEY_PAIRS, NEWEST, VERSIONS, import, path_of, signed_in, token, wipe};
use crate::ask::{Ask, Session};
use reqwest::Method;
use serde_json::json;

pub async fn run(session: &mut Session) {
    let alice = token(session, "alice").await;
    for version in VERSIONS {
        each_version(session, &alice, version).await;
        wipe(session, &alice).await;
    }
    bodies(session, &alice).await;
    wipe(session, &alice).await;
    paging(session, &alice).await;
    wipe(session, &alice).await;
    owners(session, &alice).await;
    wipe(session, &alice).await;
}

async fn each_version(session: &mut Session, alice: &str, version: &str) {
    let of = |what: &str| format!("key-pairs/{version}/{what}");
    let get = |session: &Session, path: &str| {
        session
            .compute(Method::GET, path)
            .token(alice)
            .version(version)
    };
    let ask = get(session, KEY_PAIRS);
    session.ask(&of("list-empty"), ask).await;
    for (what, body) in [
        ("import", json!({ "name": "laptop", "public_key": ED25519 })),
        ("no-public-key", json!({ "name": "generated" })),
        (
            "duplicate",
            json!({ "name": "laptop", "public_key": ED25519 }),
        ),
        (
            "bad-key",
            json!({ "name": "bad", "public_key": "ssh-rsa nonsense" }),
        ),
        ("bad-name", json!({ "name": "a/b", "public_key": ED25519 })),
        ("no-name", json!({ "public_key": ED25519 })),
        (
            "unknown-field",
            json!({ "name": "x", "public_key": ED25519, "colour": "blue" }),
        ),
        (
            "type-ssh",
            json!({ "name": "typed", "public_key": ED25519, "type": "ssh" }),
        ),
        (
            "type-x509",
            json!({ "name": "cert", "public_key": X509, "type": "x509" }),
        ),
        (
            "type-unknown",
            json!({ "name": "k", "public_key": ED25519, "type": "gpg" }),
        ),
        ("null-key", json!({ "name": "null", "public_key": null })),
        ("number-key", json!({ "name": "number", "public_key": 5 })),
    ] {
        let ask = import(session, alice, version, body);
        session.ask(&of(what), ask).await;
    }
    for (what, path) in [
        ("list", KEY_PAIRS.to_owned()),
        ("list-limit-1", format!("{KEY_PAIRS}?limit=1")),
        ("list-unknown-query", format!("{KEY_PAIRS}?sort_key=name")),
        ("show", path_of("laptop")),
        ("show-x509", path_of("cert")),
        ("show-missing", path_of("missing")),
        ("show-unknown-query", path_of("laptop") + "?colour=blue"),
    ] {
        let ask = get(session, &path);
        session.ask(&of(what), ask).await;
    }
    for what in ["delete", "delete-missing"] {
        let ask = session
            .compute(Method::DELETE, &path_of("laptop"))
            .token(alice)
            .version(version);
        session.ask(&of(what), ask).await;
    }
}

/// What else may be in a request's body.
async fn bodies(session: &mut Session, alice: &str) {
    let post = |session: &Session| {
        session
            .compute(Method::POST, KEY_PAIRS)
            .token(alice)
            .version(NEWEST)
    };
    let good = json!({ "keypair": { "name": "plain", "public_key": ED25519 } }).to_string();
    for (what, kind, text) in [
        ("not-json", "application/json", "{nope".to_owned()),
        ("empty", "application/json", String::new()),
        ("list", "application/json", "[]".to_owned()),
        ("empty-object", "application/json", "{}".to_owned()),
        (
            "other-key",
            "application/json",
            json!({ "key": 1 }).to_string(),
        ),
        (
            "extra-key",
            "application/json",
            json!({ "keypair": { "name": "x", "public_key": ED25519 }, "more": 1 }).to_string(),
        ),
        (
            "text",
            "application/json",
            json!({ "keypair": "x" }).to_string(),
        ),
        (
            "null",
            "application/json",
            json!({ "keypair": null }).to_string(),
        ),
        ("plain-text", "text/plain", good.clone()),
        ("xml", "application/xml", good.clone()),
        (
            "charset",
            "application/json; charset=utf-8",
            good.replace("plain", "charset"),
        ),
    ] {
        let ask = post(session).text(kind, text);
        session.ask(&format!("key-pairs/body/{what}"), ask).await;
    }
    // Nothing that Keyhaven would ever ask for: a certificate that the cloud makes.
    let ask = import(
        session,
        alice,
        "2.91",
        json!({ "name": "made", "type": "x509" }),
    );
    session.probe("key-pairs/x509-made-by-the-cloud", ask).await;
    let large = format!("{} {}", ED25519.trim_end(), "c".repeat(120_000));
    let ask = import(
        session,
        alice,
        NEWEST,
        json!({ "name": "large", "public_key": large }),
    );
    session.ask("key-pairs/body/too-large", ask).await;
    for what in ["Plain", "PLAIN"] {
        let ask = import(
            session,
            alice,
            NEWEST,
            json!({ "name": what, "public_key": ED25519 }),
        );
        session.ask(&format!("key-pairs/case/{what}"), ask).await;
    }
    let ask = session
        .compute(Method::GET, &path_of("PLAIN"))
        .token(alice)
        .version(NEWEST);
    session.ask("key-pairs/case/show", ask).await;
}

async fn paging(session: &mut Session, alice: &str) {
    for name in ["b", "a", "e", "D", "c", "a b", "a@b", "f.g"] {
        session
            .send(import(
                session,
                alice,
                NEWEST,
                json!({ "name": name, "public_key": ED25519 }),
            ))
            .await;
    }
    for (version, query) in [
        (NEWEST, ""),
        (NEWEST, "limit=2"),
        (NEWEST, "limit=2&marker=a+b"),
        (NEWEST, "limit=2&marker=a%20b"),
        (NEWEST, "limit=2&marker=a%40b"),
        (NEWEST, "marker=e&limit=2"),
        (NEWEST, "marker=f.g"),
        (NEWEST, "limit=8"),
        (NEWEST, "limit=1000"),
        (NEWEST, "limit=1001"),
        (NEWEST, "limit=0"),
        (NEWEST, "limit=-1"),
        (NEWEST, "limit=x"),
        (NEWEST, "limit="),
        (NEWEST, "limit=1&limit=3"),
        (NEWEST, "marker=zzz"),
        (NEWEST, "marker="),
        (NEWEST, "sort_key=name"),
        ("2.74", "sort_key=name&limit=1"),
        ("2.75", "sort_key=name&limit=1"),
        ("2.35", "limit=1&marker=a"),
        ("2.34", "limit=1&marker=zzz"),
        ("2.34", "limit=x"),
        ("2.1", "limit=1"),
    ] {
        let ask = session
            .compute(Method::GET, &format!("{KEY_PAIRS}?{query}"))
            .token(alice)
            .version(version);
        session.ask(&format!("paging/{version}/{query}"), ask).await;
    }
}

/// A key pair belongs to a user, not to a project.
async fn owners(session: &mut Session, alice: &str) {
    let body = json!({ "name": "alice-key", "public_key": ED25519 });
    session.send(import(session, alice, NEWEST, body)).await;
    let bob = token(session, "bob").await;
    let carol = token(session, "carol").await;
    let admin = signed_in(session, "admin", "admin").await.0;
    let (other, body) = signed_in(session, "alice", "other").await;
    let alice_id = body["user"]["id"].as_str().unwrap().to_owned();
    let as_alice = format!("{KEY_PAIRS}?user_id={alice_id}");
    let show = path_of("alice-key");
    let one_as_alice = format!("{show}?user_id={alice_id}");
    for (what, method, path, token, version) in [
        ("bob-list", Method::GET, KEY_PAIRS, &bob, NEWEST),
        ("bob-show", Method::GET, &show, &bob, NEWEST),
        ("bob-delete", Method::DELETE, &show, &bob, NEWEST),
        ("bob-list-as-alice", Method::GET, &as_alice, &bob, NEWEST),
        ("bob-list-as-alice-2.9", Method::GET, &as_alice, &bob, "2.9"),
        (
            "bob-show-as-alice",
            Method::GET,
            &one_as_alice,
            &bob,
            NEWEST,
        ),
        (
            "bob-delete-as-alice",
            Method::DELETE,
            &one_as_alice,
            &bob,
            NEWEST,
        ),
        (
            "alice-other-project",
            Method::GET,
            KEY_PAIRS,
            &other,
            NEWEST,
        ),
        ("alice-as-alice", Method::GET, &as_alice, &other, NEWEST),
        (
            "admin-list-as-alice",
            Method::GET,
            &as_alice,
            &admin,
            NEWEST,
        ),
        (
            "admin-list-as-alice-2.1",
            Method::GET,
            &as_alice,
            &admin,
            "2.1",
        ),
        (
            "admin-show-as-alice",
            Method::GET,
            &one_as_alice,
            &admin,
            NEWEST,
        ),
        (
            "admin-delete-as-alice",
            Method::DELETE,
            &one_as_alice,
            &admin,
            NEWEST,
        ),
    ] {
        let ask: Ask = session.compute(method, path).token(token).version(version);
        session.ask(&format!("owners/{what}"), ask).await;
    }
    for (what, token, version) in [
        ("admin-import-for-alice", &admin, NEWEST),
        ("admin-import-for-alice-2.9", &admin, "2.9"),
        ("bob-import-for-alice", &bob, NEWEST),
    ] {
        let body = json!({ "name": "for-alice", "public_key": ED25519, "user_id": alice_id });
        let ask = import(session, token, version, body);
        session.ask(&format!("owners/{what}"), ask).await;
    }
    let ask = import(
        session,
        &carol,
        NEWEST,
        json!({ "name": "carol-key", "public_key": ED25519 }),
    );
    session.ask("owners/reader-import", ask).await;
    let ask = session
        .compute(Method::DELETE, &path_of("carol-key"))
        .token(&carol)
        .version(NEWEST);
    session.ask("owners/reader-delete", ask).await;
}
