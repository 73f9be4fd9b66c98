//! The cloud's administrator, by the plain APIs.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

/// Between two looks at servers that are being deleted.
const PAUSE: Duration = Duration::from_millis(200);

/// Where the services are, without a version.
#[derive(Clone)]
pub(super) struct Urls {
    pub(super) keystone: String,
    pub(super) nova: String,
    pub(super) neutron: String,
}

pub(super) struct Admin {
    urls: Urls,
    token: String,
}

impl Admin {
    pub(super) async fn sign_in(urls: Urls) -> Self {
        let domain = json!({ "id": "default" });
        let user = json!({ "name": "admin", "domain": domain, "password": "admin-pw" });
        let identity = json!({ "methods": ["password"], "password": { "user": user } });
        let scope = json!({ "project": { "name": "admin", "domain": domain } });
        let reply = http()
            .post(format!("{}/v3/auth/tokens", urls.keystone))
            .json(&json!({ "auth": { "identity": identity, "scope": scope } }))
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::CREATED);
        let token = reply.headers()["x-subject-token"].to_str().unwrap();
        Self {
            token: token.to_owned(),
            urls,
        }
    }

    /// Somebody else, at the same addresses.
    pub(super) fn with_token(&self, token: &str) -> Self {
        Self {
            urls: self.urls.clone(),
            token: token.to_owned(),
        }
    }

    /// Makes a domain, project, user or credential, and gives its id.
    pub(super) async fn make(&self, kind: &str, what: Value) -> String {
        let path = format!("/v3/{kind}s");
        let made = self.identity("POST", &path, Some(json!({ kind: what })));
        made.await[kind]["id"].as_str().unwrap().to_owned()
    }

    /// A call to Keystone, which must succeed.
    pub(super) async fn identity(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.call(method, format!("{}{path}", self.urls.keystone), body)
            .await
    }

    /// A call to Nova, which must succeed.
    pub(super) async fn compute(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.call(method, format!("{}{path}", self.urls.nova), body)
            .await
    }

    /// A call to Neutron, which must succeed.
    pub(super) async fn network(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.call(method, format!("{}/v2.0{path}", self.urls.neutron), body)
            .await
    }

    async fn call(&self, method: &str, url: String, body: Option<Value>) -> Value {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = http()
            .request(method.clone(), &url)
            .header("X-Auth-Token", &self.token)
            .header("OpenStack-API-Version", "compute 2.10");
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = request.send().await.unwrap();
        let status = reply.status();
        let text = reply.text().await.unwrap();
        assert!(status.is_success(), "{method} {url}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// A call that may fail because the test has done the same.
    async fn call_whatever(&self, method: &str, url: String) {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = http()
            .request(method, url)
            .header("X-Auth-Token", &self.token);
        request.send().await.unwrap();
    }

    /// Revokes a token with itself; says whether it was still good.
    pub(super) async fn revoke(&self, token: &str) -> bool {
        let reply = http()
            .delete(format!("{}/v3/auth/tokens", self.urls.keystone))
            .header("X-Auth-Token", token)
            .header("X-Subject-Token", token)
            .send()
            .await
            .unwrap();
        match reply.status() {
            StatusCode::NO_CONTENT => true,
            StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND => false,
            other => panic!("unexpected status {other}"),
        }
    }

    /// Deletes all servers of a project, and waits until they are gone.
    pub(super) async fn delete_servers(&self, project: &str) {
        let path = format!("/v2.1/servers?all_tenants=1&project_id={project}");
        let mut deleted = HashSet::new();
        loop {
            let list = self.compute("GET", &path, None).await;
            let servers = list["servers"].as_array().unwrap();
            if servers.is_empty() {
                return;
            }
            for server in servers {
                let id = server["id"].as_str().unwrap();
                if deleted.insert(id.to_owned()) {
                    let path = format!("/v2.1/servers/{id}");
                    self.call_whatever("DELETE", format!("{}{path}", self.urls.nova))
                        .await;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Deletes all key pairs of a user, page by page.
    pub(super) async fn delete_key_pairs(&self, user: &str) {
        loop {
            let path = format!("/v2.1/os-keypairs?user_id={user}");
            let list = self.compute("GET", &path, None).await;
            let rows = list["keypairs"].as_array().unwrap();
            if rows.is_empty() {
                return;
            }
            for row in rows {
                let name = row["keypair"]["name"].as_str().unwrap();
                let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
                let path = format!("/v2.1/os-keypairs/{name}?user_id={user}");
                self.compute("DELETE", &path, None).await;
            }
        }
    }
}

/// Made anew for each call: they come from more than one runtime.
fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}
