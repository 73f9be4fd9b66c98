//! Security groups and their rules.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use bytes::Bytes;
use http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::fault::Fault;
use super::{Caller, InPath, fits, view, wanted};
use crate::network::default_group;
use crate::store::security_groups::{self, Group, Rule};
use crate::{Cloud, clock};

fn missing(id: &str) -> Fault {
    Fault::not_found(
        "SecurityGroupNotFound",
        format!("Security group {id} does not exist"),
    )
}

/// The project's groups with their rules.
async fn groups(cloud: &Cloud, project: String) -> Result<Vec<(Group, Vec<Rule>)>, Fault> {
    let groups = cloud.store.run(move |db| {
        default_group::ensure(db, &project)?;
        let mut rows = Vec::new();
        for group in security_groups::of_project(db, &project)? {
            let rules = security_groups::rules(db, &group.id)?;
            rows.push((group, rules));
        }
        Ok(rows)
    });
    Ok(groups.await?)
}

pub(super) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Result<Json<Value>, Fault> {
    let names = wanted(&uri, "name");
    let rows = groups(&cloud, caller.project).await?;
    let rows = rows.iter().filter(|(group, _)| fits(&names, &group.name));
    Ok(Json(
        json!({ "security_groups": rows.map(|(group, rules)| view::group(group, rules)).collect::<Value>() }),
    ))
}

pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { id }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let rows = groups(&cloud, caller.project).await?;
    let (group, rules) = rows
        .iter()
        .find(|(group, _)| group.id == id)
        .ok_or_else(|| missing(&id))?;
    Ok(Json(json!({ "security_group": view::group(group, rules) })))
}

pub(super) async fn rules(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Result<Json<Value>, Fault> {
    let ids = wanted(&uri, "security_group_id");
    let rows = groups(&cloud, caller.project).await?;
    let rules = rows.iter().flat_map(|(_, rules)| rules);
    let rules = rules.filter(|rule| fits(&ids, &rule.group_id));
    Ok(Json(
        json!({ "security_group_rules": rules.map(view::rule).collect::<Value>() }),
    ))
}

/// A rule as a request wishes it.
fn read(body: &[u8], project: &str) -> Result<Rule, Fault> {
    let json: Value = serde_json::from_slice(body).map_err(|_| Fault::malformed())?;
    let wish = &json["security_group_rule"];
    let text = |name: &str| wish[name].as_str().map(str::to_owned);
    let required = |name: &str| {
        text(name).ok_or_else(|| {
            Fault::bad_request(format!(
                "Failed to parse request. Required attribute '{name}' not specified"
            ))
        })
    };
    let number = |name: &str| {
        wish[name]
            .as_i64()
            .or_else(|| wish[name].as_str()?.parse().ok())
    };
    let ethertype = text("ethertype").unwrap_or_else(|| "IPv4".to_owned());
    let prefix = text("remote_ip_prefix");
    if let Some(prefix) = &prefix {
        fits_family(prefix, &ethertype)?;
    }
    Ok(Rule {
        id: uuid::Uuid::new_v4().to_string(),
        project_id: project.to_owned(),
        group_id: required("security_group_id")?,
        direction: required("direction")?,
        ethertype,
        protocol: text("protocol"),
        port_min: number("port_range_min"),
        port_max: number("port_range_max"),
        remote_ip_prefix: prefix,
        remote_group_id: text("remote_group_id"),
        description: text("description").unwrap_or_default(),
        created_at: clock::now(),
    })
}

/// Refuses a prefix that is none, or of the other version of IP.
fn fits_family(prefix: &str, ethertype: &str) -> Result<(), Fault> {
    let (address, length) = prefix.split_once('/').unwrap_or((prefix, "0"));
    let address = address.parse::<std::net::IpAddr>().ok();
    let most = |address: &std::net::IpAddr| if address.is_ipv4() { 32 } else { 128 };
    let length = length.parse::<u8>().ok();
    let Some(address) =
        address.filter(|address| length.is_some_and(|length| length <= most(address)))
    else {
        let message = format!("Invalid CIDR {prefix} given as IP prefix.");
        return Err(Fault::new(StatusCode::BAD_REQUEST, "InvalidCIDR", message));
    };
    if address.is_ipv4() != (ethertype == "IPv4") {
        return Err(Fault::new(
            StatusCode::BAD_REQUEST,
            "SecurityGroupRuleParameterConflict",
            format!("Conflicting value ethertype {ethertype} for CIDR {prefix}"),
        ));
    }
    Ok(())
}

fn is_same(one: &Rule, other: &Rule) -> bool {
    one.direction == other.direction
        && one.ethertype == other.ethertype
        && one.protocol == other.protocol
        && (one.port_min, one.port_max) == (other.port_min, other.port_max)
        && one.remote_ip_prefix == other.remote_ip_prefix
        && one.remote_group_id == other.remote_group_id
}

pub(super) async fn create_rule(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Fault> {
    caller.may("create_security_group_rule")?;
    let rule = read(&body, &caller.project)?;
    let rows = groups(&cloud, caller.project).await?;
    let Some((_, rules)) = rows.iter().find(|(group, _)| group.id == rule.group_id) else {
        let id = rule.group_id.clone();
        let others = cloud.store.run(move |db| security_groups::find(db, &id));
        return Err(match others.await? {
            Some(_) => Fault::policy("create_security_group_rule"),
            None => missing(&rule.group_id),
        });
    };
    if let Some(same) = rules.iter().find(|there| is_same(there, &rule)) {
        return Err(Fault::conflict(
            "SecurityGroupRuleExists",
            format!(
                "Security group rule already exists. Rule id is {}.",
                same.id
            ),
        ));
    }
    let kept = rule.clone();
    cloud
        .store
        .run(move |db| security_groups::insert_rule(db, &kept))
        .await?;
    cloud.network.changed();
    Ok((
        StatusCode::CREATED,
        Json(json!({ "security_group_rule": view::rule(&rule) })),
    ))
}

pub(super) async fn delete_rule(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { id }): Path<InPath>,
) -> Result<StatusCode, Fault> {
    caller.may("delete_security_group_rule")?;
    let rows = groups(&cloud, caller.project).await?;
    let there = rows
        .iter()
        .any(|(_, rules)| rules.iter().any(|rule| rule.id == id));
    if !there {
        return Err(Fault::not_found(
            "SecurityGroupRuleNotFound",
            format!("Security group rule {id} does not exist"),
        ));
    }
    cloud
        .store
        .run(move |db| security_groups::delete_rule(db, &id).map(|_| ()))
        .await?;
    cloud.network.changed();
    Ok(StatusCode::NO_CONTENT)
}
