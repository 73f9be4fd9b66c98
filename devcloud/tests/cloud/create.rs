//! Creating, showing, listing and deleting: statuses and fields per microversion.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, KEY, KEY_MD5, cloud, read};

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn statuses_and_fields_per_version() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    for (version, created, deleted) in [
        ("2.1", 200, 202),
        ("2.2", 201, 204),
        ("2.10", 201, 204),
        ("2.35", 201, 204),
        ("2.92", 201, 204),
        ("2.104", 201, 204),
    ] {
        let at = alice.at(version);
        let typed = version != "2.1";
        let with_type = |fields: &[&'static str]| {
            let mut fields = fields.to_vec();
            if typed {
                fields.push("type");
            }
            fields.sort_unstable();
            fields
        };
        let reply = at.import("laptop", KEY).await;
        assert_eq!(reply.status, created, "{version}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let json = reply.json();
        assert_eq!(
            keys(&json["keypair"]),
            with_type(&["fingerprint", "name", "public_key", "user_id"])
        );
        assert_eq!(json["keypair"]["public_key"], KEY);
        assert_eq!(json["keypair"]["fingerprint"], KEY_MD5);

        let json = at.get("/os-keypairs").await.json();
        assert_eq!(keys(&json), ["keypairs"]);
        assert_eq!(
            keys(&json["keypairs"][0]["keypair"]),
            with_type(&["fingerprint", "name", "public_key"])
        );

        let json = at.show("laptop").await.json();
        let expected = with_type(&[
            "created_at",
            "deleted",
            "deleted_at",
            "fingerprint",
            "id",
            "name",
            "public_key",
            "updated_at",
            "user_id",
        ]);
        assert_eq!(keys(&json["keypair"]), expected, "{version}");
        let created_at = json["keypair"]["created_at"].as_str().unwrap();
        assert!(
            created_at.ends_with(".000000") && created_at.len() == 26,
            "{created_at}"
        );
        assert!(json["keypair"]["id"].is_i64());

        let reply = at.delete("laptop").await;
        assert_eq!(
            (reply.status.as_u16(), reply.text.as_str()),
            (deleted, ""),
            "{version}"
        );
        for reply in [at.delete("laptop").await, at.show("laptop").await] {
            assert_eq!(reply.status, StatusCode::NOT_FOUND);
            let id = devcloud::seed::user_id("alice");
            assert_eq!(
                reply.fault("itemNotFound"),
                format!("Keypair laptop not found for user {id}")
            );
        }
    }
}

#[tokio::test]
async fn a_name_is_taken_whatever_its_case() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.must_import("case").await;
    for name in ["case", "CASE", "Case"] {
        let reply = alice.import(name, KEY).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        assert_eq!(
            reply.fault("conflictingRequest"),
            format!("Key pair '{name}' already exists.")
        );
    }
    assert_eq!(alice.show("CASE").await.json()["keypair"]["name"], "case");
    assert_eq!(alice.delete("CASE").await.status, StatusCode::NO_CONTENT);
    alice.must_import("Case").await;
}

#[tokio::test]
async fn what_the_schema_refuses() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let repr_key = KEY.replace('\n', "\\n");
    for (version, body, message) in [
        ("2.104", json!({ "name": "x", "public_key": KEY, "colour": "blue" }), format!(
            "Invalid input for field/attribute keypair. Value: {{'name': 'x', 'public_key': '{repr_key}', \
             'colour': 'blue'}}. Additional properties are not allowed ('colour' was unexpected)"
        )),
        ("2.1", json!({ "name": "x", "public_key": KEY, "type": "ssh" }), format!(
            "Invalid input for field/attribute keypair. Value: {{'name': 'x', 'public_key': '{repr_key}', \
             'type': 'ssh'}}. Additional properties are not allowed ('type' was unexpected)"
        )),
        ("2.9", json!({ "name": "x", "user_id": "y", "b": true, "a": null }),
            "Invalid input for field/attribute keypair. Value: {'name': 'x', 'user_id': 'y', 'b': True, 'a': \
             None}. Additional properties are not allowed ('a', 'b', 'user_id' were unexpected)".to_owned()),
        ("2.92", json!({ "name": "generated" }),
            "Invalid input for field/attribute keypair. Value: {'name': 'generated'}. 'public_key' is a \
             required property".to_owned()),
        ("2.104", json!({ "name": "k", "type": "gpg", "public_key": KEY }),
            "Invalid input for field/attribute type. Value: gpg. 'gpg' is not one of ['ssh', 'x509']".to_owned()),
        ("2.104", json!({ "name": "k", "public_key": 5 }),
            "Invalid input for field/attribute public_key. Value: 5. 5 is not of type 'string'".to_owned()),
        ("2.104", json!({ "public_key": "k" }),
            "Invalid input for field/attribute keypair. Value: {'public_key': 'k'}. 'name' is a required \
             property".to_owned()),
        ("2.104", json!(5),
            "Invalid input for field/attribute keypair. Value: 5. 5 is not of type 'object'".to_owned()),
    ] {
        let reply = alice.at(version).create(body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_eq!(reply.header("content-type"), Some("application/json; charset=UTF-8"));
        assert_eq!(reply.fault("badRequest"), message);
    }
    for (body, message) in [
        (json!({}), "'keypair' is a required property"),
        (json!([]), "[] is not of type 'object'"),
        (
            json!({ "keypair": { "name": "x", "public_key": "x" }, "more": 1 }),
            "Additional properties are not allowed ('more' was unexpected)",
        ),
    ] {
        let reply = alice.nova(Method::POST, "/os-keypairs", Some(body)).await;
        assert_eq!(reply.fault("badRequest"), message);
    }
    let path = "/compute/v2.1/os-keypairs";
    let reply = read(alice.request(Method::POST, path).body("{nope")).await;
    assert_eq!(reply.fault("badRequest"), "Malformed request body");
    assert_eq!(alice.names("").await, [""; 0]);
}

#[tokio::test]
async fn plain_text_is_taken_for_json_and_other_types_are_refused() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let post = |content_type: &str| {
        alice
            .request(Method::POST, "/compute/v2.1/os-keypairs")
            .header("Content-Type", content_type)
            .body(json!({ "keypair": { "name": "plain", "public_key": KEY } }).to_string())
    };
    assert_eq!(
        read(post("application/x-www-form-urlencoded")).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    assert_eq!(read(post("text/plain")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn before_2_92_a_request_without_a_public_key_makes_a_pair() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo")
        .await
        .at("2.91");
    let reply = alice.create(json!({ "name": "generated" })).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let pair = &reply.json()["keypair"];
    let private = pair["private_key"].as_str().unwrap();
    assert!(private.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));

    // The private half must be the public one's, by ssh-keygen's word.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, private).unwrap();
    restrict(&file);
    let public = crate::public_keys::run("ssh-keygen", &["-y", "-f", file.to_str().unwrap()]);
    let stored = pair["public_key"].as_str().unwrap();
    let words = |line: &str| {
        line.split_whitespace()
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&public), words(stored));
    assert!(stored.ends_with(" Generated-by-Nova"));
    assert_eq!(
        pair["fingerprint"],
        crate::public_keys::md5_by_ssh_keygen(stored)
    );

    let shown = alice.show("generated").await.json();
    assert!(shown["keypair"].get("private_key").is_none());
    assert_eq!(shown["keypair"]["public_key"], stored);
}

#[cfg(unix)]
fn restrict(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test]
async fn what_a_browser_makes_of_dot_dot_is_a_200_that_deletes_nothing() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.must_import("..").await;
    // reqwest normalises the path as a browser does.
    let reply = alice
        .nova(Method::DELETE, "/os-keypairs/%2e%2e", None)
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["version"]["id"], "v2.1");
    assert_eq!(cloud.requests().last().unwrap().target, "/compute/v2.1/");
    assert_eq!(alice.names("").await, [".."]);
}
