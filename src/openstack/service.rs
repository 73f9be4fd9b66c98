//! A service without microversions, Glance or Neutron: an endpoint and a token.

use super::call;
use super::error::Error;
use super::http::{Http, Method, Request};
use super::json::FromJson;
use super::listing::{self, HasId};
use super::secret::Token;
use serde_json::Value;

/// An endpoint with a token for it.
#[derive(Clone)]
pub(super) struct Service<H> {
    http: H,
    /// With the version in its path, without a slash at the end.
    endpoint: String,
    token: Token,
}

/// Whether a segment of a path is a version, such as `v2` or `v2.0`.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    let mut bytes = digits.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The endpoint with a version in its path, and what comes after it, at Rackspace the project's id.
fn with_version(endpoint: &str, version: &str) -> String {
    let endpoint = endpoint.trim_end_matches('/');
    let host = endpoint.find("://").map_or(0, |at| at + 3);
    // The host is no part of the path, whatever it is called.
    let mut path = endpoint[host..].split('/').skip(1);
    match path.any(is_version) {
        true => endpoint.to_owned(),
        false => format!("{endpoint}/{version}"),
    }
}

impl<H: Http> Service<H> {
    /// `endpoint` is as the catalog has it, with or without the version; `version` is the segment to use, such as `v2`.
    pub(super) fn new(http: H, endpoint: &str, version: &str, token: Token) -> Self {
        Self {
            http,
            endpoint: with_version(endpoint, version),
            token,
        }
    }

    fn request(&self, method: Method, path: &str) -> Request {
        Request::new(method, format!("{}{path}", self.endpoint))
            .with_header("X-Auth-Token", self.token.expose())
    }

    /// Reads. `what` says in an error what was expected.
    pub(super) async fn get<T: FromJson>(
        &self,
        path: &str,
        what: &'static str,
    ) -> Result<T, Error> {
        let response = call::get(&self.http, &[200], || self.request(Method::Get, path)).await?;
        call::json(&response, what)
    }

    /// Reads a list to its end. `path` may have a query; `name` is that of the list in the answers.
    pub(super) async fn list<T: FromJson + HasId>(
        &self,
        path: &str,
        name: &'static str,
        what: &'static str,
    ) -> Result<Vec<T>, Error> {
        let joint = if path.contains('?') { '&' } else { '?' };
        listing::read_all(name, what, async |marker: Option<&str>| {
            let path = match marker {
                Some(marker) => format!("{path}{joint}marker={marker}"),
                None => path.to_owned(),
            };
            call::get(&self.http, &[200], || self.request(Method::Get, &path)).await
        })
        .await
    }

    /// Makes or changes something, and gives what it is now.
    pub(super) async fn write<T: FromJson>(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        what: &'static str,
    ) -> Result<T, Error> {
        let body = call::to_json(body, 512);
        let response = call::write(&self.http, &[200, 201, 202], || {
            self.request(method, path).with_json(body.clone())
        })
        .await?;
        call::json(&response, what)
    }

    /// Deletes something.
    pub(super) async fn delete(&self, path: &str) -> Result<(), Error> {
        call::write(&self.http, &[202, 204], || {
            self.request(Method::Delete, path)
        })
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn a_version_is_added_only_where_there_is_none() {
        for (endpoint, expected) in [
            ("https://c.example:9292", "https://c.example:9292/v2"),
            ("https://c.example:9292/", "https://c.example:9292/v2"),
            ("https://c.example/image", "https://c.example/image/v2"),
            ("https://c.example/image/v2/", "https://c.example/image/v2"),
            ("https://c.example/v2.0", "https://c.example/v2.0"),
            ("https://c.example/v2/123456", "https://c.example/v2/123456"),
            ("https://v2/image", "https://v2/image/v2"),
            ("https://v2", "https://v2/v2"),
            ("https://c.example/v2x", "https://c.example/v2x/v2"),
            ("https://c.example/v", "https://c.example/v/v2"),
        ] {
            assert_eq!(with_version(endpoint, "v2"), expected);
        }
    }
}
