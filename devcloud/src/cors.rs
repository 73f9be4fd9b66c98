//! Cross-origin headers as oslo.middleware gives them: a preflight always answers 200, and one header or
//! method that is not allowed leaves out every `Access-Control-` header.
//! Source: oslo.middleware, "CORS middleware", and W3C Cross-Origin Resource Sharing, section 6.2.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::any_service;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderName, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method};

use crate::Cloud;
use crate::config::Cors;

/// Headers that need no permission.
const SIMPLE: [&str; 8] = [
    "Accept",
    "Accept-Language",
    "Content-Type",
    "Cache-Control",
    "Content-Language",
    "Expires",
    "Last-Modified",
    "Pragma",
];

/// Mounts an API's router, which knows its full paths, behind these rules. Mounted as a whole, so that a
/// preflight does not get axum's own `Allow` of the path it is for.
pub(crate) fn mount(cloud: &Arc<Cloud>, prefix: &str, api: Router) -> Router {
    let mut router = Router::new();
    for path in [
        prefix.to_owned(),
        format!("{prefix}/"),
        format!("{prefix}/{{*rest}}"),
    ] {
        router = router.route(&path, any_service(api.clone()));
    }
    router.layer(from_fn_with_state(cloud.clone(), apply))
}

/// Middleware around an API.
async fn apply(State(cloud): State<Arc<Cloud>>, request: Request, next: Next) -> Response {
    let cors = &cloud.cors;
    if cors.allowed_origin.is_empty() {
        return next.run(request).await;
    }
    let (method, asked) = (request.method().clone(), request.headers().clone());
    let mut reply = next.run(request).await;
    if method == Method::OPTIONS {
        // The application knows no OPTIONS, or wants a token that a preflight never has.
        if !reply.status().is_success() {
            reply = Response::new(Body::empty());
        }
        preflight(cors, &asked, reply.headers_mut());
    } else if let Some(origin) = origin(cors, &asked) {
        let headers = reply.headers_mut();
        allow(headers, origin);
        set(
            headers,
            ACCESS_CONTROL_EXPOSE_HEADERS,
            &cors.expose_headers.join(","),
        );
    }
    reply
}

/// What to answer as the allowed origin, or nothing when the origin is missing or not let in.
fn origin(cors: &Cors, asked: &HeaderMap) -> Option<HeaderValue> {
    let origin = asked.get(ORIGIN)?;
    if cors.allowed_origin.iter().any(|allowed| allowed == "*") {
        return Some(HeaderValue::from_static("*"));
    }
    cors.allowed_origin
        .iter()
        .any(|allowed| allowed.as_bytes() == origin.as_bytes())
        .then(|| origin.clone())
}

fn preflight(cors: &Cors, asked: &HeaderMap, headers: &mut HeaderMap) {
    let text = |name| {
        asked
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(origin) = origin(cors, asked) else {
        return;
    };
    let Some(method) = text(ACCESS_CONTROL_REQUEST_METHOD) else {
        return;
    };
    if !cors.allow_methods.iter().any(|allowed| allowed == method) {
        return;
    }
    let wanted: Vec<&str> = text(ACCESS_CONTROL_REQUEST_HEADERS)
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let permitted = |name: &str| {
        let named = |other: &str| other.eq_ignore_ascii_case(name);
        SIMPLE.iter().any(|other| named(other))
            || cors.allow_headers.iter().any(|other| named(other))
    };
    if !wanted.iter().all(|name| permitted(name)) {
        return;
    }
    headers.remove(VARY);
    allow(headers, origin);
    set(headers, ACCESS_CONTROL_MAX_AGE, &cors.max_age.to_string());
    set(headers, ACCESS_CONTROL_ALLOW_METHODS, method);
    if !wanted.is_empty() {
        set(headers, ACCESS_CONTROL_ALLOW_HEADERS, &wanted.join(","));
    }
}

/// Names the origin, and adds `Origin` to what the reply varies by; of several such headers the last one stays.
fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let before = headers.get_all(VARY).iter().next_back();
    let vary = match before.and_then(|value| value.to_str().ok()) {
        Some(others) => format!("{others},Origin"),
        None => "Origin".to_owned(),
    };
    set(headers, VARY, &vary);
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
