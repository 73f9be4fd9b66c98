//! The built site and its configuration.

use devcloud::Config;
use reqwest::StatusCode;
use serde_json::json;

use crate::client::{Reply, http, read};

const HASHED: &str = "app-0123456789abcdef_bg.wasm";

async fn get(root: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = http().get(format!("{root}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    read(request).await
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("index.html", "<!doctype html><title>page</title>");
    write("boot.js", "boot");
    write(HASHED, "wasm");
    write(&format!("{HASHED}.br"), "br");
    write(&format!("{HASHED}.gz"), "gz");
    write("style-0123456789abcdef.css", "css");
    write("config.json", "the build's own, which must not be served");
    folder
}

#[tokio::test]
async fn files_by_type_encoding_and_age() {
    let folder = site();
    let cloud = devcloud::start(Config {
        dist: Some(folder.path().to_owned()),
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let forever = Some("public, max-age=31536000, immutable");
    for (path, kind, cache, body) in [
        (
            "/",
            "text/html",
            Some("no-cache"),
            "<!doctype html><title>page</title>",
        ),
        ("/boot.js", "text/javascript", Some("no-cache"), "boot"),
        ("/style-0123456789abcdef.css", "text/css", forever, "css"),
        (&format!("/{HASHED}"), "application/wasm", forever, "wasm"),
    ] {
        let reply = get(&root, path, &[]).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(
            reply.header("content-type").unwrap().starts_with(kind),
            "{path} {reply:?}"
        );
        assert_eq!(reply.header("cache-control"), cache, "{path}");
        assert_eq!(reply.text, body);
        assert_headers(&reply);
    }
    for (accept, encoding, body) in [
        ("gzip, br", Some("br"), "br"),
        ("gzip", Some("gzip"), "gz"),
        ("identity", None, "wasm"),
    ] {
        let reply = get(&root, &format!("/{HASHED}"), &[("Accept-Encoding", accept)]).await;
        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("content-type"), Some("application/wasm"));
        assert_eq!(reply.header("cache-control"), forever);
        assert_eq!(reply.text, body);
    }
}

fn assert_headers(reply: &Reply) {
    for (name, value) in [
        ("content-security-policy", "frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), Some(value));
    }
    let permissions = reply.header("permissions-policy").unwrap();
    assert!(
        permissions.contains("camera=()") && !permissions.contains("clipboard-write"),
        "{permissions}"
    );
}

#[tokio::test]
async fn a_route_is_the_page_and_a_missing_file_is_missing() {
    let folder = site();
    let cloud = devcloud::start(Config {
        dist: Some(folder.path().to_owned()),
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let html = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for path in ["/sign-in", "/key-pairs/a.b%40c", "/key-pairs/new?x=1"] {
        let reply = get(&root, path, &html).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(reply.text.contains("<title>page</title>"));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert_headers(&reply);
    }
    let reply = get(&root, "/gone-0123456789abcdef.js", &[("Accept", "*/*")]).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.header("cache-control"), Some("no-cache"));
    let reply = get(&root, "/%2e%2e/%2e%2e/etc/passwd", &[("Accept", "*/*")]).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    // The APIs are no part of the site.
    let reply = get(&root, "/identity/v3/nowhere", &html).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_configuration_points_at_this_cloud_unless_told_otherwise() {
    let folder = site();
    let start = |config_json| {
        devcloud::start(Config {
            dist: Some(folder.path().to_owned()),
            config_json,
            ..Config::default()
        })
    };
    let cloud = start(None).await.unwrap();
    let reply = get(&cloud.base_url(), "/config.json", &[]).await;
    assert_eq!(reply.header("cache-control"), Some("no-cache"));
    assert_eq!(
        reply.json(),
        json!({ "clouds": [{ "name": "Local cloud", "auth_url": "/identity/v3", "user_domain": "Default",
            "project_domain": "Default", "project": "demo", "region": "RegionOne", "origins": [],
            "endpoints": {} }], "other_clouds": true })
    );
    let cloud = start(Some("{ broken".to_owned())).await.unwrap();
    assert_eq!(
        get(&cloud.base_url(), "/config.json", &[]).await.text,
        "{ broken"
    );
}

#[tokio::test]
async fn a_folder_without_a_page_is_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        dist: Some(folder.path().to_owned()),
        ..Config::default()
    };
    assert!(matches!(
        devcloud::start(config).await,
        Err(devcloud::Error::NoSite(_))
    ));
}
