//! The availability zones: one.

use axum::Json;
use serde_json::{Value, json};

/// Its name.
pub(super) const ZONE: &str = "nova";

/// `GET /os-availability-zone`
pub(super) async fn list() -> Json<Value> {
    Json(json!({ "availabilityZoneInfo": [
        { "zoneName": ZONE, "zoneState": { "available": true }, "hosts": null },
    ] }))
}
