//! How many key pairs a user may have, and how a client learns it.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, KEY, cloud};

async fn limit(client: &Client) -> Value {
    client.get("/limits").await.json()["limits"]["absolute"]["maxTotalKeypairs"].clone()
}

#[tokio::test]
async fn a_hundred_unless_set_otherwise() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    assert_eq!(limit(&alice).await, 100);
    cloud.set_key_pair_quota("alice", 1).unwrap();
    assert_eq!(limit(&alice).await, 1);
    alice.must_import("one").await;
    let reply = alice.import("two", KEY).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(
        reply.fault("forbidden"),
        "Quota exceeded, too many key pairs."
    );
    // The quota is looked at before the key.
    assert_eq!(
        alice.import("two", "nonsense").await.status,
        StatusCode::FORBIDDEN
    );
    cloud.set_key_pair_quota("alice", -1).unwrap();
    alice.must_import("two").await;
    assert!(cloud.set_key_pair_quota("zoe", 1).is_err());
}

#[tokio::test]
async fn an_administrator_sets_a_projects() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let alice = Client::new(&root, "alice", "demo").await;
    let admin = Client::new(&root, "admin", "admin").await;
    let path = format!("/os-quota-sets/{}", devcloud::seed::project_id("demo"));
    let body = || Some(json!({ "quota_set": { "key_pairs": 1 } }));
    assert_eq!(
        alice.nova(Method::PUT, &path, body()).await.status,
        StatusCode::FORBIDDEN
    );
    let reply = admin.nova(Method::PUT, &path, body()).await;
    assert_eq!(
        reply.json(),
        json!({ "quota_set": { "cores": 20, "instances": 10, "key_pairs": 1, "metadata_items": 128, "ram": 51200,
            "server_group_members": 10, "server_groups": 10 } })
    );
    alice.must_import("one").await;
    assert_eq!(alice.import("two", KEY).await.status, StatusCode::FORBIDDEN);
    // Signed in to the other project, its quota holds.
    Client::new(&root, "alice", "other")
        .await
        .must_import("two")
        .await;
    let detail = alice.get(&format!("{path}/detail")).await.json();
    assert_eq!(
        detail["quota_set"]["key_pairs"],
        json!({ "limit": 1, "in_use": 0, "reserved": 0 })
    );
    let bob = Client::new(&root, "bob", "demo").await;
    let other = format!("/os-quota-sets/{}", devcloud::seed::project_id("other"));
    assert_eq!(bob.get(&other).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn limits_have_the_fields_of_their_version() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let newest = alice.get("/limits").await.json();
    assert_eq!(newest["limits"]["rate"], json!([]));
    assert_eq!(newest["limits"]["absolute"].as_object().unwrap().len(), 11);
    for (version, field, there) in [
        ("2.35", "maxSecurityGroups", true),
        ("2.36", "maxSecurityGroups", false),
        ("2.38", "maxImageMeta", true),
        ("2.39", "maxImageMeta", false),
        ("2.56", "maxPersonality", true),
        ("2.57", "maxPersonality", false),
    ] {
        let limits = alice.at(version).get("/limits").await.json();
        assert_eq!(
            limits["limits"]["absolute"].get(field).is_some(),
            there,
            "{version} {field}"
        );
    }
}
