//! Neutron's refusals: `{"NeutronError": {"type", "message", "detail"}}`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::error::Error;

#[derive(Debug)]
pub(super) struct Fault {
    status: StatusCode,
    kind: &'static str,
    message: String,
}

impl Fault {
    pub(super) fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            message: message.into(),
        }
    }

    pub(super) fn not_found(kind: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, kind, message)
    }

    pub(super) fn conflict(kind: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, kind, message)
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "HTTPBadRequest", message)
    }

    pub(super) fn policy(action: &str) -> Self {
        let message = format!("rule:{action} is disallowed by policy");
        Self::new(StatusCode::FORBIDDEN, "PolicyNotAuthorized", message)
    }

    pub(super) fn no_such_path() -> Self {
        Self::not_found("HTTPNotFound", "The resource could not be found.")
    }

    pub(super) fn malformed() -> Self {
        let message = "Malformed request body: Cannot understand JSON.";
        Self::new(StatusCode::BAD_REQUEST, "MalformedRequestBody", message)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        eprintln!("devcloud: network: {error}");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "HTTPInternalServerError",
            "Request Failed: internal server error while processing your request.",
        )
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body =
            json!({ "NeutronError": { "type": self.kind, "message": self.message, "detail": "" } });
        (self.status, Json(body)).into_response()
    }
}

/// What keystonemiddleware says without a good token.
pub(super) fn unauthorized(root: &str) -> Response {
    let body = json!({ "error": {
        "code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication.",
    }});
    let header = [(
        "www-authenticate",
        format!("Keystone uri=\"{root}/identity\""),
    )];
    (StatusCode::UNAUTHORIZED, header, Json(body)).into_response()
}
