//! A key pair is its user's, whatever the project.

use reqwest::StatusCode;
use serde_json::json;

use crate::client::{Client, KEY, cloud};

#[tokio::test]
async fn bob_does_not_see_what_is_alices() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let alice = Client::new(&root, "alice", "demo").await;
    let bob = Client::new(&root, "bob", "demo").await;
    alice.must_import("mine").await;
    assert_eq!(bob.names("").await, [""; 0]);
    let bob_id = devcloud::seed::user_id("bob");
    for reply in [bob.show("mine").await, bob.delete("mine").await] {
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(
            reply.fault("itemNotFound"),
            format!("Keypair mine not found for user {bob_id}")
        );
    }
    // The same name is free for bob.
    bob.must_import("mine").await;
    assert_eq!(bob.delete("mine").await.status, StatusCode::NO_CONTENT);
    let elsewhere = Client::new(&root, "alice", "other").await;
    assert_eq!(elsewhere.names("").await, ["mine"]);
}

#[tokio::test]
async fn another_user_is_named_by_administrators_only_and_from_2_10() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let alice = Client::new(&root, "alice", "demo").await;
    alice.must_import("mine").await;
    let id = devcloud::seed::user_id("alice");
    let query = format!("?user_id={id}");
    let bob = Client::new(&root, "bob", "demo").await;
    let import = |client: Client| {
        let body = json!({ "name": "by-admin", "public_key": KEY, "user_id": id });
        async move { client.create(body).await }
    };
    for (action, reply) in [
        ("index", bob.get(&format!("/os-keypairs{query}")).await),
        ("show", bob.get(&format!("/os-keypairs/mine{query}")).await),
        ("create", import(bob.clone()).await),
    ] {
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{action}");
        let message =
            format!("Policy doesn't allow os_compute_api:os-keypairs:{action} to be performed.");
        assert_eq!(reply.fault("forbidden"), message);
    }
    assert_eq!(bob.at("2.9").names(&query).await, [""; 0]);
    assert_eq!(alice.names(&query).await, ["mine"]);

    let admin = Client::new(&root, "admin", "demo").await;
    assert_eq!(admin.names(&query).await, ["mine"]);
    assert_eq!(admin.at("2.9").names(&query).await, [""; 0]);
    let reply = import(admin.clone()).await;
    assert_eq!(reply.json()["keypair"]["user_id"], id);
    assert_eq!(alice.names("").await, ["by-admin", "mine"]);
}

#[tokio::test]
async fn a_reader_may_have_key_pairs() {
    let cloud = cloud().await;
    let carol = Client::new(&cloud.base_url(), "carol", "demo").await;
    carol.must_import("carol-key").await;
    assert_eq!(
        carol.delete("carol-key").await.status,
        StatusCode::NO_CONTENT
    );
}
