//! Refusals of identity API 2.0: one object whose single key varies with the status.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::error::Error;

/// A refusal.
#[derive(Debug)]
pub(super) enum Fault {
    BadRequest(&'static str),
    Unauthorized(&'static str),
    /// The password was right; a passcode is wanted together with this session.
    MoreCredentials(String),
    NotFound(&'static str),
    Internal,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        eprintln!("devcloud: rackspace: {error}");
        Self::Internal
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut session = None;
        let (status, key, message) = match self {
            Self::BadRequest(message) => (StatusCode::BAD_REQUEST, "badRequest", message),
            Self::Unauthorized(message) => (StatusCode::UNAUTHORIZED, "unauthorized", message),
            Self::MoreCredentials(id) => {
                session = Some(format!("OS-MF sessionId='{id}', factor='PASSCODE'"));
                let message = "Additional authentication credentials required";
                (StatusCode::UNAUTHORIZED, "unauthorized", message)
            }
            Self::NotFound(message) => (StatusCode::NOT_FOUND, "itemNotFound", message),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "identityFault",
                "Service Fault",
            ),
        };
        let body = json!({ key: { "code": status.as_u16(), "message": message } });
        let mut reply = (status, Json(body)).into_response();
        if let Some(value) = session.and_then(|session| session.parse().ok()) {
            reply.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
        reply
    }
}

/// What a path that is not there gives.
pub(super) async fn no_such_path() -> Fault {
    Fault::NotFound("Resource Not Found")
}
