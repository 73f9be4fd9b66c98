//! One call: sending, repeating what may be repeated, and reading the answer.

use super::error::{Error, Reply};
use super::http::{Http, Request, Response};
use super::json::FromJson;
use serde::Serialize;
use serde_json::Value;

/// How often a failed GET is asked again.
const REPEATS: u32 = 2;
/// Milliseconds before the first repeat; tripled for the second.
pub(super) const FIRST_PAUSE: u32 = 400;
/// The longest `Retry-After`, in seconds, that is waited for instead of telling the person.
const PATIENCE: u32 = 5;

/// Sends one request once.
pub(super) async fn send<H: Http>(http: &H, request: Request) -> Result<Response, Error> {
    let origin = origin(&request.url);
    http.send(request)
        .await
        .map_err(|error| Error::Transport { error, origin })
}

/// Sends a GET, and again after a pause while the cloud is busy or the connection breaks. Gives the answer when its
/// status is one of `welcome`.
pub(super) async fn get<H: Http>(
    http: &H,
    welcome: &[u16],
    request: impl Fn() -> Request,
) -> Result<Response, Error> {
    let mut pause = FIRST_PAUSE;
    for _ in 0..REPEATS {
        let error = match send(http, request())
            .await
            .and_then(|response| expect(response, welcome))
        {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        let Some(wait) = worth_repeating(&error, pause) else {
            return Err(error);
        };
        http.pause(wait).await;
        pause *= 3;
    }
    expect(send(http, request()).await?, welcome)
}

/// Sends a request that changes something, and again only when the cloud says that it came too early (429) and how
/// little is to be waited: that one it has not carried out. Gives the answer when its status is one of `welcome`.
pub(super) async fn write<H: Http>(
    http: &H,
    welcome: &[u16],
    request: impl Fn() -> Request,
) -> Result<Response, Error> {
    for _ in 0..REPEATS {
        let result = send(http, request())
            .await
            .and_then(|response| expect(response, welcome));
        match result {
            Err(Error::RateLimited {
                retry_after: Some(seconds),
                ..
            }) if seconds <= PATIENCE => http.pause(FIRST_PAUSE.max(seconds * 1000)).await,
            result => return result,
        }
    }
    expect(send(http, request()).await?, welcome)
}

/// Milliseconds to wait before asking again, when that may help.
fn worth_repeating(error: &Error, pause: u32) -> Option<u32> {
    match error {
        Error::Transport { error, .. } => {
            matches!(error, super::http::TransportError::Interrupted).then_some(pause)
        }
        Error::RateLimited { retry_after, .. } | Error::Unavailable { retry_after, .. } => {
            match retry_after {
                None => Some(pause),
                Some(seconds) => (*seconds <= PATIENCE).then_some(pause.max(seconds * 1000)),
            }
        }
        _ => None,
    }
}

/// The answer, when its status is one of `welcome`, else what it means.
pub(super) fn expect(response: Response, welcome: &[u16]) -> Result<Response, Error> {
    match welcome.contains(&response.status) {
        true => Ok(response),
        false => Err(Error::from_response(&response)),
    }
}

/// The body, read as JSON. `what` says in the error what was expected.
pub(super) fn json<T: FromJson>(response: &Response, what: &'static str) -> Result<T, Error> {
    let read = T::from_json(&tree(response, what)?);
    read.ok_or_else(|| bad_reply(response, what))
}

/// The body as a tree of JSON.
pub(super) fn tree(response: &Response, what: &'static str) -> Result<Value, Error> {
    serde_json::from_slice(&response.body).map_err(|_| bad_reply(response, what))
}

pub(super) fn bad_reply(response: &Response, what: &'static str) -> Error {
    Error::BadReply {
        what,
        status: response.status,
        request_id: Reply::request_id_of(response),
    }
}

/// JSON text, written into one buffer that is large enough at once: growing would leave copies behind in memory.
pub(super) fn to_json(value: &impl Serialize, capacity: usize) -> String {
    let mut buffer = Vec::with_capacity(capacity);
    // Writing plain structs of strings into memory cannot fail.
    let _ = serde_json::to_writer(&mut buffer, value);
    String::from_utf8(buffer).unwrap_or_default()
}

/// Scheme, host and port of a URL.
pub(super) fn origin(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| host + at);
    url[..end].to_owned()
}
