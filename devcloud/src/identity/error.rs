//! Keystone's refusals.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use crate::error::Error;

/// The header that a receipt is in, both ways.
pub(super) const RECEIPT: &str = "openstack-auth-receipt";

/// A refusal, with the message it gives.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// One and the same text for a wrong password, an unknown user, an unknown project and a missing role.
    Unauthorized,
    /// A refusal of an authentication method, which says why.
    Method {
        message: String,
        identity: Value,
    },
    /// What was shown is right but not enough.
    MoreFactors {
        receipt: String,
        body: Value,
    },
    /// The receipt is another user's, expired or none.
    NoReceipt(String),
    BadRequest(String),
    Forbidden(String),
    NotFound(String),
    Internal,
}

/// The sentence Keystone puts behind what it did not find in a request.
const MALFORMED: &str = "The server could not comply with the request since it is either malformed or \
     otherwise incorrect. The client is assumed to be in error.";

impl Refusal {
    /// Something was expected in the request and is not there.
    pub(crate) fn expected(what: &str, place: &str) -> Self {
        Self::BadRequest(format!("Expecting to find {what} in {place}. {MALFORMED}"))
    }

    /// The request is not what its schema wants.
    pub(crate) fn required(property: &str) -> Self {
        Self::BadRequest(format!("'{property}' is a required property"))
    }

    /// An authentication method said no.
    pub(crate) fn method(message: &str, identity: Value) -> Self {
        Self::Method {
            message: message.to_owned(),
            identity,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        eprintln!("devcloud: identity: {error}");
        Self::Internal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut identity = None;
        let (status, message) = match self {
            Self::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                "The request you have made requires authentication.".to_owned(),
            ),
            Self::Method {
                message,
                identity: data,
            } => {
                identity = Some(data);
                (StatusCode::UNAUTHORIZED, message)
            }
            Self::MoreFactors { receipt, body } => {
                let header = [(RECEIPT, receipt)];
                return (StatusCode::UNAUTHORIZED, header, Json(body)).into_response();
            }
            Self::NoReceipt(receipt) => (
                StatusCode::UNAUTHORIZED,
                format!("Could not find auth receipt: {receipt}."),
            ),
            Self::BadRequest(message) => (StatusCode::BAD_REQUEST, message),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, message),
            Self::NotFound(message) => (StatusCode::NOT_FOUND, message),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "An unexpected error prevented the server from fulfilling your request.".to_owned(),
            ),
        };
        let mut error = json!({ "code": status.as_u16() });
        if let Some(identity) = identity {
            error["identity"] = identity;
        }
        error["message"] = message.into();
        error["title"] = status.canonical_reason().unwrap_or_default().into();
        (status, Json(json!({ "error": error }))).into_response()
    }
}
