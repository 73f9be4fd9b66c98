//! The faults that a key pair's name asks for.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Client, KEY, cloud};

#[tokio::test]
async fn each_fault_is_what_it_says_and_stores_nothing() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let reply = alice.import("fault-500", KEY).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        reply
            .fault("computeFault")
            .starts_with("Unexpected API Error.")
    );
    let reply = alice.import("fault-503-later", KEY).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.header("retry-after"), Some("7"));
    let reply = alice.import("fault-html", KEY).await;
    assert_eq!(reply.status, StatusCode::BAD_GATEWAY);
    assert_eq!(reply.header("content-type"), Some("text/html"));
    assert_eq!(alice.names("").await, [""; 0]);
    alice.must_import("fault-5000").await;
}

async fn cut_off(client: &Client, name: &str) {
    let body = json!({ "keypair": { "name": name, "public_key": KEY } });
    let request = client
        .request(Method::POST, "/compute/v2.1/os-keypairs")
        .json(&body);
    assert!(request.send().await.is_err(), "{name}");
}

#[tokio::test]
async fn a_cut_connection_may_or_may_not_have_stored() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    cut_off(&alice, "fault-drop").await;
    assert_eq!(alice.names("").await, [""; 0]);
    cut_off(&alice, "fault-lost").await;
    assert_eq!(alice.names("").await, ["fault-lost"]);
}

#[tokio::test]
async fn a_token_expires_in_mid_work_once() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let alice = Client::new(&root, "alice", "demo").await;
    let reply = alice.import("fault-401", KEY).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        alice.get("/os-keypairs").await.status,
        StatusCode::UNAUTHORIZED
    );
    Client::new(&root, "alice", "demo")
        .await
        .must_import("fault-401")
        .await;
}

#[tokio::test]
async fn slow_and_undeletable() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let began = Instant::now();
    alice.must_import("fault-slow").await;
    assert!(began.elapsed() >= Duration::from_secs(3));
    alice.must_import("fault-delete-500").await;
    let reply = alice.delete("fault-delete-500").await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(alice.names("").await, ["fault-delete-500", "fault-slow"]);
}
