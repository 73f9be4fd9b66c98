//! Images as Nova passed them on before 2.36, and as an API without microversions still does.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::pipeline::Caller;
use crate::identity::base_url;
use crate::store::images::{self, Image};
use crate::{Cloud, clock, image};

/// An image's id in a path.
#[derive(Deserialize)]
pub(super) struct InPath {
    image: String,
}

fn body(image: &Image, headers: &HeaderMap) -> Value {
    let metadata = image.properties.iter().map(|(key, value)| {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        (key.clone(), Value::String(text))
    });
    let (status, progress) = match image.status.as_str() {
        "active" => ("ACTIVE", 100),
        "queued" | "saving" => ("SAVING", 25),
        _ => ("UNKNOWN", 0),
    };
    let at = clock::keystone(image.created_at).replace(".000000", "");
    let (root, id) = (base_url(headers), &image.id);
    json!({
        "id": image.id,
        "name": image.name,
        "minRam": image.min_ram,
        "minDisk": image.min_disk,
        "status": status,
        "progress": progress,
        "created": at,
        "updated": at,
        "OS-EXT-IMG-SIZE:size": image.size.unwrap_or_default(),
        "metadata": metadata.collect::<serde_json::Map<_, _>>(),
        "links": [
            { "rel": "self", "href": format!("{root}/compute/v2.1/images/{id}") },
            { "rel": "bookmark", "href": format!("{root}/compute/images/{id}") },
            {
                "rel": "alternate", "type": "application/vnd.openstack.image",
                "href": format!("{root}/image//images/{id}"),
            },
        ],
    })
}

/// `GET /images` and `GET /images/detail`
pub(super) async fn detail(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if version >= Microversion(36) {
        return Err(Fault::not_found("The resource could not be found."));
    }
    let all = cloud
        .store
        .run(move |db| {
            let mut all = images::all(db)?;
            all.retain(|image| !image.hidden && image.visible_to(caller.project_id.as_deref()));
            Ok(all)
        })
        .await?;
    Ok(
        Json(json!({ "images": all.iter().map(|image| body(image, &headers)).collect::<Value>() }))
            .into_response(),
    )
}

/// `GET /images/ID`
pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { image: id }): Path<InPath>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if version >= Microversion(36) {
        return Err(Fault::not_found("The resource could not be found."));
    }
    let found = cloud
        .store
        .run(move |db| image::lookup(db, caller.project_id.as_deref(), &id))
        .await?;
    let found = found.ok_or_else(|| Fault::not_found("Image not found."))?;
    Ok(Json(json!({ "image": body(&found, &headers) })).into_response())
}
