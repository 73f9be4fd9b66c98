//! The catalog: what is served, and where, by the name the client used for this host.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde_json::{Value, json};

use super::error::Refusal;
use super::{caller, host_url};
use crate::Cloud;
use crate::region::Region;
use crate::seed::catalog_id;

/// Service type, name and path.
const SERVICES: [(&str, &str, &str); 4] = [
    ("identity", "keystone", "/identity/v3"),
    ("compute", "nova", "/compute/v2.1"),
    ("image", "glance", "/image"),
    ("network", "neutron", "/network"),
];
const INTERFACES: [&str; 3] = ["admin", "internal", "public"];

/// The catalog as tokens carry it. Keystone is one and the same in every region.
pub(super) fn catalog(root: &str, regions: &[Region]) -> Value {
    SERVICES
        .iter()
        .map(|(kind, name, path)| {
            let endpoints: Vec<Value> = regions
                .iter()
                .flat_map(|region| INTERFACES.map(|interface| (*region, interface)))
                .map(|(region, interface)| {
                    let (id, prefix) = match region {
                        Region::One => (format!("{name} {interface}"), ""),
                        Region::Two => (format!("{name} {interface} RegionTwo"), region.prefix()),
                    };
                    let prefix = if *kind == "identity" { "" } else { prefix };
                    json!({
                        "id": catalog_id(&id),
                        "interface": interface,
                        "region_id": region.name(),
                        "url": format!("{root}{prefix}{path}"),
                        "region": region.name(),
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
    let root = host_url(&headers);
    Ok(Json(json!({
        "catalog": catalog(&root, cloud.regions),
        "links": { "self": format!("{root}/identity/v3/auth/catalog") },
    })))
}
