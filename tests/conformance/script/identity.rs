//! Signing in, choosing a project, signing out.

use super::{KEY_PAIRS, auth, password, project, signed_in, token};
use crate::ask::Session;
use devcloud::seed;
use reqwest::Method;
use serde_json::{Value, json};

const TOKENS: &str = "/v3/auth/tokens";

pub async fn run(session: &mut Session) {
    documents(session).await;
    passwords(session).await;
    credentials(session).await;
    one_time_codes(session).await;
    scopes(session).await;
    tokens(session).await;
    revoked(session).await;
}

async fn documents(session: &mut Session) {
    for (name, path) in [
        ("identity/root", "/"),
        ("identity/v3", "/v3"),
        ("identity/v3-slash", "/v3/"),
        ("identity/unknown-path", "/v3/nowhere"),
    ] {
        let ask = session.identity(Method::GET, path);
        session.ask(name, ask).await;
    }
}

async fn sign_in(session: &mut Session, name: &str, body: Value) -> Option<String> {
    let ask = session.identity(Method::POST, TOKENS).json(&body);
    let answer = session.ask(&format!("sign-in/{name}"), ask).await;
    answer.header("x-subject-token")
}

async fn passwords(session: &mut Session) {
    let alice = || password("alice", "alice-pw");
    for (name, body) in [
        ("project", auth(alice(), Some(project("demo")))),
        ("default-project", auth(alice(), None)),
        ("unscoped", auth(alice(), Some(json!("unscoped")))),
        (
            "unscoped-object",
            auth(alice(), Some(json!({ "unscoped": {} }))),
        ),
        (
            "wrong-password",
            auth(password("alice", "wrong"), Some(json!("unscoped"))),
        ),
        (
            "empty-password",
            auth(password("alice", ""), Some(json!("unscoped"))),
        ),
        (
            "unknown-user",
            auth(password("zoe", "wrong"), Some(json!("unscoped"))),
        ),
        ("unknown-project", auth(alice(), Some(project("nowhere")))),
        (
            "no-role",
            auth(password("dave", "dave-pw"), Some(project("demo"))),
        ),
        ("no-role-unscoped", auth(password("dave", "dave-pw"), None)),
        ("malformed", json!({ "auth": {} })),
        (
            "no-methods",
            json!({ "auth": { "identity": { "methods": [] } } }),
        ),
        (
            "no-domain",
            auth(
                json!({ "methods": ["password"], "password": { "user": { "name": "alice", "password": "alice-pw" } } }),
                None,
            ),
        ),
        (
            "unknown-domain",
            auth(
                json!({ "methods": ["password"], "password": { "user": {
            "name": "alice", "domain": { "name": "Nowhere" }, "password": "alice-pw" } } }),
                None,
            ),
        ),
        (
            "domain-by-id",
            auth(
                json!({ "methods": ["password"], "password": { "user": {
            "name": "alice", "domain": { "id": "default" }, "password": "alice-pw" } } }),
                None,
            ),
        ),
        (
            "unknown-method",
            auth(json!({ "methods": ["magic"], "magic": {} }), None),
        ),
        ("empty-object", json!({})),
    ] {
        sign_in(session, name, body).await;
    }
    for (name, text) in [("not-json", "{nope"), ("empty", ""), ("list", "[]")] {
        let ask = session
            .identity(Method::POST, TOKENS)
            .text("application/json", text);
        session.ask(&format!("sign-in/{name}"), ask).await;
    }
    let body = auth(alice(), Some(project("demo")));
    let ask = session
        .identity(Method::POST, &format!("{TOKENS}?nocatalog"))
        .json(&body);
    session.ask("sign-in/nocatalog", ask).await;
    let id = signed_in(session, "alice", "demo").await.1["user"]["id"].clone();
    let by_id = json!({ "methods": ["password"], "password": { "user": { "id": id, "password": "alice-pw" } } });
    sign_in(session, "user-by-id", auth(by_id, Some(json!("unscoped")))).await;
}

async fn credentials(session: &mut Session) {
    let (id, secret) = (
        session.target.credential_id.clone(),
        session.target.credential_secret.clone(),
    );
    let with = |credential: Value| json!({ "methods": ["application_credential"], "application_credential": credential });
    let by_id = |secret: &str| with(json!({ "id": id, "secret": secret }));
    let by_name = |name: &str, owner: &str| {
        with(
            json!({ "name": name, "secret": secret, "user": { "name": owner, "domain": { "name": "Default" } } }),
        )
    };
    for (name, body) in [
        ("credential", auth(by_id(&secret), None)),
        (
            "credential-by-name",
            auth(by_name("browser-app", "alice"), None),
        ),
        ("credential-wrong-secret", auth(by_id("wrong"), None)),
        (
            "credential-unknown",
            auth(
                with(json!({ "id": "0".repeat(32), "secret": secret })),
                None,
            ),
        ),
        (
            "credential-unknown-name",
            auth(by_name("nothing", "alice"), None),
        ),
        (
            "credential-of-another",
            auth(by_name("browser-app", "bob"), None),
        ),
        (
            "credential-with-scope",
            auth(by_id(&secret), Some(project("demo"))),
        ),
        (
            "credential-unscoped",
            auth(by_id(&secret), Some(json!("unscoped"))),
        ),
        (
            "credential-without-user",
            auth(
                with(json!({ "name": "browser-app", "secret": secret })),
                None,
            ),
        ),
    ] {
        sign_in(session, name, body).await;
    }
    let ask = session
        .identity(Method::POST, TOKENS)
        .json(&auth(by_id(&secret), None));
    let token = session.send(ask).await.header("x-subject-token").unwrap();
    let other = json!({ "methods": ["token"], "token": { "id": token } });
    sign_in(
        session,
        "credential-rescope",
        auth(other, Some(project("other"))),
    )
    .await;
    let ask = session
        .identity(Method::GET, "/v3/auth/projects")
        .token(&token);
    session.ask("projects/credential", ask).await;
}

/// The second factor: at once with the password, and after it with a receipt.
async fn one_time_codes(session: &mut Session) {
    let domain = json!({ "name": "Default" });
    let at_once = |passcode: &str| {
        let user = json!({ "name": "erin", "domain": domain, "password": "erin-pw" });
        let code = json!({ "name": "erin", "domain": domain, "passcode": passcode });
        let methods = ["password", "totp"];
        json!({ "methods": methods, "password": { "user": user }, "totp": { "user": code } })
    };
    let unscoped = || Some(json!("unscoped"));
    for (name, identity) in [
        ("code-at-once", at_once(&seed::passcode())),
        ("code-at-once-wrong", at_once("000000x")),
        ("code-at-once-empty", at_once("")),
    ] {
        sign_in(session, name, auth(identity, unscoped())).await;
    }
    let body = auth(password("erin", "erin-pw"), unscoped());
    let ask = session.identity(Method::POST, TOKENS).json(&body);
    let asked = session.ask("sign-in/code-missing", ask).await;
    let receipt = asked.header("openstack-auth-receipt").unwrap();
    let id = asked.json()["receipt"]["user"]["id"].clone();
    let alone = |passcode: &str| {
        let user = json!({ "id": id, "passcode": passcode });
        let identity = json!({ "methods": ["totp"], "totp": { "user": user } });
        auth(identity, Some(json!("unscoped")))
    };
    for (name, receipt, passcode) in [
        ("receipt-wrong-code", &*receipt, "000000x".to_owned()),
        ("receipt-unknown", "made-up", seed::passcode()),
        ("receipt", &*receipt, seed::passcode()),
        ("receipt-again", &*receipt, seed::passcode()),
    ] {
        let ask = session.identity(Method::POST, TOKENS);
        let ask = ask.json(&alone(&passcode));
        let ask = ask.header("Openstack-Auth-Receipt", receipt);
        session.ask(&format!("sign-in/{name}"), ask).await;
    }
    // Without a receipt the code is one factor of two.
    sign_in(session, "code-alone", alone(&seed::passcode())).await;
}

/// What the app does: a token without scope, the projects, one of them.
async fn scopes(session: &mut Session) {
    for user in ["alice", "bob", "dave"] {
        let body = auth(
            password(user, &format!("{user}-pw")),
            Some(json!("unscoped")),
        );
        let ask = session.identity(Method::POST, TOKENS).json(&body);
        let unscoped = session.send(ask).await.header("x-subject-token").unwrap();
        let ask = session
            .identity(Method::GET, "/v3/auth/projects")
            .token(&unscoped);
        let projects = session.ask(&format!("projects/{user}"), ask).await.json();
        let by_token = |token: &str| json!({ "methods": ["token"], "token": { "id": token } });
        // Keystone lists them in no order.
        let mut projects = projects["projects"].as_array().unwrap().iter();
        if let Some(demo) = projects.find(|project| project["name"] == "demo") {
            let id = &demo["id"];
            let scope = json!({ "project": { "id": id } });
            let scoped = sign_in(
                session,
                &format!("scope-{user}"),
                auth(by_token(&unscoped), Some(scope.clone())),
            )
            .await;
            let scoped = scoped.unwrap();
            sign_in(
                session,
                &format!("rescope-{user}"),
                auth(by_token(&scoped), Some(scope)),
            )
            .await;
            sign_in(
                session,
                &format!("unscope-{user}"),
                auth(by_token(&scoped), Some(json!("unscoped"))),
            )
            .await;
        }
        let nowhere = json!({ "project": { "id": "0".repeat(32) } });
        sign_in(
            session,
            &format!("scope-nowhere-{user}"),
            auth(by_token(&unscoped), Some(nowhere)),
        )
        .await;
        let ask = session
            .identity(Method::GET, "/v3/auth/catalog")
            .token(&unscoped);
        session.ask(&format!("catalog/unscoped-{user}"), ask).await;
        let ask = session.compute(Method::GET, KEY_PAIRS).token(&unscoped);
        session
            .ask(&format!("key-pairs/unscoped-{user}"), ask)
            .await;
    }
    sign_in(
        session,
        "token-unknown",
        auth(
            json!({ "methods": ["token"], "token": { "id": "bad-token" } }),
            None,
        ),
    )
    .await;
}

async fn tokens(session: &mut Session) {
    let alice = token(session, "alice").await;
    let bob = token(session, "bob").await;
    let admin = token(session, "admin").await;
    for (name, caller, subject) in [
        ("own", &alice, &alice),
        ("another-users", &bob, &alice),
        ("by-admin", &admin, &alice),
        ("unknown", &alice, &"bad-token".to_owned()),
    ] {
        let ask = session
            .identity(Method::GET, TOKENS)
            .token(caller)
            .header("X-Subject-Token", subject);
        session.ask(&format!("token/validate-{name}"), ask).await;
    }
    for (name, path) in [
        ("catalog", "/v3/auth/catalog"),
        ("projects", "/v3/auth/projects"),
    ] {
        let ask = session.identity(Method::GET, path);
        session.ask(&format!("{name}/no-token"), ask.clone()).await;
        session
            .ask(&format!("{name}/bad-token"), ask.clone().token("bad-token"))
            .await;
        session
            .ask(&format!("{name}/scoped"), ask.token(&alice))
            .await;
    }
    let ask = session.identity(Method::PUT, TOKENS).token(&alice);
    session.ask("token/put", ask).await;
    let ask = session
        .identity(Method::DELETE, TOKENS)
        .token(&alice)
        .header("X-Subject-Token", "bad-token");
    session.ask("token/revoke-unknown", ask).await;
    let ask = session
        .identity(Method::DELETE, TOKENS)
        .token(&bob)
        .header("X-Subject-Token", &alice);
    session.ask("token/revoke-another-users", ask).await;
}

async fn revoked(session: &mut Session) {
    let gone = token(session, "alice").await;
    let revoke = |token: &str| {
        session
            .identity(Method::DELETE, TOKENS)
            .token(token)
            .header("X-Subject-Token", token)
    };
    let (first, again) = (revoke(&gone), revoke(&gone));
    session.ask("token/revoke", first).await;
    session.ask("token/revoke-again", again).await;
    let ask = session
        .identity(Method::GET, "/v3/auth/projects")
        .token(&gone);
    session.ask("projects/revoked", ask).await;
    let ask = session.compute(Method::GET, KEY_PAIRS).token(&gone);
    session.ask("key-pairs/revoked", ask).await;
    // A token that Nova has seen.
    let gone = token(session, "alice").await;
    session
        .send(session.compute(Method::GET, KEY_PAIRS).token(&gone))
        .await;
    session
        .send(
            session
                .identity(Method::DELETE, TOKENS)
                .token(&gone)
                .header("X-Subject-Token", &gone),
        )
        .await;
    let ask = session.compute(Method::GET, KEY_PAIRS).token(&gone);
    session.ask("key-pairs/revoked-after-use", ask).await;
}
