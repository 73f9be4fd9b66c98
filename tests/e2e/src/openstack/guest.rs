//! What runs inside a server, played by the test: it asks Nova's metadata service by way of Neutron's proxy, which says whose
//! server asks and signs that.
//!
//! Source: Nova's `api/metadata/handler.py` and `api/metadata/password.py`.

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sha2::Sha256;
use std::fmt::Write;

/// A server from inside.
pub struct Guest {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) server: String,
    pub(super) project: String,
}

impl Guest {
    /// The public key that the server was given, as it is.
    pub async fn public_key(&self) -> String {
        self.ask("/latest/meta-data/public-keys/0/openssh-key")
            .await
    }

    /// What cloud-init reads first.
    pub async fn meta_data(&self) -> Value {
        let text = self.ask("/openstack/latest/meta_data.json").await;
        serde_json::from_str(&text).unwrap()
    }

    /// Posts the administrator's password, encrypted and in base64, as Windows servers do.
    pub async fn post_password(&self, password: &str) {
        let (status, said) = self
            .send(Method::POST, "/openstack/latest/password", password)
            .await;
        assert_eq!(status, StatusCode::OK, "{said}");
    }

    async fn ask(&self, path: &str) -> String {
        let (status, said) = self.send(Method::GET, path, "").await;
        assert_eq!(status, StatusCode::OK, "{path}: {said}");
        said
    }

    async fn send(&self, method: Method, path: &str, body: &str) -> (StatusCode, String) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let reply = http
            .request(method, format!("{}{path}", self.url))
            .header("X-Instance-ID", &self.server)
            .header("X-Tenant-ID", &self.project)
            .header("X-Instance-ID-Signature", self.signature())
            .header("X-Forwarded-For", "10.0.0.2")
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        (reply.status(), reply.text().await.unwrap())
    }

    /// HMAC-SHA-256 over the server's id, in hexadecimal digits.
    fn signature(&self) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(self.server.as_bytes());
        let mut digits = String::new();
        for byte in mac.finalize().into_bytes() {
            write!(digits, "{byte:02x}").unwrap();
        }
        digits
    }
}
