//! Looking at servers, and deleting one.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use regex::Regex;
use serde_json::{Value, json};

use super::view::View;
use super::{InPath, find, life, may_write, project};
use crate::Cloud;
use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::pipeline::Caller;
use crate::compute::python;
use crate::compute::query::Query;
use crate::identity::base_url;
use crate::network::guests;
use crate::store::servers::{self, Server};

const KNOWN: [&str; 14] = [
    "limit",
    "marker",
    "name",
    "status",
    "key_name",
    "image",
    "flavor",
    "sort_key",
    "sort_dir",
    "all_tenants",
    "changes-since",
    "ip",
    "availability_zone",
    "description",
];

/// Refuses what the version does not know, or passes over it.
fn check(query: &mut Query, version: Microversion) -> Result<(), Fault> {
    // Before, only administrators may search by these.
    let open = ["availability_zone", "key_name", "description"];
    let known = |name: &&&str| version >= Microversion(83) || !open.contains(name);
    let heeded: Vec<&str> = KNOWN.iter().filter(known).copied().collect();
    let extra = query.unknown(&KNOWN);
    let verb = match extra.len() {
        _ if version < Microversion(75) => return query.check(version, &heeded),
        0 => {
            query.keep(&heeded);
            return Ok(());
        }
        1 => "does",
        _ => "do",
    };
    let extra: Vec<String> = extra.iter().map(|name| python::repr_text(name)).collect();
    Err(Fault::bad_request(format!(
        "{} {verb} not match any of the regexes: '^_'",
        extra.join(", ")
    )))
}

/// Whether a server is one of those that the query asks for.
fn is_wanted(query: &Query, server: &Server) -> Result<bool, Fault> {
    let equal = |name: &str, value: Option<&str>| {
        query.get(name).is_none_or(|wanted| value == Some(wanted))
    };
    // The database is asked whether the expression is anywhere in the value.
    let like = |name: &str, value: Option<&str>| match query.get(name) {
        None => Ok(true),
        Some(pattern) => Regex::new(pattern)
            .map(|pattern| value.is_some_and(|value| pattern.is_match(value)))
            .map_err(|_| Fault::bad_request("Invalid filter field: invalid regular expression")),
    };
    let named = like("name", Some(&server.name))? && like("key_name", server.key_name.as_deref())?;
    let status = query
        .get("status")
        .is_none_or(|wanted| wanted.eq_ignore_ascii_case(&server.status));
    Ok(named
        && status
        && equal("image", server.image_id.as_deref())
        && equal("flavor", Some(&server.flavor)))
}

/// The page that the query asks for, and whether it is full.
async fn page(cloud: &Cloud, caller: &Caller, query: &Query) -> Result<(Vec<Server>, bool), Fault> {
    let limit = usize::try_from(query.limit(1000)?).unwrap_or(usize::MAX);
    let project = project(caller)?;
    let all = cloud
        .store
        .run(move |db| servers::of_project(db, &project))
        .await?;
    let start = match query.get("marker") {
        None => 0,
        Some(marker) => {
            let at = all.iter().position(|server| server.id == marker);
            at.ok_or_else(|| Fault::bad_request(format!("marker [{marker}] not found")))? + 1
        }
    };
    let mut page = Vec::new();
    for server in &all[start..] {
        if page.len() < limit && is_wanted(query, server)? {
            page.push(server.clone());
        }
    }
    let full = limit > 0 && page.len() == limit;
    Ok((page, full))
}

async fn listed(
    cloud: Arc<Cloud>,
    caller: Caller,
    version: Microversion,
    raw: Option<String>,
    root: String,
    detail: bool,
) -> Result<Json<Value>, Fault> {
    let mut query = Query::parse(raw.as_deref());
    check(&mut query, version)?;
    let (page, full) = page(&cloud, &caller, &query).await?;
    let next = page
        .last()
        .filter(|_| full)
        .map(|last| query.next_page(&last.id));
    let path = if detail {
        "/servers/detail"
    } else {
        "/servers"
    };
    let link = next.map(
        |next| json!([{ "rel": "next", "href": format!("{root}/compute/v2.1{path}?{next}") }]),
    );
    let rows: Vec<Value> = cloud
        .store
        .run(move |db| {
            let view = View {
                db,
                root: &root,
                version,
            };
            let row = |server: &Server| match detail {
                true => view.full(server),
                false => Ok(view.short(server)),
            };
            page.iter().map(row).collect()
        })
        .await?;
    let mut body = json!({ "servers": rows });
    if let Some(link) = link {
        body["servers_links"] = link;
    }
    Ok(Json(body))
}

/// `GET /servers`
pub(super) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    listed(cloud, caller, version, raw, base_url(&headers), false).await
}

/// `GET /servers/detail`
pub(super) async fn detail(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    listed(cloud, caller, version, raw, base_url(&headers), true).await
}

/// `GET /servers/ID`
pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { server }): Path<InPath>,
    headers: HeaderMap,
) -> Result<Json<Value>, Fault> {
    let server = find(&cloud, &caller, &server).await?;
    let root = base_url(&headers);
    let body = cloud
        .store
        .run(move |db| {
            View {
                db,
                root: &root,
                version,
            }
            .alone(&server)
        })
        .await?;
    Ok(Json(json!({ "server": body })))
}

/// `DELETE /servers/ID`
pub(super) async fn delete(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { server }): Path<InPath>,
) -> Result<Response, Fault> {
    may_write(&caller, "servers:delete")?;
    let server = find(&cloud, &caller, &server).await?;
    life::delete(&cloud, server).await?;
    Ok((StatusCode::NO_CONTENT, [(CONTENT_TYPE, "application/json")]).into_response())
}

/// `GET /servers/ID/os-security-groups`
pub(super) async fn security_groups(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { server }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let server = find(&cloud, &caller, &server).await?;
    let groups = cloud
        .store
        .run(move |db| guests::security_groups_of(db, &server.id))
        .await?;
    let body = groups.iter().map(|group| {
        json!({ "id": group.id, "name": group.name, "description": group.description, "tenant_id": group.project_id, "rules": [] })
    });
    Ok(Json(json!({ "security_groups": body.collect::<Value>() })))
}

/// `GET /servers/ID/os-interface`
pub(super) async fn interfaces(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { server }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let server = find(&cloud, &caller, &server).await?;
    let list = cloud
        .store
        .run(move |db| guests::addresses_of(db, &server.id))
        .await?;
    let fixed = list
        .iter()
        .filter(|address| address.kind == guests::Kind::Fixed);
    let body = fixed.map(|address| {
        let mut body = json!({
            "net_id": address.network_id, "port_id": address.port_id, "mac_addr": address.mac,
            "port_state": address.port_status,
            "fixed_ips": [{ "subnet_id": address.subnet_id, "ip_address": address.address }],
        });
        if version >= Microversion(70) {
            body["tag"] = Value::Null;
        }
        body
    });
    Ok(Json(
        json!({ "interfaceAttachments": body.collect::<Value>() }),
    ))
}

/// `GET /servers/ID/os-instance-actions`: that it was created, and whether that failed.
pub(super) async fn actions(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { server }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let server = find(&cloud, &caller, &server).await?;
    let mut action = json!({
        "action": "create",
        "instance_uuid": server.id,
        "request_id": server.request_id,
        "user_id": server.user_id,
        "project_id": server.project_id,
        "start_time": crate::clock::nova(server.created_at),
        "message": server.failure.as_ref().map(|_| "Error"),
    });
    if version >= Microversion(58) {
        let ended = server.launched_at.unwrap_or(server.updated_at);
        action["updated_at"] = crate::clock::nova(ended).into();
    }
    Ok(Json(json!({ "instanceActions": [action] })))
}
