//! The version documents, which need no token.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::host_url;

fn v3(root: &str) -> Value {
    json!({
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{ "rel": "self", "href": format!("{root}/identity/v3/") }],
        "media-types": [{
            "base": "application/json",
            "type": "application/vnd.openstack.identity-v3+json",
        }],
    })
}

/// All versions: a 300, which a browser does not follow.
pub(super) async fn list(headers: HeaderMap) -> Response {
    let root = host_url(&headers);
    let location = [(LOCATION, format!("{root}/identity/v3/"))];
    let body = json!({ "versions": { "values": [v3(&root)] } });
    (StatusCode::MULTIPLE_CHOICES, location, Json(body)).into_response()
}

pub(super) async fn version(headers: HeaderMap) -> Json<Value> {
    Json(json!({ "version": v3(&host_url(&headers)) }))
}
