//! Rackspace's identity API 2.0 and the compute API without microversions, as their documentation has them.

use std::time::Duration;

use devcloud::{Config, seed};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{KEY, Reply, cloud, http, names, read};

async fn tokens(root: &str, session: Option<&str>, auth: Value) -> Reply {
    let mut request = http().post(format!("{root}/rackspace/identity/v2.0/tokens"));
    if let Some(session) = session {
        request = request.header("X-SessionId", session);
    }
    read(request.json(&json!({ "auth": auth }))).await
}

fn api_key(user: &str, key: &str) -> Value {
    json!({ "RAX-KSKEY:apiKeyCredentials": { "username": user, "apiKey": key } })
}

fn password(user: &str, password: &str) -> Value {
    json!({ "passwordCredentials": { "username": user, "password": password } })
}

fn passcode(passcode: &str) -> Value {
    json!({ "RAX-AUTH:passcodeCredentials": { "passcode": passcode } })
}

fn session(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let message = "Additional authentication credentials required";
    assert_eq!(reply.fault("unauthorized"), message);
    let header = reply.header("www-authenticate").unwrap();
    let session = header.strip_prefix("OS-MF sessionId='").unwrap();
    session
        .strip_suffix("', factor='PASSCODE'")
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn the_api_key_gives_a_token_and_a_catalog() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = tokens(&root, None, api_key("rackspace", seed::RACKSPACE_API_KEY)).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let access = &reply.json()["access"];
    assert_eq!(access["token"]["tenant"]["id"], "1100111");
    assert_eq!(
        access["token"]["RAX-AUTH:authenticatedBy"],
        json!(["APIKEY"])
    );
    assert_eq!(access["user"]["roles"][0]["name"], "identity:user-admin");
    let servers = &access["serviceCatalog"][1];
    assert_eq!(servers["name"], "cloudServersOpenStack");
    for (endpoint, region, path) in [(0, "DFW", "/dfw/compute"), (1, "ORD", "/compute")] {
        let url = format!("{root}/rackspace{path}/v2/1100111");
        assert_eq!(servers["endpoints"][endpoint]["region"], region);
        assert_eq!(servers["endpoints"][endpoint]["publicURL"], url);
    }
    for (user, key) in [("rackspace", "wrong"), ("alice", seed::RACKSPACE_API_KEY)] {
        let reply = tokens(&root, None, api_key(user, key)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        let message = "Username or api key is invalid.";
        assert_eq!(reply.fault("unauthorized"), message);
    }
    let reply = tokens(&root, None, json!({})).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_password_may_ask_for_a_passcode() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = tokens(&root, None, password("rackspace", "rackspace-pw")).await;
    assert_eq!(reply.status, StatusCode::OK);
    let reply = tokens(&root, None, password("rackspace", "wrong")).await;
    let message = "Unable to authenticate user with credentials provided.";
    assert_eq!(reply.fault("unauthorized"), message);
    assert!(reply.header("www-authenticate").is_none());

    let asked = tokens(&root, None, password("rackspace-mfa", "rackspace-mfa-pw")).await;
    let session = session(&asked);
    for (session, code) in [
        (Some(session.as_str()), "000000x".to_owned()),
        (None, seed::passcode()),
    ] {
        let reply = tokens(&root, session, passcode(&code)).await;
        let message = "Can not authenticate with credentials provided";
        assert_eq!(reply.fault("unauthorized"), message);
    }
    let reply = tokens(&root, Some(&session), passcode(&seed::passcode())).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let by = &reply.json()["access"]["token"]["RAX-AUTH:authenticatedBy"];
    assert_eq!(*by, json!(["PASSCODE", "PASSWORD"]));
}

#[tokio::test]
async fn a_session_lasts_only_so_long() {
    let cloud = devcloud::start(Config {
        receipt_lifetime: Duration::ZERO,
        ..Config::default()
    })
    .await
    .unwrap();
    let root = cloud.base_url();
    let asked = tokens(&root, None, password("rackspace-mfa", "rackspace-mfa-pw")).await;
    let session = session(&asked);
    let reply = tokens(&root, Some(&session), passcode(&seed::passcode())).await;
    let message = "Can not authenticate with credentials provided. Session has expired.";
    assert_eq!(reply.fault("unauthorized"), message);
}

#[tokio::test]
async fn its_compute_api_knows_no_versions_and_only_its_own_tenant() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = tokens(&root, None, api_key("rackspace", seed::RACKSPACE_API_KEY)).await;
    let token = reply.json()["access"]["token"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let call = |method: Method, path: &str, body: Option<Value>| {
        let request = http()
            .request(method, format!("{root}/rackspace{path}"))
            .header("X-Auth-Token", &token)
            .header("OpenStack-API-Version", "compute 2.92");
        read(match body {
            Some(body) => request.json(&body),
            None => request,
        })
    };
    let key_pairs = "/compute/v2/1100111/os-keypairs";
    let new = |extra: Value| {
        let mut new = json!({ "name": "laptop", "public_key": KEY });
        new.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        Some(json!({ "keypair": new }))
    };
    let typed = call(Method::POST, key_pairs, new(json!({ "type": "ssh" }))).await;
    assert_eq!(typed.status, StatusCode::BAD_REQUEST);
    let made = call(Method::POST, key_pairs, new(json!({}))).await;
    assert_eq!(made.status, StatusCode::OK, "{made:?}");
    assert!(made.header("openstack-api-version").is_none());
    assert!(made.json()["keypair"].get("type").is_none());
    let listed = call(Method::GET, key_pairs, None).await;
    assert_eq!(names(&listed), ["laptop"]);
    let elsewhere = call(Method::GET, "/compute/v2/2200222/os-keypairs", None).await;
    assert!(
        elsewhere.fault("badRequest").contains("doesn't match"),
        "{elsewhere:?}"
    );
    let gone = call(Method::DELETE, &format!("{key_pairs}/laptop"), None).await;
    assert_eq!(gone.status, StatusCode::ACCEPTED);

    let out = call(Method::DELETE, "/identity/v2.0/tokens", None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let after = call(Method::GET, key_pairs, None).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
    let nowhere = call(Method::GET, "/nowhere", None).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}
