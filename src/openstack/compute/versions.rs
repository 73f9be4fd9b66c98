//! Which microversions an endpoint serves.

use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method, Request};
use crate::openstack::json::{FromJson, list, text};
use crate::openstack::microversion::Range;
use crate::openstack::secret::Token;
use serde_json::Value;

/// An endpoint as it is to be used.
pub(super) struct Found {
    /// With the version in its path, without a slash at the end.
    pub(super) endpoint: String,
    pub(super) range: Option<Range>,
}

/// The document at `/v2.1/`, or the list at `/`.
struct Document {
    version: Option<Entry>,
    versions: Vec<Entry>,
}

impl FromJson for Document {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            version: value.get("version").and_then(Entry::from_json),
            versions: list(value, "versions")?,
        })
    }
}

struct Entry {
    id: String,
    version: String,
    min_version: String,
}

impl FromJson for Entry {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?,
            version: text(value, "version").unwrap_or_default(),
            min_version: text(value, "min_version").unwrap_or_default(),
        })
    }
}

impl Entry {
    /// Old APIs leave both empty.
    fn range(&self) -> Option<Range> {
        let range = Range {
            min: self.min_version.parse().ok()?,
            max: self.version.parse().ok()?,
        };
        (range.min <= range.max).then_some(range)
    }
}

/// Reads the version document of an endpoint; of its addresses nothing is used, for behind a proxy they are often wrong.
pub(super) async fn discover<H: Http>(
    http: &H,
    endpoint: &str,
    token: &Token,
) -> Result<Found, Error> {
    let endpoint = endpoint.trim_end_matches('/');
    let versioned = up_to_version(endpoint);
    // API 2.0, as Rackspace has it, has no microversions, so there is nothing to ask.
    if versioned.is_some_and(|base| !base.ends_with("/v2.1")) {
        return Ok(Found {
            endpoint: endpoint.to_owned(),
            range: None,
        });
    }
    let document = document(http, versioned.unwrap_or(endpoint), token).await?;
    let Some(document) = document else {
        return Ok(Found {
            endpoint: endpoint.to_owned(),
            range: None,
        });
    };
    if versioned.is_some() {
        let entry = document
            .version
            .or_else(|| document.versions.into_iter().next());
        return Ok(Found {
            endpoint: endpoint.to_owned(),
            range: entry.and_then(|entry| entry.range()),
        });
    }
    let has = |id: &str| document.versions.iter().find(|entry| entry.id == id);
    let (segment, range) = match (has("v2.1"), has("v2.0")) {
        (Some(entry), _) => ("/v2.1", entry.range()),
        (None, Some(_)) => ("/v2", None),
        (None, None) => ("", None),
    };
    Ok(Found {
        endpoint: format!("{endpoint}{segment}"),
        range,
    })
}

/// The document, `None` when there is none to be understood. Asked without a token at first: so it needs no preflight.
async fn document<H: Http>(http: &H, base: &str, token: &Token) -> Result<Option<Document>, Error> {
    let url = format!("{base}/");
    let plain = || Request::new(Method::Get, url.clone());
    let mut result = call::get(http, &[200, 300], plain).await;
    if matches!(result, Err(Error::Unauthorized(_))) {
        result = call::get(http, &[200, 300], || {
            plain().with_header("X-Auth-Token", token.expose())
        })
        .await;
    }
    match result {
        Ok(response) => match call::json(&response, "the version document") {
            // Cut on its way, it says nothing about the cloud.
            Err(broken) if response.body.starts_with(b"{") => Err(broken),
            read => Ok(read.ok()),
        },
        Err(
            error @ (Error::Transport { .. }
            | Error::Unauthorized(_)
            | Error::Server(_)
            | Error::Unavailable { .. }
            | Error::RateLimited { .. }),
        ) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The endpoint up to the segment with the version, without the project's id that older catalogs append.
fn up_to_version(endpoint: &str) -> Option<&str> {
    let mut end = endpoint.find("://").map_or(0, |at| at + 3);
    for segment in endpoint[end..].split('/') {
        end += segment.len();
        if matches!(segment, "v2" | "v2.0" | "v2.1") {
            return Some(&endpoint[..end]);
        }
        end += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::up_to_version;

    #[test]
    fn the_project_id_is_no_part_of_the_version_document() {
        assert_eq!(
            up_to_version("https://c.example/compute/v2.1/0a1b"),
            Some("https://c.example/compute/v2.1")
        );
        assert_eq!(
            up_to_version("https://c.example/v2/0a1b"),
            Some("https://c.example/v2")
        );
        assert_eq!(
            up_to_version("https://c.example:8774/v2.1"),
            Some("https://c.example:8774/v2.1")
        );
        assert_eq!(up_to_version("https://v2/compute"), Some("https://v2"));
        assert_eq!(up_to_version("https://c.example/nova"), None);
    }
}
