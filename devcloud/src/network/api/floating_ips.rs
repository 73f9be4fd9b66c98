//! Floating addresses.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use bytes::Bytes;
use http::StatusCode;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::fault::Fault;
use super::{Caller, InPath, view};
use crate::network::addresses;
use crate::store::floating_ips::{self, FloatingIp};
use crate::store::{networks, ports};
use crate::{Cloud, clock};

type Outcome<T> = rusqlite::Result<Result<T, Fault>>;

fn missing(id: &str) -> Fault {
    Fault::not_found(
        "FloatingIPNotFound",
        format!("Floating IP {id} could not be found"),
    )
}

fn body(db: &Connection, ip: &FloatingIp) -> rusqlite::Result<Value> {
    let port = match &ip.port_id {
        Some(port) => ports::find(db, port)?,
        None => None,
    };
    Ok(view::floating_ip(ip, port.as_ref()))
}

fn shown(db: &Connection, ip: &FloatingIp) -> rusqlite::Result<Value> {
    Ok(json!({ "floatingip": body(db, ip)? }))
}

/// A floating address of the project's.
fn find(db: &Connection, project: &str, id: &str) -> Outcome<FloatingIp> {
    let found = floating_ips::find(db, id)?.filter(|ip| ip.project_id == project);
    Ok(found.ok_or_else(|| missing(id)))
}

/// Has an address lead to a port, or to none.
fn lead(db: &Connection, project: &str, ip: &mut FloatingIp, port_id: Option<&str>) -> Outcome<()> {
    let Some(port_id) = port_id else {
        ip.port_id = None;
        ip.router_id = None;
        return Ok(Ok(()));
    };
    let found = ports::find(db, port_id)?.filter(|port| port.project_id == project);
    let Some(port) = found else {
        return Ok(Err(Fault::not_found(
            "PortNotFound",
            format!("Port {port_id} could not be found."),
        )));
    };
    if let Some(other) = floating_ips::of_port(db, port_id)?
        && other.id != ip.id
    {
        return Ok(Err(Fault::conflict(
            "FloatingIPPortAlreadyAssociated",
            format!(
                "Cannot associate floating IP {} ({}) with port {port_id} using fixed IP {}, as that fixed IP already has a floating IP on external network {}.",
                ip.address, ip.id, port.address, ip.network_id
            ),
        )));
    }
    let router = networks::router_between(db, &port.network_id, &ip.network_id)?;
    let Some(router) = router else {
        let subnet = networks::find(db, &port.network_id)?
            .map(|network| network.subnet_id)
            .unwrap_or_default();
        return Ok(Err(Fault::not_found(
            "ExternalGatewayForFloatingIPNotFound",
            format!(
                "External network {} is not reachable from subnet {subnet}.  Therefore, cannot associate Port {port_id} with a Floating IP.",
                ip.network_id
            ),
        )));
    };
    ip.port_id = Some(port_id.to_owned());
    ip.router_id = Some(router);
    Ok(Ok(()))
}

pub(super) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Value>, Fault> {
    let rows = cloud
        .store
        .run(move |db| {
            let mut rows = Vec::new();
            for ip in floating_ips::all(db)? {
                if ip.project_id == caller.project {
                    rows.push(body(db, &ip)?);
                }
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(json!({ "floatingips": rows })))
}

pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { id }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let found = cloud
        .store
        .run(move |db| {
            Ok(match find(db, &caller.project, &id)? {
                Ok(ip) => Ok(shown(db, &ip)?),
                Err(fault) => Err(fault),
            })
        })
        .await?;
    found.map(Json)
}

fn wish(body: &[u8]) -> Result<Value, Fault> {
    let json: Value = serde_json::from_slice(body).map_err(|_| Fault::malformed())?;
    Ok(json["floatingip"].clone())
}

pub(super) async fn create(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Fault> {
    caller.may("create_floatingip")?;
    let wish = wish(&body)?;
    let Some(network_id) = wish["floating_network_id"].as_str().map(str::to_owned) else {
        return Err(Fault::bad_request(
            "Failed to parse request. Required attribute 'floating_network_id' not specified",
        ));
    };
    let port_id = wish["port_id"].as_str().map(str::to_owned);
    let description = wish["description"].as_str().unwrap_or_default().to_owned();
    let made = cloud
        .store
        .run(move |db| {
            let tx = db.transaction()?;
            let found = networks::find(&tx, &network_id)?;
            let Some(network) = found.filter(|network| network.visible_to(Some(&caller.project)))
            else {
                return Ok(Err(Fault::not_found(
                    "NetworkNotFound",
                    format!("Network {network_id} could not be found."),
                )));
            };
            if !network.external {
                let message = format!(
                    "Bad floatingip request: Network {network_id} is not a valid external network."
                );
                let status = StatusCode::BAD_REQUEST;
                return Ok(Err(Fault::new(status, "BadRequest", message)));
            }
            let Some(address) = addresses::pick(&tx, &network)? else {
                return Ok(Err(Fault::conflict(
                    "IpAddressGenerationFailure",
                    format!("No more IP addresses available on network {network_id}."),
                )));
            };
            let now = clock::now();
            let mut ip = FloatingIp {
                id: uuid::Uuid::new_v4().to_string(),
                project_id: caller.project.clone(),
                network_id,
                address: address.to_string(),
                port_id: None,
                router_id: None,
                description,
                created_at: now,
                updated_at: now,
                revision: 0,
            };
            if let Err(fault) = lead(&tx, &caller.project, &mut ip, port_id.as_deref())? {
                return Ok(Err(fault));
            }
            floating_ips::insert(&tx, &ip)?;
            let body = shown(&tx, &ip)?;
            tx.commit()?;
            Ok(Ok(body))
        })
        .await??;
    cloud.network.changed();
    Ok((StatusCode::CREATED, Json(made)))
}

pub(super) async fn update(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { id }): Path<InPath>,
    body: Bytes,
) -> Result<Json<Value>, Fault> {
    caller.may("update_floatingip")?;
    let wish = wish(&body)?;
    let now = cloud
        .store
        .run(move |db| {
            let tx = db.transaction()?;
            let mut ip = match find(&tx, &caller.project, &id)? {
                Ok(ip) => ip,
                Err(fault) => return Ok(Err(fault)),
            };
            if let Some(port) = wish.get("port_id")
                && let Err(fault) = lead(&tx, &caller.project, &mut ip, port.as_str())?
            {
                return Ok(Err(fault));
            }
            ip.updated_at = clock::now();
            ip.revision += 1;
            floating_ips::update(&tx, &ip)?;
            let body = shown(&tx, &ip)?;
            tx.commit()?;
            Ok(Ok(body))
        })
        .await??;
    cloud.network.changed();
    Ok(Json(now))
}

pub(super) async fn delete(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { id }): Path<InPath>,
) -> Result<StatusCode, Fault> {
    caller.may("delete_floatingip")?;
    cloud
        .store
        .run(move |db| {
            Ok(match find(db, &caller.project, &id)? {
                Ok(ip) => Ok(floating_ips::delete(db, &ip.id)?),
                Err(fault) => Err(fault),
            })
        })
        .await??;
    cloud.network.changed();
    Ok(StatusCode::NO_CONTENT)
}
