//! Lists that come in pages, read to their end.

use super::call;
use super::error::Error;
use super::http::Response;
use super::json::FromJson;
use super::path;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::HashSet;

/// The most pages that are read: a list that does not end by then is one of a cloud gone wrong.
pub(super) const MOST_PAGES: usize = 200;

/// Something that has an id, by which a list is gone through.
pub(super) trait HasId {
    fn id(&self) -> &str;
}

/// A page that is not the last one.
struct Next {
    /// The marker in the link to the next page, when it has one.
    marker: Option<String>,
}

/// The next page after this one. Nova and Neutron have links under `name` and `_links`, Glance has one under `next`.
fn next(reply: &Value, name: &str) -> Option<Next> {
    let links = reply.get(format!("{name}_links")).and_then(Value::as_array);
    let mut links = links.into_iter().flatten();
    let link = links.find(|link| link.get("rel").and_then(Value::as_str) == Some("next"));
    let address = match link {
        Some(link) => link.get("href").and_then(Value::as_str).unwrap_or_default(),
        None => reply.get("next")?.as_str()?,
    };
    let (_, query) = address.split_once('?').unwrap_or_default();
    let mut parts = query.split('&');
    let marker = parts.find_map(|part| part.strip_prefix("marker="));
    let marker = marker.map(|marker| percent_decode_str(marker).decode_utf8_lossy().into_owned());
    Some(Next { marker })
}

/// Reads a list to its end. `name` is that of the list in the answers; `what` says in an error what was expected; `ask`
/// asks for the page after a marker, already encoded, or for the first one.
///
/// Of the links to a next page only the marker is taken: their host, behind a proxy, is often wrong.
///
/// # Errors
/// As `ask`; [`Error::BadReply`] for what cannot be read, and when the cloud goes round in circles.
pub(super) async fn read_all<T: FromJson + HasId>(
    name: &'static str,
    what: &'static str,
    ask: impl AsyncFn(Option<&str>) -> Result<Response, Error>,
) -> Result<Vec<T>, Error> {
    let mut all: Vec<T> = Vec::new();
    let mut seen = HashSet::new();
    let mut markers = HashSet::new();
    let mut marker: Option<String> = None;
    loop {
        let encoded = marker.as_deref().map(path::value);
        let response = ask(encoded.as_deref()).await?;
        let reply = call::tree(&response, what)?;
        let page = reply.get(name).and_then(Vec::<T>::from_json);
        let page = page.ok_or_else(|| call::bad_reply(&response, what))?;
        let last = page.last().map(|last| last.id().to_owned());
        all.extend(
            page.into_iter()
                .filter(|entry| seen.insert(entry.id().to_owned())),
        );
        let Some(next) = next(&reply, name) else {
            return Ok(all);
        };
        marker = next.marker.or(last);
        let is_new = marker
            .as_ref()
            .is_some_and(|marker| markers.insert(marker.clone()));
        if !is_new || markers.len() == MOST_PAGES {
            return Err(call::bad_reply(&response, "the list has no end"));
        }
    }
}
