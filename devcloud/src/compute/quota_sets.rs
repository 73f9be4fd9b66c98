//! `os-quota-sets`: a project's quotas, of which only the one for key pairs can be set.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fault::Fault;
use super::pipeline::Caller;
use crate::Cloud;
use crate::store::quotas::{self, Scope};

/// The project in a path.
#[derive(Deserialize)]
pub(super) struct InPath {
    tenant: String,
}

/// Quota and default, by name, without the one for key pairs.
const OTHERS: [(&str, i64); 6] = [
    ("cores", 20),
    ("instances", 10),
    ("metadata_items", 128),
    ("ram", 51200),
    ("server_group_members", 10),
    ("server_groups", 10),
];

fn all(key_pairs: i64) -> Vec<(&'static str, i64)> {
    let mut all = OTHERS.to_vec();
    all.insert(2, ("key_pairs", key_pairs));
    all
}

fn permit(caller: &Caller, project: &str, action: &str) -> Result<(), Fault> {
    if caller.admin || caller.project_id.as_deref() == Some(project) {
        return Ok(());
    }
    Err(Fault::policy(&format!("os-quota-sets:{action}")))
}

async fn key_pairs(cloud: &Cloud, project: &str) -> Result<i64, Fault> {
    let project = project.to_owned();
    Ok(cloud
        .store
        .run(move |db| quotas::of_project(db, &project))
        .await?)
}

pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { tenant }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    permit(&caller, &tenant, "show")?;
    let mut set = json!({ "id": tenant });
    for (name, limit) in all(key_pairs(&cloud, &tenant).await?) {
        set[name] = limit.into();
    }
    Ok(Json(json!({ "quota_set": set })))
}

/// Limits and uses; a true count of key pairs is in neither.
pub(super) async fn detail(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { tenant }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    permit(&caller, &tenant, "detail")?;
    let mut set = json!({ "id": tenant });
    for (name, limit) in all(key_pairs(&cloud, &tenant).await?) {
        set[name] = json!({ "limit": limit, "in_use": 0, "reserved": 0 });
    }
    Ok(Json(json!({ "quota_set": set })))
}

/// Sets the quota for key pairs; for administrators.
pub(super) async fn update(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { tenant }): Path<InPath>,
    body: Bytes,
) -> Result<Json<Value>, Fault> {
    if !caller.admin {
        return Err(Fault::policy("os-quota-sets:update"));
    }
    let body: Value =
        serde_json::from_slice(&body).map_err(|_| Fault::bad_request("Malformed request body"))?;
    let Some(wanted) = body.get("quota_set").and_then(Value::as_object) else {
        return Err(Fault::bad_request("'quota_set' is a required property"));
    };
    if let Some(given) = wanted.get("key_pairs") {
        let Some(limit) = given.as_i64().filter(|limit| *limit >= -1) else {
            return Err(Fault::bad_request(format!(
                "Invalid input for field/attribute key_pairs. Value: {given}. {given} is less than the \
                 minimum of -1"
            )));
        };
        let project = tenant.clone();
        cloud
            .store
            .run(move |db| quotas::set(db, Scope::Project, &project, limit))
            .await?;
    }
    let mut set = json!({});
    for (name, limit) in all(key_pairs(&cloud, &tenant).await?) {
        set[name] = limit.into();
    }
    Ok(Json(json!({ "quota_set": set })))
}
