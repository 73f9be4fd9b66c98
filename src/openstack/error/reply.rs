//! What a failing answer says: one [`Error`] from the many shapes of OpenStack's error bodies.

use super::Error;
use crate::openstack::http::Response;
use serde_json::Value;
use std::fmt;

/// The most characters of a cloud's message that are kept: some repeat the whole request.
const MESSAGE_LIMIT: usize = 400;

/// What the cloud said when it refused or failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Its message as plain text, possibly empty, cut to a sensible length.
    pub message: String,
    /// Its name for the request (`x-openstack-request-id`, `x-compute-request-id`), when a page may read it.
    pub request_id: Option<String>,
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.as_str() {
            "" => write!(formatter, "status {}", self.status),
            message => write!(formatter, "{message} (status {})", self.status),
        }
    }
}

impl Reply {
    /// The cloud's name for the request, among an answer's headers.
    pub(in crate::openstack) fn request_id_of(response: &Response) -> Option<String> {
        let names = ["x-openstack-request-id", "x-compute-request-id"];
        names
            .iter()
            .find_map(|name| response.header(name))
            .map(str::to_owned)
    }
}

impl Error {
    /// The error that an answer with an unwelcome status means.
    pub(in crate::openstack) fn from_response(response: &Response) -> Self {
        let (key, message) = message(&response.body);
        let reply = Reply {
            status: response.status,
            message,
            request_id: Reply::request_id_of(response),
        };
        let retry_after = response
            .header("retry-after")
            .and_then(|value| value.trim().parse().ok());
        // With limits kept in Keystone it is "Resource servers is over limit of 10 due to …".
        let quota = ["quota", "is over limit"];
        let message = reply.message.to_ascii_lowercase();
        // A rule of the policy may be one about quotas.
        let policy = message.starts_with("policy doesn't allow");
        let quota = !policy && quota.iter().any(|words| message.contains(words));
        match response.status {
            401 => Self::Unauthorized(reply),
            403 => Self::Forbidden { quota, reply },
            404 | 410 => Self::NotFound(reply),
            405 | 406 | 501 => Self::Unsupported(reply),
            409 => Self::Conflict(reply),
            // Nova up to 2013 put its limits into 413 with this key.
            413 if key.as_deref() == Some("overLimit") && quota => Self::Forbidden { quota, reply },
            413 if key.as_deref() == Some("overLimit") => Self::RateLimited { retry_after, reply },
            413 => Self::TooLarge(reply),
            429 => Self::RateLimited { retry_after, reply },
            400..=499 => Self::BadRequest(reply),
            502..=504 => Self::Unavailable { retry_after, reply },
            500..=599 => Self::Server(reply),
            status => Self::BadReply {
                what: "unexpected status",
                status,
                request_id: reply.request_id,
            },
        }
    }
}

/// The outermost key of a JSON body, and the message in it.
///
/// Nova wraps the message in a key that varies with the status, Keystone in `error`; unknown paths and too large
/// bodies give plain text or HTML, and proxies give anything.
fn message(body: &[u8]) -> (Option<String>, String) {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    match serde_json::from_slice(text.as_bytes()) {
        Ok(Value::Object(object)) => {
            if let Some(Value::String(message)) = object.get("message") {
                return (None, tidy(message));
            }
            let found = object.iter().find_map(|(key, value)| match value {
                Value::String(message) => Some((key, message)),
                value => value
                    .get("message")?
                    .as_str()
                    .map(|_| key)
                    .zip(string(&value["message"])),
            });
            found.map_or((None, String::new()), |(key, message)| {
                (Some(key.clone()), tidy(message))
            })
        }
        Ok(_) => (None, String::new()),
        Err(_) if text.starts_with('<') => (None, tidy(&without_tags(text))),
        Err(_) => (None, tidy(without_status_line(text))),
    }
}

fn string(value: &Value) -> Option<&String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// WebOb's plain text begins with a line such as `404 Not Found`, then says more.
fn without_status_line(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest))
            if first.starts_with(|digit: char| digit.is_ascii_digit())
                && !rest.trim().is_empty() =>
        {
            rest.trim()
        }
        _ => text,
    }
}

/// The text of an HTML page, without its head's style and scripts being understood: enough for an error page.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<').filter_map(|piece| piece.split_once('>')) {
        let (tag, words) = piece;
        if !tag.starts_with("style") && !tag.starts_with("script") && !tag.starts_with("title") {
            text.push_str(words);
            text.push(' ');
        }
    }
    text
}

/// The first paragraph on one line. The following ones are, in Keystone's validation errors, the schema and the request
/// itself, which may hold a password.
fn tidy(message: &str) -> String {
    let paragraph = message.trim().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MESSAGE_LIMIT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
