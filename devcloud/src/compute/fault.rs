//! Nova's refusals. The body is one object whose single key varies with the status.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use super::page::page;
use crate::error::Error;

/// A refusal: its status, and the message for the reader.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
}

impl Fault {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn policy(action: &str) -> Self {
        Self::forbidden(format!(
            "Policy doesn't allow os_compute_api:{action} to be performed."
        ))
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub(crate) fn not_acceptable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, message)
    }

    pub(crate) fn unsupported_media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Content-Type",
        )
    }

    /// An error nobody thought of, by the name of Nova's exception.
    pub(crate) fn unexpected(class: &str) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Unexpected API Error. Please contact the administrator\n<class '{class}'>"),
        )
    }

    /// The key under which the refusal is told.
    fn key(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST => "badRequest",
            StatusCode::UNAUTHORIZED => "unauthorized",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::NOT_FOUND => "itemNotFound",
            StatusCode::CONFLICT => "conflictingRequest",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "badMediaType",
            StatusCode::SERVICE_UNAVAILABLE => "serviceUnavailable",
            _ => "computeFault",
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        eprintln!("devcloud: compute: {error}");
        Self::unexpected("oslo_db.exception.DBError")
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body: Value = json!({
            self.key(): { "code": self.status.as_u16(), "message": self.message },
        });
        let mut reply = (self.status, Json(body)).into_response();
        reply.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=UTF-8"),
        );
        reply
    }
}

/// Marks a reply that is not of any microversion.
#[derive(Clone, Copy)]
pub(super) struct Unversioned;

/// What is said of a path that is not there.
pub(super) async fn no_such_path(method: Method, headers: HeaderMap) -> Response {
    let mut reply = unversioned(page(
        StatusCode::NOT_FOUND,
        "The resource could not be found.",
        &headers,
    ));
    if method == Method::HEAD {
        let html = HeaderValue::from_static("text/html; charset=UTF-8");
        reply.headers_mut().insert(CONTENT_TYPE, html);
    }
    reply
}

/// What oslo.middleware says of a body that is too long; the `%s` is its own.
pub(super) fn too_large(headers: &HeaderMap) -> Response {
    page(
        StatusCode::PAYLOAD_TOO_LARGE,
        "Request is too large. Larger than max_request_body_size (%s).",
        headers,
    )
}

/// What keystonemiddleware says without a good token.
pub(super) fn unauthorized(root: &str) -> Response {
    let body = json!({ "error": {
        "code": 401,
        "title": "Unauthorized",
        "message": "The request you have made requires authentication.",
    }});
    let header = [(
        "www-authenticate",
        format!("Keystone uri=\"{root}/identity\""),
    )];
    unversioned((StatusCode::UNAUTHORIZED, header, Json(body)).into_response())
}

fn unversioned(mut reply: Response) -> Response {
    reply.extensions_mut().insert(Unversioned);
    reply
}
