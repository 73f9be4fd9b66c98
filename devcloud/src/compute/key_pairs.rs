//! Listing, showing and deleting key pairs.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::fault::Fault;
use super::microversion::Microversion;
use super::pipeline::Caller;
use super::query::Query;
use super::sentinels;
use crate::identity::base_url;
use crate::store::key_pairs::{self, KeyPair};
use crate::{Cloud, clock};

/// Nova's `[api] max_limit`.
const PAGE: i64 = 1000;

/// A key pair's name in a path.
#[derive(Deserialize)]
pub(super) struct InPath {
    name: String,
}

/// The fields that every reply has. `type` is there from 2.2.
fn fields(pair: &KeyPair, version: Microversion) -> Value {
    let mut body = json!({
        "name": pair.name,
        "public_key": pair.public_key,
        "fingerprint": pair.fingerprint,
    });
    if version >= Microversion(2) {
        body["type"] = pair.kind.clone().into();
    }
    body
}

/// `GET /os-keypairs`: by name; in pages from 2.35.
pub(super) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    let mut query = Query::parse(raw.as_deref());
    let paged = version >= Microversion(35);
    let limit = if paged {
        Some(query.limit(PAGE)?)
    } else {
        None
    };
    query.check(version, &["limit", "marker", "user_id"])?;
    let owner = query.owner(version, &caller, "index")?;
    let marker = query.get("marker").filter(|_| paged).map(str::to_owned);
    let pairs = cloud
        .store
        .run(move |db| {
            if let Some(marker) = &marker
                && key_pairs::find(db, &owner, marker)?.is_none()
            {
                return Ok(Err(marker.clone()));
            }
            key_pairs::list(db, &owner, marker.as_deref(), limit).map(Ok)
        })
        .await?
        .map_err(|marker| Fault::bad_request(format!("Marker {marker} could not be found.")))?;
    let rows: Vec<Value> = pairs
        .iter()
        .map(|pair| json!({ "keypair": fields(pair, version) }))
        .collect();
    let mut body = json!({ "keypairs": rows });
    // A full page has a link to the next one, even when that turns out to be empty.
    if let (Some(limit), Some(last)) = (limit, pairs.last())
        && usize::try_from(limit) == Ok(pairs.len())
    {
        let root = base_url(&headers);
        let next = query.next_page(&last.name);
        body["keypairs_links"] = json!([{
            "rel": "next",
            "href": format!("{root}/compute/v2.1/os-keypairs?{next}"),
        }]);
    }
    Ok(Json(body))
}

/// Refuses as Nova does when a user has no key pair of that name.
fn missing(name: &str, owner: &str) -> Fault {
    Fault::not_found(format!("Keypair {name} not found for user {owner}"))
}

/// `GET /os-keypairs/NAME`
pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { name }): Path<InPath>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Fault> {
    let mut query = Query::parse(raw.as_deref());
    query.check(version, &["user_id"])?;
    let owner = query.owner(version, &caller, "show")?;
    let asked = (owner.clone(), name.clone());
    let pair = cloud
        .store
        .run(move |db| key_pairs::find(db, &asked.0, &asked.1))
        .await?
        .ok_or_else(|| missing(&name, &owner))?;
    let mut body = json!({
        "name": pair.name,
        "public_key": pair.public_key,
        "fingerprint": pair.fingerprint,
        "user_id": pair.user_id,
        "created_at": clock::nova(pair.created_at),
        "deleted": false,
        "deleted_at": null,
        "id": pair.id,
        "updated_at": null,
    });
    if version >= Microversion(2) {
        body["type"] = pair.kind.into();
    }
    Ok(Json(json!({ "keypair": body })))
}

/// `DELETE /os-keypairs/NAME`: 202 at 2.1, 204 from 2.2.
pub(super) async fn delete(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { name }): Path<InPath>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Fault> {
    let mut query = Query::parse(raw.as_deref());
    query.check(version, &["user_id"])?;
    let owner = query.owner(version, &caller, "delete")?;
    if let Some(reply) = sentinels::on_delete(&name) {
        return Ok(reply);
    }
    let asked = (owner.clone(), name.clone());
    let deleted = cloud
        .store
        .run(move |db| key_pairs::delete(db, &asked.0, &asked.1))
        .await?;
    if !deleted {
        return Err(missing(&name, &owner));
    }
    let status = if version >= Microversion(2) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::ACCEPTED
    };
    Ok((status, [(CONTENT_TYPE, "application/json")]).into_response())
}
