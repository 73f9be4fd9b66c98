//! The cloud as seen by another program of the same user: what it stored is asked here, not believed from the page.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// Where a cloud is asked, and which of its domains the users are in.
#[derive(Clone)]
pub struct Access {
    /// What stands before `/identity/v3` and `/compute/v2.1`.
    pub root: String,
    /// The domain's name.
    pub domain: String,
}

/// A user who is signed in.
pub struct Client {
    http: reqwest::Client,
    root: String,
    token: String,
}

impl Client {
    /// Signs a user in to the project demo.
    pub async fn new(access: &Access, user: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let (root, domain) = (&access.root, json!({ "name": access.domain }));
        let user = json!({ "name": user, "domain": domain, "password": format!("{user}-pw") });
        let scope = json!({ "project": { "name": "demo", "domain": domain } });
        let identity = json!({ "methods": ["password"], "password": { "user": user } });
        let reply = http
            .post(format!("{root}/identity/v3/auth/tokens"))
            .json(&json!({ "auth": { "identity": identity, "scope": scope } }))
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::CREATED);
        let token = reply.headers()["x-subject-token"]
            .to_str()
            .unwrap()
            .to_owned();
        let root = root.clone();
        Self { http, root, token }
    }

    /// The same user in the embedded cloud's second region.
    #[must_use]
    pub fn in_second_region(self) -> Self {
        let root = format!("{}/region-two", self.root);
        Self { root, ..self }
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(
                method,
                format!("{}/compute/v2.1/os-keypairs{path}", self.root),
            )
            .header("X-Auth-Token", &self.token)
            .header("OpenStack-API-Version", "compute 2.104")
    }

    /// The names of all key pairs, at most 1,000.
    pub async fn names(&self) -> Vec<String> {
        let reply = self.request(Method::GET, "").send().await.unwrap();
        let list: Value = reply.json().await.unwrap();
        let rows = list["keypairs"].as_array().unwrap();
        rows.iter()
            .map(|row| row["keypair"]["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What is stored of a key pair; `None` when there is none of that name.
    pub async fn show(&self, name: &str) -> Option<Value> {
        let reply = self
            .request(Method::GET, &segment(name))
            .send()
            .await
            .unwrap();
        if reply.status() == StatusCode::NOT_FOUND {
            return None;
        }
        assert_eq!(reply.status(), StatusCode::OK);
        let shown: Value = reply.json().await.unwrap();
        Some(shown["keypair"].clone())
    }

    /// The public key that is stored, without white space around it.
    pub async fn public_key(&self, name: &str) -> String {
        let shown = self
            .show(name)
            .await
            .unwrap_or_else(|| panic!("the cloud has no key pair {name}"));
        shown["public_key"].as_str().unwrap().trim().to_owned()
    }

    /// Imports a public key, which must succeed.
    pub async fn import(&self, name: &str, public_key: &str) {
        let body = json!({ "keypair": { "name": name, "type": "ssh", "public_key": public_key } });
        let reply = self
            .request(Method::POST, "")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(
            reply.status(),
            StatusCode::CREATED,
            "{name}: {:?}",
            reply.text().await
        );
    }

    /// Deletes a key pair, which must succeed.
    pub async fn delete(&self, name: &str) {
        let reply = self
            .request(Method::DELETE, &segment(name))
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::NO_CONTENT);
    }
}

fn segment(name: &str) -> String {
    format!("/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

/// Whether a token is still taken by the cloud.
pub async fn is_taken(root: &str, token: &str) -> bool {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let reply = http
        .get(format!("{root}/compute/v2.1/os-keypairs"))
        .header("X-Auth-Token", token)
        .send()
        .await
        .unwrap();
    match reply.status() {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("unexpected status {other}"),
    }
}
