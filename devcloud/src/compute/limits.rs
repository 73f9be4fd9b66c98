//! `GET /limits`: how a client learns how many key pairs it may have. Nowhere does Nova say how many it has.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::fault::Fault;
use super::microversion::Microversion;
use super::pipeline::Caller;
use super::query::Query;
use crate::Cloud;
use crate::store::quotas;

pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Value>, Fault> {
    Query::parse(raw.as_deref()).check(version, &["tenant_id"])?;
    let (key_pairs, most, used) = cloud
        .store
        .run(move |db| {
            let project = caller.project_id.as_deref();
            let id = project.unwrap_or_default();
            Ok((
                quotas::of_user(db, &caller.user_id, project)?,
                quotas::servers_of(db, id)?,
                quotas::servers_used(db, id)?,
            ))
        })
        .await?;
    let mut absolute = json!({
        "maxTotalCores": most.cores,
        "maxTotalInstances": most.instances,
        "maxTotalKeypairs": key_pairs,
        "maxServerMeta": 128,
        "maxTotalRAMSize": most.ram,
        "maxServerGroups": 10,
        "maxServerGroupMembers": 10,
        "totalRAMUsed": used.ram,
        "totalCoresUsed": used.cores,
        "totalInstancesUsed": used.instances,
        "totalServerGroupsUsed": 0,
    });
    // What went over to the network and image services, and what was given up, in the order it left.
    if version < Microversion(36) {
        absolute["maxTotalFloatingIps"] = (-1).into();
        absolute["maxSecurityGroups"] = (-1).into();
        absolute["maxSecurityGroupRules"] = (-1).into();
        absolute["totalFloatingIpsUsed"] = 0.into();
        absolute["totalSecurityGroupsUsed"] = 0.into();
    }
    if version < Microversion(39) {
        absolute["maxImageMeta"] = 128.into();
    }
    if version < Microversion(57) {
        absolute["maxPersonality"] = 5.into();
        absolute["maxPersonalitySize"] = 10240.into();
    }
    Ok(Json(
        json!({ "limits": { "rate": [], "absolute": absolute } }),
    ))
}
