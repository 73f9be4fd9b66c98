//! Lists in pages.

use reqwest::StatusCode;

use crate::client::{Client, cloud, names};

#[tokio::test]
async fn pages_by_limit_and_marker_from_2_35() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    for name in ["d", "b", "e", "a", "c"] {
        alice.must_import(name).await;
    }
    let root = cloud.base_url();
    let link = |query: &str| format!("{root}/compute/v2.1/os-keypairs?{query}");
    let one = alice.get("/os-keypairs?limit=2").await;
    assert_eq!(names(&one), ["a", "b"]);
    let links = &one.json()["keypairs_links"];
    assert_eq!(links[0]["rel"], "next");
    assert_eq!(links[0]["href"], link("limit=2&marker=b"));
    let two = alice.get("/os-keypairs?limit=2&marker=b").await;
    assert_eq!(names(&two), ["c", "d"]);
    assert_eq!(
        two.json()["keypairs_links"][0]["href"],
        link("limit=2&marker=d")
    );
    let last = alice.get("/os-keypairs?limit=2&marker=d").await;
    assert_eq!(names(&last), ["e"]);
    assert!(last.json().get("keypairs_links").is_none());

    for version in ["2.1", "2.34"] {
        let reply = alice.at(version).get("/os-keypairs?limit=2&marker=b").await;
        assert_eq!(names(&reply).len(), 5);
        assert!(reply.json().get("keypairs_links").is_none());
    }
    assert_eq!(alice.at("2.35").names("?limit=1").await, ["a"]);
}

#[tokio::test]
async fn a_link_can_be_followed_whatever_the_name() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let all = ["a b", "a@c.d", "a_", "Z", "_"];
    for name in all {
        alice.must_import(name).await;
    }
    let mut seen = Vec::new();
    let mut path = Some("/os-keypairs?limit=1".to_owned());
    while let Some(next) = path {
        assert!(seen.len() <= all.len(), "going round in circles: {seen:?}");
        let page = alice.get(&next).await;
        seen.extend(names(&page));
        let href = page.json()["keypairs_links"][0]["href"]
            .as_str()
            .map(str::to_owned);
        path = href.map(|href| href.split_once("/compute/v2.1").unwrap().1.to_owned());
    }
    // Ordered as MariaDB orders: letters as capitals, so the underscore last.
    assert_eq!(seen, ["a b", "a@c.d", "a_", "Z", "_"]);
}

#[tokio::test]
async fn a_page_holds_a_thousand() {
    let cloud = cloud().await;
    cloud.add_key_pairs("alice", "bulk", 1001).unwrap();
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let page = alice.get("/os-keypairs").await;
    assert_eq!(names(&page).len(), 1000);
    let href = page.json()["keypairs_links"][0]["href"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(href.ends_with("/os-keypairs?marker=bulk-00999"), "{href}");
    assert_eq!(alice.names("?marker=bulk-00999").await, ["bulk-01000"]);
    assert_eq!(alice.names("?limit=5000").await.len(), 1000);
    assert_eq!(alice.at("2.34").names("").await.len(), 1001);
    alice.must_import("one-more").await;
}

#[tokio::test]
async fn what_a_list_refuses() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    for (version, query, message) in [
        ("2.104", "marker=zzz", "Marker zzz could not be found."),
        (
            "2.104",
            "limit=x",
            "Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'",
        ),
        (
            "2.75",
            "sort_key=name",
            "Additional properties are not allowed ('sort_key' was unexpected)",
        ),
        (
            "2.104",
            "b=1&a=2",
            "Additional properties are not allowed ('a', 'b' were unexpected)",
        ),
    ] {
        let reply = alice
            .at(version)
            .get(&format!("/os-keypairs?{query}"))
            .await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(reply.fault("badRequest"), message);
    }
    assert_eq!(
        alice
            .at("2.74")
            .get("/os-keypairs?sort_key=name")
            .await
            .status,
        StatusCode::OK
    );
}

/// Bulk key pairs are true ones.
#[tokio::test]
async fn bulk_key_pairs_are_keys_of_their_own() {
    let cloud = cloud().await;
    cloud.add_key_pairs("bob", "bulk", 3).unwrap();
    let bob = Client::new(&cloud.base_url(), "bob", "demo").await;
    let list = bob.get("/os-keypairs").await.json();
    let mut keys = std::collections::HashSet::new();
    for row in list["keypairs"].as_array().unwrap() {
        let key = row["keypair"]["public_key"].as_str().unwrap();
        let print = crate::public_keys::md5_by_ssh_keygen(key);
        assert_eq!(row["keypair"]["fingerprint"], print);
        assert_eq!(
            bob.import(&format!("again{}", keys.len()), key)
                .await
                .status,
            StatusCode::CREATED
        );
        keys.insert(key.to_owned());
    }
    assert_eq!(keys.len(), 3);
    assert!(cloud.add_key_pairs("bob", "BULK", 1).is_err());
}
