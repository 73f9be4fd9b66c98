//! Signing in: what a good request gets, and that all bad ones look the same.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{Reply, auth, cloud, password, project};

const REFUSED: &str = "The request you have made requires authentication.";

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{reply:?}");
    let expected = json!({ "error": { "code": 401, "message": REFUSED, "title": "Unauthorized" } });
    assert_eq!(reply.json(), expected);
    let www = reply.header("www-authenticate").unwrap();
    assert!(www.starts_with("Keystone uri=\"http://127.0.0.1:"), "{www}");
    assert!(reply.header("x-subject-token").is_none());
}

#[tokio::test]
async fn a_scoped_token_says_who_where_and_with_what() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = auth(&root, &password("alice", "alice-pw", Some(project("demo")))).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    assert!(
        reply
            .header("x-openstack-request-id")
            .unwrap()
            .starts_with("req-")
    );
    assert!(reply.header("x-subject-token").unwrap().len() > 100);
    let token = &reply.json()["token"];
    assert_eq!(token["methods"], json!(["password"]));
    assert_eq!(token["user"]["name"], "alice");
    assert_eq!(token["user"]["id"], devcloud::seed::user_id("alice"));
    assert_eq!(
        token["user"]["domain"],
        json!({ "id": "default", "name": "Default" })
    );
    assert_eq!(token["project"]["name"], "demo");
    assert_eq!(token["project"]["id"], devcloud::seed::project_id("demo"));
    let roles: Vec<&Value> = token["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["name"])
        .collect();
    assert_eq!(roles, ["reader", "member"]);
    assert_eq!(token["is_domain"], false);
    assert!(token["expires_at"].as_str().unwrap().ends_with(".000000Z"));
    let compute = token["catalog"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["type"] == "compute")
        .unwrap();
    let endpoints = compute["endpoints"].as_array().unwrap();
    let of = |region: &'static str| endpoints.iter().filter(move |e| e["region"] == region);
    for (region, prefix) in [("RegionOne", ""), ("RegionTwo", "/region-two")] {
        for endpoint in of(region) {
            assert_eq!(endpoint["url"], format!("{root}{prefix}/compute/v2.1"));
        }
    }
    let interfaces: Vec<&Value> = of("RegionOne").map(|e| &e["interface"]).collect();
    assert_eq!(interfaces, ["admin", "internal", "public"]);
}

#[tokio::test]
async fn the_catalog_goes_by_the_name_the_client_used() {
    let cloud = cloud().await;
    let by_name = format!("http://localhost:{}", cloud.addr().port());
    let reply = auth(&by_name, &password("bob", "bob-pw", None)).await;
    let catalog = reply.json()["token"]["catalog"].to_string();
    assert!(
        catalog.contains(&format!("{by_name}/compute/v2.1")),
        "{catalog}"
    );
}

#[tokio::test]
async fn every_refusal_is_the_same_401() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let demo = || Some(project("demo"));
    for (what, body) in [
        ("wrong password", password("alice", "wrong", demo())),
        ("unknown user", password("zoe", "wrong", demo())),
        (
            "unknown project",
            password("alice", "alice-pw", Some(project("nowhere"))),
        ),
        ("no role", password("dave", "dave-pw", demo())),
        (
            "another's project",
            password("bob", "bob-pw", Some(project("other"))),
        ),
        (
            "a domain",
            password(
                "alice",
                "alice-pw",
                Some(json!({ "domain": { "id": "default" } })),
            ),
        ),
        ("empty password", password("alice", "", demo())),
        (
            "no proof at all",
            json!({ "auth": { "identity": { "methods": [] } } }),
        ),
    ] {
        eprintln!("{what}");
        assert_refused(&auth(&root, &body).await);
    }
    let mut elsewhere = password("alice", "alice-pw", demo());
    elsewhere["auth"]["identity"]["password"]["user"]["domain"] = json!({ "name": "Nowhere" });
    assert_refused(&auth(&root, &elsewhere).await);
}

#[tokio::test]
async fn no_scope_means_the_default_project_where_there_is_a_role() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let scoped = auth(&root, &password("alice", "alice-pw", None))
        .await
        .json();
    assert_eq!(scoped["token"]["project"]["name"], "demo");
    for (user, scope) in [
        ("alice", Some(json!("unscoped"))),
        ("dave", None),
        ("admin", None),
    ] {
        let reply = auth(&root, &password(user, &format!("{user}-pw"), scope)).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{user}");
        let token = &reply.json()["token"];
        for absent in ["project", "catalog", "roles", "is_domain"] {
            assert!(token.get(absent).is_none(), "{user} {absent}");
        }
    }
}

#[tokio::test]
async fn users_and_projects_may_be_named_by_id() {
    let cloud = cloud().await;
    let body = json!({ "auth": {
        "identity": { "methods": ["password"], "password": { "user": {
            "id": devcloud::seed::user_id("carol"), "password": "carol-pw",
        }}},
        "scope": { "project": { "id": devcloud::seed::project_id("demo") } },
    }});
    let reply = auth(&cloud.base_url(), &body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    assert_eq!(reply.json()["token"]["roles"][0]["name"], "reader");
}

#[tokio::test]
async fn a_malformed_request_is_a_400() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = auth(&root, &json!({ "auth": {} })).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(
        reply
            .fault("error")
            .starts_with("'identity' is a required property")
    );
    let url = format!("{root}/identity/v3/auth/tokens");
    let reply = crate::client::read(crate::client::http().post(url).body("{nope")).await;
    assert_eq!(
        reply.fault("error"),
        "Expecting to find valid JSON in request body. The server could not comply with the request since it \
         is either malformed or otherwise incorrect. The client is assumed to be in error."
    );
    let mut no_domain = password("alice", "alice-pw", None);
    no_domain["auth"]["identity"]["password"]["user"]
        .as_object_mut()
        .unwrap()
        .remove("domain");
    let reply = auth(&root, &no_domain).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(
        reply
            .fault("error")
            .starts_with("Expecting to find domain in user.")
    );
}

fn credential(given: Value) -> Value {
    json!({ "auth": { "identity": {
        "methods": ["application_credential"], "application_credential": given,
    }}})
}

#[tokio::test]
async fn an_application_credential_stands_for_its_user_in_its_project() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let secret = devcloud::seed::CREDENTIAL_SECRET;
    let id = devcloud::seed::credential_id();
    let by_id = credential(json!({ "id": id, "secret": secret }));
    let by_name = credential(json!({
        "name": "browser-app", "secret": secret,
        "user": { "name": "alice", "domain": { "name": "Default" } },
    }));
    for body in [&by_id, &by_name] {
        let reply = auth(&root, body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        let token = &reply.json()["token"];
        assert_eq!(token["project"]["name"], "demo");
        let expected = json!({ "id": id, "name": "browser-app", "restricted": true });
        assert_eq!(token["application_credential"], expected);
    }
    assert_refused(&auth(&root, &credential(json!({ "id": id, "secret": "wrong" }))).await);
    let expired = devcloud::seed::expired_credential_id();
    assert_refused(
        &auth(
            &root,
            &credential(json!({ "id": expired, "secret": secret })),
        )
        .await,
    );
    let owned = |owner: &str, name: &str| {
        let user = json!({ "name": owner, "domain": { "name": "Default" } });
        credential(json!({ "name": name, "secret": secret, "user": user }))
    };
    assert_refused(&auth(&root, &owned("alice", "nothing")).await);
    assert_refused(&auth(&root, &owned("bob", "browser-app")).await);
    for (body, message) in [
        (
            credential(json!({ "id": "nothing", "secret": secret })),
            "Could not find Application Credential: nothing.",
        ),
        (owned("zoe", "browser-app"), "Could not find user: zoe."),
    ] {
        let reply = auth(&root, &body).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(reply.fault("error"), message);
    }
    let reply = auth(&root, &by_id).await;
    let token = reply.header("x-subject-token").unwrap();
    for scope in [Some(project("other")), Some(json!("unscoped")), None] {
        let mut body = json!({ "auth": {
            "identity": { "methods": ["token"], "token": { "id": token } },
        }});
        if let Some(scope) = scope {
            body["auth"]["scope"] = scope;
        }
        let reply = auth(&root, &body).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        let message = reply.fault("error");
        assert!(message.contains("Using a delegated token"), "{message}");
    }
    let mut scoped = by_id;
    scoped["auth"]["scope"] = project("demo");
    let reply = auth(&root, &scoped).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        reply.fault("error"),
        "Error authenticating with application credential: Application credentials cannot request a scope."
    );
}
