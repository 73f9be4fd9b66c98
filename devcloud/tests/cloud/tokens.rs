//! Tokens: validated, revoked, expired, and kept over a restart.

use std::time::Duration;

use devcloud::{Config, Db};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Client, Reply, auth, cloud, read};

async fn about(caller: &Client, subject: &str, method: Method) -> Reply {
    let request = caller.request(method, "/identity/v3/auth/tokens");
    read(request.header("X-Subject-Token", subject)).await
}

#[tokio::test]
async fn a_token_can_be_asked_about() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let reply = about(&alice, &alice.token, Method::GET).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("x-subject-token"), Some(alice.token.as_str()));
    assert_eq!(reply.json()["token"]["project"]["name"], "demo");
    let reply = about(&alice, "bad-token", Method::GET).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.fault("error"), "Could not recognize Fernet token");
    let bob = Client::new(&cloud.base_url(), "bob", "demo").await;
    assert_eq!(
        about(&bob, &alice.token, Method::GET).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        about(&bob, &alice.token, Method::DELETE).await.status,
        StatusCode::FORBIDDEN
    );
    let admin = Client::new(&cloud.base_url(), "admin", "admin").await;
    assert_eq!(
        about(&admin, &alice.token, Method::GET).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_revoked_token_is_refused_everywhere_and_only_that_one() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let other = Client::new(&cloud.base_url(), "alice", "demo").await;
    assert_eq!(alice.get("/os-keypairs").await.status, StatusCode::OK);
    let reply = about(&alice, &alice.token, Method::DELETE).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    let reply = read(alice.request(Method::GET, "/identity/v3/auth/projects")).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_nova_refuses(&alice).await;
    let rescope =
        json!({ "auth": { "identity": { "methods": ["token"], "token": { "id": alice.token } } } });
    assert_eq!(
        auth(&alice.root, &rescope).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(other.get("/os-keypairs").await.status, StatusCode::OK);
}

async fn assert_nova_refuses(client: &Client) {
    let reply = client.get("/os-keypairs").await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        reply.fault("error"),
        "The request you have made requires authentication."
    );
    let root = &client.root;
    assert_eq!(
        reply.header("www-authenticate").unwrap(),
        format!("Keystone uri=\"{root}/identity\"")
    );
    assert_eq!(reply.header("openstack-api-version"), None);
}

#[tokio::test]
async fn nova_wants_a_token() {
    let cloud = cloud().await;
    let mut alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.token = "bad-token".to_owned();
    assert_nova_refuses(&alice).await;
    let reply =
        read(crate::client::http().get(format!("{}/compute/v2.1/os-keypairs", alice.root))).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn all_tokens_of_a_user_can_be_revoked() {
    let cloud = cloud().await;
    let one = Client::new(&cloud.base_url(), "alice", "demo").await;
    let two = Client::new(&cloud.base_url(), "alice", "other").await;
    let bob = Client::new(&cloud.base_url(), "bob", "demo").await;
    assert_eq!(cloud.revoke_tokens("alice").unwrap(), 2);
    assert_nova_refuses(&one).await;
    assert_nova_refuses(&two).await;
    assert_eq!(bob.get("/os-keypairs").await.status, StatusCode::OK);
    assert!(cloud.revoke_tokens("zoe").is_err());
}

#[tokio::test]
async fn a_token_dies_after_its_lifetime_and_rescoping_does_not_prolong_it() {
    let cloud = devcloud::start(Config {
        token_lifetime: Duration::from_millis(700),
        ..Config::default()
    })
    .await
    .unwrap();
    let began = std::time::Instant::now();
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    // The clock is what is tested here, so it is waited for.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let rescope =
        json!({ "auth": { "identity": { "methods": ["token"], "token": { "id": alice.token } } } });
    let reply = auth(&alice.root, &rescope).await;
    assert_eq!(
        reply.status,
        StatusCode::CREATED,
        "after {:?}",
        began.elapsed()
    );
    let second = Client {
        token: reply.header("x-subject-token").unwrap().to_owned(),
        ..alice.clone()
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_nova_refuses(&alice).await;
    assert_nova_refuses(&second).await;
}

#[tokio::test]
async fn tokens_and_key_pairs_outlive_a_restart_and_tokens_are_not_kept_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloud.db");
    let config = || Config {
        db: Db::File(file.clone()),
        ..Config::default()
    };
    let cloud = devcloud::start(config()).await.unwrap();
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.must_import("laptop").await;
    cloud.stop().await;
    let cloud = devcloud::start(config()).await.unwrap();
    let again = Client {
        root: cloud.base_url(),
        ..alice.clone()
    };
    assert_eq!(again.names("").await, ["laptop"]);
    cloud.stop().await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [
            alice.token.as_str(),
            "alice-pw",
            devcloud::seed::CREDENTIAL_SECRET,
        ] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
}
