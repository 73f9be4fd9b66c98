//! Cross-origin rules, as oslo.middleware has them.

use devcloud::{Config, Cors};
use reqwest::{Method, StatusCode};

use crate::client::{Client, Reply, auth, cloud, http, password, read};

const TOKENS: &str = "/identity/v3/auth/tokens";
const KEY_PAIRS: &str = "/compute/v2.1/os-keypairs";

async fn preflight(root: &str, path: &str, origin: &str, method: &str, headers: &str) -> Reply {
    let request = http()
        .request(Method::OPTIONS, format!("{root}{path}"))
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method)
        .header("Access-Control-Request-Headers", headers);
    read(request).await
}

fn access_headers(reply: &Reply) -> usize {
    reply
        .headers
        .keys()
        .filter(|name| name.as_str().starts_with("access-control-"))
        .count()
}

#[tokio::test]
async fn a_preflight_echoes_what_was_asked() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    for (path, method, headers) in [
        (TOKENS, "POST", "content-type"),
        (TOKENS, "DELETE", "x-auth-token,x-subject-token"),
        (KEY_PAIRS, "GET", "x-auth-token,openstack-api-version"),
        (
            KEY_PAIRS,
            "POST",
            "content-type,openstack-api-version,x-auth-token",
        ),
        (
            "/compute/v2.1/os-keypairs/x",
            "DELETE",
            "x-auth-token,openstack-api-version",
        ),
        ("/compute/v2.1", "GET", "x-auth-token"),
    ] {
        let reply = preflight(&root, path, "http://localhost:8080", method, headers).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(reply.header("access-control-allow-methods"), Some(method));
        assert_eq!(reply.header("access-control-allow-headers"), Some(headers));
        assert_eq!(reply.header("access-control-max-age"), Some("600"));
        assert_eq!(reply.header("vary"), Some("Origin"));
    }
    let nova = preflight(&root, KEY_PAIRS, "http://a.test", "GET", "").await;
    assert_eq!(nova.header("allow"), None);
    let keystone = preflight(&root, TOKENS, "http://a.test", "POST", "").await;
    assert_eq!(
        keystone.header("allow"),
        Some("DELETE, POST, OPTIONS, HEAD, GET")
    );
}

#[tokio::test]
async fn one_thing_not_allowed_and_there_is_no_header_at_all() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    for (method, headers) in [("GET", "x-auth-token,x-made-up"), ("TRACE", "x-auth-token")] {
        for path in [TOKENS, KEY_PAIRS] {
            let reply = preflight(&root, path, "http://localhost:8080", method, headers).await;
            assert_eq!(reply.status, StatusCode::OK);
            assert_eq!(access_headers(&reply), 0, "{method} {headers}");
        }
    }
}

#[tokio::test]
async fn replies_expose_the_token_and_401s_carry_the_headers_too() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let body = password("alice", "wrong", None);
    let reply = read(
        http()
            .post(format!("{root}{TOKENS}"))
            .header("Origin", "http://a.test")
            .json(&body),
    )
    .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert_eq!(reply.header("vary"), Some("X-Auth-Token,Origin"));
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some(
            "X-Subject-Token,OpenStack-API-Version,X-OpenStack-Nova-API-Version,X-OpenStack-Request-ID,\
             X-Compute-Request-ID,Location,Retry-After,WWW-Authenticate,Openstack-Auth-Receipt"
        )
    );
    let reply = auth(&root, &body).await;
    assert_eq!(access_headers(&reply), 0, "without an Origin header");
    let alice = Client::new(&root, "alice", "demo").await;
    let reply = read(
        alice
            .request(Method::GET, KEY_PAIRS)
            .header("Origin", "http://a.test"),
    )
    .await;
    assert_eq!(
        reply.header("vary"),
        Some("X-OpenStack-Nova-API-Version,Origin")
    );
}

#[tokio::test]
async fn only_the_listed_origins_and_without_the_token() {
    let cloud = devcloud::start(Config {
        cors: Cors::origins(["http://good.test"]).hiding("x-subject-token"),
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let reply = preflight(&root, KEY_PAIRS, "http://good.test", "GET", "x-auth-token").await;
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("http://good.test")
    );
    let reply = preflight(&root, KEY_PAIRS, "http://bad.test", "GET", "x-auth-token").await;
    assert_eq!((reply.status, access_headers(&reply)), (StatusCode::OK, 0));
    let get = |origin: &'static str| {
        http()
            .get(format!("{root}/identity/v3"))
            .header("Origin", origin)
    };
    let reply = read(get("http://good.test")).await;
    let exposed = reply.header("access-control-expose-headers").unwrap();
    assert!(
        !exposed.contains("X-Subject-Token") && exposed.contains("Retry-After"),
        "{exposed}"
    );
    assert_eq!(access_headers(&read(get("http://bad.test")).await), 0);
}

#[tokio::test]
async fn off_means_none() {
    let cloud = devcloud::start(Config {
        cors: Cors::off(),
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let reply = preflight(&root, KEY_PAIRS, "http://a.test", "GET", "x-auth-token").await;
    assert_eq!(
        (reply.status, access_headers(&reply)),
        (StatusCode::UNAUTHORIZED, 0)
    );
    let reply = preflight(&root, TOKENS, "http://a.test", "POST", "content-type").await;
    assert_eq!((reply.status, access_headers(&reply)), (StatusCode::OK, 0));
}
