//! One-time codes: at once with the password, and after it by a receipt.

use std::time::Duration;

use devcloud::{Config, seed};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{Reply, auth, cloud, http, password, read};

fn with_code(passcode: &str) -> Value {
    let mut body = password("erin", "erin-pw", Some(json!("unscoped")));
    body["auth"]["identity"]["methods"] = json!(["password", "totp"]);
    body["auth"]["identity"]["totp"] = json!({ "user": {
        "name": "erin", "domain": { "id": "default" }, "passcode": passcode,
    }});
    body
}

fn code_alone(user: &str, passcode: &str) -> Value {
    json!({ "auth": { "identity": { "methods": ["totp"], "totp": { "user": {
        "id": seed::user_id(user), "passcode": passcode,
    }}}}})
}

async fn with_receipt(root: &str, receipt: &str, body: &Value) -> Reply {
    let request = http().post(format!("{root}/identity/v3/auth/tokens"));
    read(request.header("Openstack-Auth-Receipt", receipt).json(body)).await
}

fn assert_no_receipt(reply: &Reply, receipt: &str) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{reply:?}");
    let message = format!("Could not find auth receipt: {receipt}.");
    assert_eq!(reply.fault("error"), message);
}

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{reply:?}");
    let message = "The request you have made requires authentication.";
    assert_eq!(reply.fault("error"), message);
    assert!(reply.header("www-authenticate").is_some());
    assert!(reply.header("openstack-auth-receipt").is_none());
}

#[tokio::test]
async fn the_code_may_come_with_the_password() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = auth(&root, &with_code(&seed::passcode())).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    let methods = reply.json()["token"]["methods"].clone();
    assert_eq!(methods, json!(["password", "totp"]));
    assert_refused(&auth(&root, &with_code("000000x")).await);
    assert_refused(&auth(&root, &with_code("")).await);
}

#[tokio::test]
async fn the_password_alone_gets_a_receipt_and_the_code_goes_with_it() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let asked = auth(&root, &password("erin", "erin-pw", None)).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.header("x-subject-token").is_none());
    assert!(asked.header("www-authenticate").is_none(), "no refusal");
    let receipt = asked.header("openstack-auth-receipt").unwrap().to_owned();
    let body = asked.json();
    assert_eq!(body["required_auth_methods"], json!([["password", "totp"]]));
    assert_eq!(body["receipt"]["methods"], json!(["password"]));
    let user = json!({ "id": seed::user_id("erin"), "name": "erin", "domain": { "id": "default", "name": "Default" } });
    assert_eq!(body["receipt"]["user"], user);
    assert!(
        body["receipt"]["expires_at"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );

    let code = seed::passcode();
    assert_refused(&with_receipt(&root, &receipt, &code_alone("erin", "000000x")).await);
    let made_up = with_receipt(&root, "made-up", &code_alone("erin", &code)).await;
    assert_no_receipt(&made_up, "made-up");
    let theirs = with_receipt(&root, &receipt, &password("alice", "alice-pw", None)).await;
    assert_no_receipt(&theirs, &receipt);
    let reply = with_receipt(&root, &receipt, &code_alone("erin", &code)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    assert_eq!(reply.json()["token"]["project"]["name"], "demo");
    assert_eq!(
        reply.json()["token"]["methods"],
        json!(["password", "totp"])
    );

    // The other way round: the code first.
    let asked = auth(&root, &code_alone("erin", &code)).await;
    let receipt = asked.header("openstack-auth-receipt").unwrap();
    let reply = with_receipt(&root, receipt, &password("erin", "erin-pw", None)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    // Nobody else has codes.
    assert_refused(&auth(&root, &code_alone("alice", &code)).await);
    assert_refused(&auth(&root, &password("erin", "wrong", None)).await);
}

#[tokio::test]
async fn a_receipt_lasts_only_so_long() {
    let cloud = devcloud::start(Config {
        receipt_lifetime: Duration::ZERO,
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let asked = auth(&root, &password("erin", "erin-pw", None)).await;
    let receipt = asked.header("openstack-auth-receipt").unwrap();
    let body = code_alone("erin", &seed::passcode());
    assert_no_receipt(&with_receipt(&root, receipt, &body).await, receipt);
}
