//! The request log, in memory and in its file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use devcloud::Config;
use serde_json::Value;

use crate::client::{Client, KEY, http, read};

#[tokio::test]
async fn every_request_is_kept_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("requests.jsonl");
    let cloud = devcloud::start(Config {
        request_log: Some(file.clone()),
        ..Config::default()
    })
    .await
    .unwrap();
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    alice.must_import("laptop").await;
    let binary = vec![0xff, 0x00, 0xfe];
    read(
        http()
            .post(format!("{}/anywhere?a=%20b", alice.root))
            .body(binary.clone()),
    )
    .await;

    let kept = cloud.requests();
    assert_eq!(kept.len(), 3);
    assert_eq!(
        (kept[1].method.as_str(), kept[1].target.as_str()),
        ("POST", "/compute/v2.1/os-keypairs")
    );
    assert_eq!(kept[1].header("x-auth-token"), Some(alice.token.as_str()));
    assert!(String::from_utf8_lossy(&kept[1].body).contains(KEY.trim()));
    assert_eq!(kept[2].target, "/anywhere?a=%20b");
    assert_eq!(kept[2].body, binary);

    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["body"].as_str().unwrap().contains("alice-pw"));
    assert_eq!(lines[2]["body_base64"], STANDARD.encode(&binary));
    assert_eq!(lines[1]["headers"][0][0], kept[1].headers[0].0);
    cloud.clear_requests();
    assert!(cloud.requests().is_empty());
}
