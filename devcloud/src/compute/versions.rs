//! The version documents, which need no token.

use axum::Json;
use http::HeaderMap;
use serde_json::{Value, json};

use super::microversion::Microversion;
use crate::identity::base_url;

fn v2_1(root: &str) -> Value {
    json!({
        "id": "v2.1",
        "status": "CURRENT",
        "version": Microversion::NEWEST.to_string(),
        "min_version": Microversion::OLDEST.to_string(),
        "updated": "2013-07-23T11:33:21Z",
        "links": [{ "rel": "self", "href": format!("{root}/compute/v2.1/") }],
    })
}

pub(super) async fn list(headers: HeaderMap) -> Json<Value> {
    let root = base_url(&headers);
    let v2 = json!({
        "id": "v2.0",
        "status": "DEPRECATED",
        "version": "",
        "min_version": "",
        "updated": "2025-07-04T12:00:00Z",
        "links": [{ "rel": "self", "href": format!("{root}/compute/v2/") }],
    });
    Json(json!({ "versions": [v2, v2_1(&root)] }))
}

pub(super) async fn version(headers: HeaderMap) -> Json<Value> {
    let mut version = v2_1(&base_url(&headers));
    if let Some(links) = version["links"].as_array_mut() {
        links.push(json!({
            "rel": "describedby",
            "type": "text/html",
            "href": "http://docs.openstack.org/",
        }));
    }
    version["media-types"] = json!([{
        "base": "application/json",
        "type": "application/vnd.openstack.compute+json;version=2.1",
    }]);
    Json(json!({ "version": version }))
}
