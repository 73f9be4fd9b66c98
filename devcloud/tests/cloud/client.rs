//! A small client: one user's token and one microversion.

use devcloud::{Config, Running};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// An Ed25519 public key and its MD5 fingerprint as `ssh-keygen -lE md5` prints it.
pub const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q alice@laptop\n";
pub const KEY_MD5: &str = "8b:1d:ff:14:b2:48:d5:c3:ea:6e:39:3a:34:a2:24:b5";

pub async fn cloud() -> Running {
    devcloud::start(Config::default()).await.unwrap()
}

/// A reply, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The message under the one key of a fault.
    pub fn fault(&self, key: &str) -> String {
        let json = self.json();
        assert_eq!(json[key]["code"], self.status.as_u16(), "{json}");
        json[key]["message"].as_str().unwrap().to_owned()
    }
}

pub async fn read(request: RequestBuilder) -> Reply {
    let reply = request.send().await.unwrap();
    Reply {
        status: reply.status(),
        headers: reply.headers().clone(),
        text: reply.text().await.unwrap(),
    }
}

pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// The body of a sign-in with a password.
pub fn password(user: &str, password: &str, scope: Option<Value>) -> Value {
    let mut auth = json!({ "identity": { "methods": ["password"], "password": { "user": {
        "name": user, "domain": { "name": "Default" }, "password": password,
    }}}});
    if let Some(scope) = scope {
        auth["scope"] = scope;
    }
    json!({ "auth": auth })
}

pub fn project(name: &str) -> Value {
    json!({ "project": { "name": name, "domain": { "id": "default" } } })
}

pub async fn auth(root: &str, body: &Value) -> Reply {
    read(
        http()
            .post(format!("{root}/identity/v3/auth/tokens"))
            .json(body),
    )
    .await
}

/// A user signed in, speaking the newest microversion unless told otherwise.
#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub root: String,
    pub token: String,
    pub version: String,
}

impl Client {
    /// Signs a user in to a project.
    pub async fn new(root: &str, user: &str, in_project: &str) -> Self {
        let body = password(user, &format!("{user}-pw"), Some(project(in_project)));
        let reply = auth(root, &body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        Self {
            http: http(),
            root: root.to_owned(),
            token: reply.header("x-subject-token").unwrap().to_owned(),
            version: "2.104".to_owned(),
        }
    }

    /// The same user at another microversion.
    pub fn at(&self, version: &str) -> Self {
        Self {
            version: version.to_owned(),
            ..self.clone()
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.root))
            .header("X-Auth-Token", &self.token)
    }

    pub async fn nova(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let mut request = self
            .request(method, &format!("/compute/v2.1{path}"))
            .header("OpenStack-API-Version", format!("compute {}", self.version));
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.nova(Method::GET, path, None).await
    }

    pub async fn delete(&self, name: &str) -> Reply {
        self.nova(
            Method::DELETE,
            &format!("/os-keypairs/{}", encode(name)),
            None,
        )
        .await
    }

    pub async fn show(&self, name: &str) -> Reply {
        self.get(&format!("/os-keypairs/{}", encode(name))).await
    }

    /// Creates from the members of `keypair`.
    pub async fn create(&self, key_pair: Value) -> Reply {
        let body = json!({ "keypair": key_pair });
        self.nova(Method::POST, "/os-keypairs", Some(body)).await
    }

    pub async fn import(&self, name: &str, public_key: &str) -> Reply {
        self.create(json!({ "name": name, "public_key": public_key }))
            .await
    }

    /// Imports a good key, which must succeed.
    pub async fn must_import(&self, name: &str) {
        let reply = self.import(name, KEY).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    }

    /// The names a list answers with.
    pub async fn names(&self, query: &str) -> Vec<String> {
        names(&self.get(&format!("/os-keypairs{query}")).await)
    }
}

pub fn names(reply: &Reply) -> Vec<String> {
    reply.json()["keypairs"]
        .as_array()
        .unwrap_or_else(|| panic!("{reply:?}"))
        .iter()
        .map(|row| row["keypair"]["name"].as_str().unwrap().to_owned())
        .collect()
}

fn encode(name: &str) -> String {
    percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string()
}
