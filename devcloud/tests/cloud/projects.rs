//! The projects a token may be changed for, the version documents, and paths that are not there.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, auth, cloud, http, password, read};

#[tokio::test]
async fn an_unscoped_token_lists_projects_and_is_changed_for_a_scoped_one() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let unscoped = auth(
        &root,
        &password("alice", "alice-pw", Some(json!("unscoped"))),
    )
    .await;
    let token = unscoped.header("x-subject-token").unwrap().to_owned();
    let get = |path: &str| {
        http()
            .get(format!("{root}/identity/v3/auth/{path}"))
            .header("X-Auth-Token", &token)
    };
    let projects = read(get("projects")).await.json();
    let names: Vec<&Value> = projects["projects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    assert_eq!(names, ["demo", "other"]);
    assert_eq!(projects["projects"][0]["domain_id"], "default");
    assert_eq!(projects["projects"][0]["enabled"], true);

    let reply = read(get("catalog")).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);

    let rescoped = auth(
        &root,
        &json!({ "auth": {
            "identity": { "methods": ["token"], "token": { "id": token } },
            "scope": { "project": { "id": projects["projects"][1]["id"] } },
        }}),
    )
    .await;
    assert_eq!(rescoped.status, StatusCode::CREATED, "{rescoped:?}");
    let (before, after) = (unscoped.json(), rescoped.json());
    assert_eq!(after["token"]["project"]["name"], "other");
    assert_eq!(after["token"]["methods"], json!(["token", "password"]));
    assert_eq!(after["token"]["expires_at"], before["token"]["expires_at"]);
    assert_eq!(
        after["token"]["audit_ids"][1],
        before["token"]["audit_ids"][0]
    );
    assert_ne!(
        rescoped.header("x-subject-token"),
        unscoped.header("x-subject-token")
    );
}

#[tokio::test]
async fn dave_has_no_project() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let reply = auth(&root, &password("dave", "dave-pw", Some(json!("unscoped")))).await;
    let token = reply.header("x-subject-token").unwrap();
    let url = format!("{root}/identity/v3/auth/projects");
    let projects = read(http().get(url).header("X-Auth-Token", token))
        .await
        .json();
    assert_eq!(projects["projects"], json!([]));
}

#[tokio::test]
async fn the_catalog_can_be_left_out_and_asked_for() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    let url = format!("{root}/identity/v3/auth/tokens?nocatalog");
    let body = password("alice", "alice-pw", None);
    let reply = read(http().post(url).json(&body)).await;
    assert!(reply.json()["token"].get("catalog").is_none());
    let url = format!("{root}/identity/v3/auth/catalog");
    let token = reply.header("x-subject-token").unwrap();
    let catalog = read(http().get(url).header("X-Auth-Token", token))
        .await
        .json();
    let types: Vec<&Value> = catalog["catalog"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["type"])
        .collect();
    assert_eq!(types, ["identity", "compute", "image", "network"]);
}

#[tokio::test]
async fn version_documents_need_no_token() {
    let cloud = cloud().await;
    let root = cloud.base_url();
    for path in ["/identity", "/identity/"] {
        let reply = read(http().get(format!("{root}{path}"))).await;
        assert_eq!(reply.status, StatusCode::MULTIPLE_CHOICES);
        assert_eq!(
            reply.header("location").unwrap(),
            format!("{root}/identity/v3/")
        );
        assert_eq!(reply.json()["versions"]["values"][0]["id"], "v3.14");
    }
    for path in ["/identity/v3", "/identity/v3/"] {
        let reply = read(http().get(format!("{root}{path}"))).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(
            reply.json()["version"]["links"][0]["href"],
            format!("{root}/identity/v3/")
        );
    }
    for path in ["/compute", "/compute/"] {
        let reply = read(http().get(format!("{root}{path}"))).await;
        assert_eq!(reply.json()["versions"][1]["version"], "2.104");
    }
    for path in ["/compute/v2.1", "/compute/v2.1/"] {
        let reply = read(http().get(format!("{root}{path}"))).await;
        let version = &reply.json()["version"];
        assert_eq!(version["min_version"], "2.1");
        assert_eq!(version["version"], "2.104");
        assert_eq!(reply.header("openstack-api-version"), Some("compute 2.1"));
    }
}

#[tokio::test]
async fn paths_that_are_not_there() {
    let cloud = cloud().await;
    let alice = Client::new(&cloud.base_url(), "alice", "demo").await;
    let reply = read(alice.request(Method::GET, "/identity/v3/nowhere")).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(reply.text.contains("<h1>Not Found</h1>"));
    let reply = read(alice.request(Method::PUT, "/identity/v3/auth/tokens")).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);

    for (method, path) in [
        (Method::GET, "/nowhere"),
        (Method::GET, "/os-keypairs/"),
        (Method::PUT, "/os-keypairs/x"),
        (Method::PATCH, "/os-keypairs"),
    ] {
        let reply = alice.nova(method, path, None).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=UTF-8")
        );
        assert_eq!(
            reply.text,
            "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  \
             The resource could not be found.<br /><br />\n\n\n\n </body>\n</html>"
        );
        assert_eq!(reply.header("openstack-api-version"), None);
        assert_eq!(reply.header("allow"), None);
        let id = reply.header("x-compute-request-id").unwrap();
        assert_eq!(reply.header("x-openstack-request-id"), Some(id));
    }
    let reply = alice.nova(Method::HEAD, "/os-keypairs", None).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=UTF-8")
    );
}
