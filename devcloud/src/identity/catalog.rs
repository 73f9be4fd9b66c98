//! The catalog: what is served, and where, by the name the client used for this host.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde_json::{Value, json};

use super::error::Refusal;
use super::{base_url, caller};
use crate::Cloud;
use crate::seed::{REGION, catalog_id};

/// Service type, name and path.
const SERVICES: [(&str, &str, &str); 2] = [
    ("identity", "keystone", "/identity/v3"),
    ("compute", "nova", "/compute/v2.1"),
];

/// The catalog as tokens carry it.
pub(super) fn catalog(root: &str) -> Value {
    SERVICES
        .iter()
        .map(|(kind, name, path)| {
            let endpoints: Vec<Value> = ["admin", "internal", "public"]
                .iter()
                .map(|interface| {
                    json!({
                        "id": catalog_id(&format!("{name} {interface}")),
                        "interface": interface,
                        "region_id": REGION,
                        "url": format!("{root}{path}"),
                        "region": REGION,
                    })
                })
                .collect();
            json!({ "endpoints": endpoints, "id": catalog_id(name), "type": kind, "name": name })
        })
        .collect()
}

/// `GET /v3/auth/catalog`
pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let token = caller(&cloud, &headers)
        .await?
        .ok_or(Refusal::Unauthorized)?;
    if token.project_id.is_none() {
        return Err(Refusal::Forbidden(
            "A project-scoped token is required to produce a service catalog.".to_owned(),
        ));
    }
    let root = base_url(&headers);
    Ok(Json(json!({
        "catalog": catalog(&root),
        "links": { "self": format!("{root}/identity/v3/auth/catalog") },
    })))
}
