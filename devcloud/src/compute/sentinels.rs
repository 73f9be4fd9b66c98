//! Faults asked for by a key pair's name, so that a test can see the app fail without code for it in the app.
//! Each name may be followed by `-` and anything.

use std::sync::PoisonError;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};

use super::fault::{self, Fault};
use super::pipeline::Caller;
use crate::Cloud;
use crate::server::Cut;
use crate::store::tokens;

/// What a name asks for.
pub(super) enum Outcome {
    /// Nothing out of the ordinary.
    Usual,
    /// This reply, and no key pair.
    Instead(Response),
    /// The key pair, and then this reply.
    Afterwards(Response),
}

/// How long `fault-slow` takes.
const SLOW: Duration = Duration::from_secs(3);

fn is(name: &str, fault: &str) -> bool {
    name.strip_prefix(fault)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The fault a key pair's name asks for when it is created.
pub(super) async fn on_create(
    cloud: &Cloud,
    caller: &Caller,
    root: &str,
    name: &str,
) -> Result<Outcome, Fault> {
    let outcome = if is(name, "fault-500") {
        Outcome::Instead(Fault::unexpected("nova.exception.NovaException").into_response())
    } else if is(name, "fault-503") {
        Outcome::Instead(unavailable())
    } else if is(name, "fault-html") {
        Outcome::Instead(bad_gateway())
    } else if is(name, "fault-drop") {
        Outcome::Instead(cut())
    } else if is(name, "fault-lost") {
        Outcome::Afterwards(cut())
    } else if is(name, "fault-slow") {
        tokio::time::sleep(SLOW).await;
        Outcome::Usual
    } else if is(name, "fault-401") && first(cloud, caller, name) {
        let token = caller.token.clone();
        cloud
            .identity
            .run(move |db| tokens::revoke(db, &token))
            .await?;
        Outcome::Instead(fault::unauthorized(root))
    } else {
        Outcome::Usual
    };
    Ok(outcome)
}

/// The fault a key pair's name asks for when it is deleted.
pub(super) fn on_delete(name: &str) -> Option<Response> {
    is(name, "fault-delete-500")
        .then(|| Fault::unexpected("nova.exception.NovaException").into_response())
}

/// Whether this is the first time that a user asks for the fault; afterwards the name is an ordinary one.
fn first(cloud: &Cloud, caller: &Caller, name: &str) -> bool {
    cloud
        .spent_faults
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert((caller.user_id.clone(), name.to_owned()))
}

fn unavailable() -> Response {
    let fault = Fault {
        status: StatusCode::SERVICE_UNAVAILABLE,
        message: "The server is currently unavailable. Please try again at a later time."
            .to_owned(),
    };
    ([(RETRY_AFTER, "7")], fault).into_response()
}

/// What a proxy in front of a cloud says when the cloud does not answer.
fn bad_gateway() -> Response {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
    (StatusCode::BAD_GATEWAY, [(CONTENT_TYPE, "text/html")], page).into_response()
}

fn cut() -> Response {
    let mut reply = Response::new(Body::empty());
    reply.extensions_mut().insert(Cut);
    reply
}
