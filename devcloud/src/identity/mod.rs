//! Keystone: the Identity API v3, as far as signing in, choosing a project and signing out need it.
//! Source: OpenStack Identity API v3 reference.

mod catalog;
mod document;
mod error;
mod proof;
mod receipt;
mod request;
mod sign_in;
mod tokens;
mod versions;

pub(crate) use document::{has_admin, may_change};
pub(crate) use proof::{matches, with_code};

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use http::header::{ALLOW, CONTENT_TYPE, HOST, VARY, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::error::Error;
use crate::region::FORWARDED_PREFIX;
use crate::store::tokens::Token;
use crate::{Cloud, clock, cors, random, store};

pub(crate) fn router(cloud: &Arc<Cloud>) -> Router {
    let version = || route(get(versions::version), "OPTIONS, HEAD, GET");
    let list = || route(get(versions::list), "OPTIONS, HEAD, GET");
    let api = Router::new()
        .route("/identity", list())
        .route("/identity/", list())
        .route("/identity/v3", version())
        .route("/identity/v3/", version())
        .route(
            "/identity/v3/auth/tokens",
            route(
                get(tokens::validate)
                    .post(sign_in::sign_in)
                    .delete(tokens::revoke),
                "DELETE, POST, OPTIONS, HEAD, GET",
            ),
        )
        .route(
            "/identity/v3/auth/projects",
            route(get(tokens::projects), "OPTIONS, HEAD, GET"),
        )
        .route(
            "/identity/v3/auth/catalog",
            route(get(catalog::show), "OPTIONS, HEAD, GET"),
        )
        .route("/identity/{*rest}", axum::routing::any(not_found))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(finish))
        .with_state(cloud.clone());
    cors::mount(cloud, "/identity", api)
}

/// Answers OPTIONS and the methods a path does not know the way Flask does.
fn route(methods: MethodRouter<Arc<Cloud>>, allow: &'static str) -> MethodRouter<Arc<Cloud>> {
    methods.fallback(move |method: Method| async move {
        let mut reply = if method == Method::OPTIONS {
            html(StatusCode::OK, "")
        } else {
            html(
                StatusCode::METHOD_NOT_ALLOWED,
                "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n\
                 <h1>Method Not Allowed</h1>\n\
                 <p>The method is not allowed for the requested URL.</p>\n",
            )
        };
        reply
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static(allow));
        reply
    })
}

async fn not_found() -> Response {
    html(
        StatusCode::NOT_FOUND,
        "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n\
         <p>The requested URL was not found on the server. If you entered the URL manually please check \
         your spelling and try again.</p>\n",
    )
}

fn html(status: StatusCode, text: &'static str) -> Response {
    let content_type = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, content_type, text).into_response()
}

/// The headers that go with every reply of Keystone's.
async fn finish(request: Request, next: Next) -> Response {
    let root = host_url(request.headers());
    let mut reply = next.run(request).await;
    // A receipt asks for more, and is no refusal.
    let unauthorized =
        reply.status() == StatusCode::UNAUTHORIZED && !reply.headers().contains_key(error::RECEIPT);
    let headers = reply.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("X-Auth-Token"));
    if let Ok(id) = HeaderValue::from_str(&random::request_id()) {
        headers.insert("x-openstack-request-id", id);
    }
    if unauthorized
        && let Ok(value) = HeaderValue::from_str(&format!("Keystone uri=\"{root}/identity/v3\""))
    {
        headers.insert(WWW_AUTHENTICATE, value);
    }
    reply
}

/// Where a service's paths begin, by the name the client used: `http://HOST`, and behind it the region's prefix.
pub(crate) fn base_url(headers: &HeaderMap) -> String {
    let prefix = headers
        .get(FORWARDED_PREFIX)
        .and_then(|prefix| prefix.to_str().ok())
        .unwrap_or_default();
    format!("{}{prefix}", host_url(headers))
}

/// `http://HOST`, by the name the client used: where Keystone's paths begin, in whichever region the request was made.
pub(crate) fn host_url(headers: &HeaderMap) -> String {
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    format!("http://{host}")
}

/// The token sent as `X-Auth-Token`, when it is a good one.
pub(crate) async fn caller(cloud: &Cloud, headers: &HeaderMap) -> Result<Option<Token>, Error> {
    let Some(text) = header(headers, "x-auth-token") else {
        return Ok(None);
    };
    find(cloud, text).await
}

/// Looks a token up by its text.
pub(crate) async fn find(cloud: &Cloud, text: String) -> Result<Option<Token>, Error> {
    let now = clock::now();
    cloud
        .identity
        .run(move |db| store::tokens::find(db, &text, now))
        .await
}

pub(crate) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}
