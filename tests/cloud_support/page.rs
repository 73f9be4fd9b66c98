//! HTTP the way a page has it: preflights asked for and obeyed, headers hidden that the cloud does not expose.
#![allow(dead_code, reason = "each test program uses a part of it")]

use keyhaven::openstack::http::{Http, Method, Request, Response, TransportError};
use std::time::Duration;

/// Where the page comes from.
pub const ORIGIN: &str = "https://keys.example";

/// A page at [`ORIGIN`], as the Fetch standard has it; without the preflight cache.
#[derive(Clone)]
pub struct Page {
    client: reqwest::Client,
    /// What the version document's highest microversion is rewritten to, to have an older cloud.
    newest: Option<&'static str>,
}

impl Page {
    pub fn new() -> Self {
        Self {
            client: reqwest::Client::new(),
            newest: None,
        }
    }

    /// The same before a cloud that has microversions up to this one only.
    pub fn before_nova(newest: &'static str) -> Self {
        Self {
            newest: Some(newest),
            ..Self::new()
        }
    }

    /// Whether the cloud lets a page send this.
    async fn preflight(&self, request: &Request) -> Result<(), TransportError> {
        let names: Vec<String> = request
            .headers
            .iter()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        if request.method != Method::Delete && names.is_empty() {
            return Ok(());
        }
        let asked = self
            .client
            .request(reqwest::Method::OPTIONS, &request.url)
            .header("Origin", ORIGIN)
            .header("Access-Control-Request-Method", request.method.as_str())
            .header("Access-Control-Request-Headers", names.join(","));
        let answer = asked
            .send()
            .await
            .map_err(|error| unreachable(&error.to_string()))?;
        let allowed = |header: &str| list(&answer, header);
        let origin_ok = allowed("access-control-allow-origin")
            .iter()
            .any(|origin| origin == "*" || origin == ORIGIN);
        let method_ok = allowed("access-control-allow-methods")
            .contains(&request.method.as_str().to_ascii_lowercase());
        let headers = allowed("access-control-allow-headers");
        match origin_ok && method_ok && names.iter().all(|name| headers.contains(name)) {
            true => Ok(()),
            false => Err(unreachable("the preflight was refused")),
        }
    }
}

/// A header's values, in lower case save for origins.
fn list(answer: &reqwest::Response, header: &str) -> Vec<String> {
    let value = answer
        .headers()
        .get(header)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect()
}

fn unreachable(detail: &str) -> TransportError {
    TransportError::Unreachable {
        detail: detail.to_owned(),
    }
}

impl Http for Page {
    async fn send(&self, mut request: Request) -> Result<Response, TransportError> {
        self.preflight(&request).await?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut sending = self
            .client
            .request(method, &request.url)
            .header("Origin", ORIGIN);
        for (name, value) in &request.headers {
            sending = sending.header(name, value);
        }
        if let Some(body) = request.body.take() {
            sending = sending.body(body);
        }
        let answer = sending
            .send()
            .await
            .map_err(|error| unreachable(&error.to_string()))?;
        if !list(&answer, "access-control-allow-origin")
            .iter()
            .any(|origin| origin == "*" || origin == ORIGIN)
        {
            return Err(unreachable("the answer is not for this origin"));
        }
        let exposed = list(&answer, "access-control-expose-headers");
        let readable = answer
            .headers()
            .iter()
            .filter(|(name, _)| exposed.iter().any(|other| name.as_str() == other));
        let headers = readable.map(|(name, value)| {
            (
                name.to_string(),
                value.to_str().unwrap_or_default().to_owned(),
            )
        });
        let headers = headers.collect();
        let status = answer.status().as_u16();
        let mut body = answer
            .bytes()
            .await
            .map_err(|_| TransportError::Interrupted)?
            .to_vec();
        if let (Some(newest), true) = (self.newest, request.url.ends_with("/v2.1/")) {
            body = String::from_utf8_lossy(&body)
                .replace("\"2.104\"", &format!("\"{newest}\""))
                .into_bytes();
        }
        Ok(Response {
            status,
            headers,
            body,
        })
    }

    async fn pause(&self, milliseconds: u32) {
        tokio::time::sleep(Duration::from_millis(u64::from(milliseconds))).await;
    }
}
