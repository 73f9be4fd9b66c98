//! Giving a server its ports.

use rusqlite::Connection;

use super::guests::find_group;
use super::refused::Refused;
use super::{addresses, default_group};
use crate::clock;
use crate::store::networks::{self, Network};
use crate::store::ports::{self, Port};

/// What a create request says under `networks`.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// `"auto"`, or nothing where that is allowed: the one network there is.
    Auto,
    /// `"none"`
    None,
    /// A list.
    These(Vec<Interface>),
}

/// One entry of the list.
#[derive(Clone, Debug)]
pub(crate) enum Interface {
    /// `uuid`, and perhaps `fixed_ip`.
    Network {
        id: String,
        fixed_ip: Option<String>,
    },
    /// `port`
    Port(String),
}

/// Makes a server's ports, or takes those that were named, and tells them in order. Ports that it makes get the named
/// security groups (by name or id), or the project's `default` when none is named; they are DOWN until
/// [`super::guests::set_active`].
///
/// When it refuses, what it did before is still there: the caller rolls back.
pub(crate) fn allocate(
    db: &Connection,
    project_id: &str,
    server: &str,
    wanted: &Wanted,
    groups: &[String],
) -> rusqlite::Result<Result<Vec<Port>, Refused>> {
    let groups = match resolve(db, project_id, groups)? {
        Ok(groups) => groups,
        Err(refused) => return Ok(Err(refused)),
    };
    let interfaces = match wanted {
        Wanted::None => Vec::new(),
        Wanted::These(interfaces) => interfaces.clone(),
        Wanted::Auto => match only_network(db, project_id)? {
            Ok(id) => vec![Interface::Network { id, fixed_ip: None }],
            Err(refused) => return Ok(Err(refused)),
        },
    };
    let mut made = Vec::new();
    for interface in interfaces {
        let port = match interface {
            Interface::Port(id) => take(db, project_id, server, id)?,
            Interface::Network { id, fixed_ip } => {
                make(db, project_id, server, id, fixed_ip, &groups)?
            }
        };
        match port {
            Ok(port) => made.push(port),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    Ok(Ok(made))
}

/// The ids of the named groups, or of `default` alone.
fn resolve(
    db: &Connection,
    project_id: &str,
    names: &[String],
) -> rusqlite::Result<Result<Vec<String>, Refused>> {
    if names.is_empty() {
        return Ok(Ok(vec![default_group::ensure(db, project_id)?.id]));
    }
    let mut ids = Vec::new();
    for name in names {
        match find_group(db, project_id, name)? {
            Ok(group) => ids.push(group.id),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    Ok(Ok(ids))
}

/// The network a server gets when none is named: the project's own ones and the shared ones must be one.
fn only_network(db: &Connection, project_id: &str) -> rusqlite::Result<Result<String, Refused>> {
    let all = networks::all(db)?;
    let mut usable = all.into_iter().filter(|network| {
        network.shared || (network.project_id == project_id && !network.external)
    });
    Ok(match (usable.next(), usable.next()) {
        (Some(network), None) => Ok(network.id),
        (Some(_), Some(_)) => Err(Refused::Ambiguous),
        (None, _) => Err(Refused::NoNetwork {
            project_id: project_id.to_owned(),
        }),
    })
}

/// A port that is there already.
fn take(
    db: &Connection,
    project_id: &str,
    server: &str,
    id: String,
) -> rusqlite::Result<Result<Port, Refused>> {
    let own = ports::find(db, &id)?.filter(|port| port.project_id == project_id);
    let Some(mut port) = own else {
        return Ok(Err(Refused::PortNotFound(id)));
    };
    if !port.device_id.is_empty() {
        return Ok(Err(Refused::PortInUse(id)));
    }
    port.device_id = server.to_owned();
    port.device_owner = "compute:nova".to_owned();
    port.updated_at = clock::now();
    ports::update(db, &port)?;
    Ok(Ok(port))
}

/// A new port.
fn make(
    db: &Connection,
    project_id: &str,
    server: &str,
    network_id: String,
    fixed_ip: Option<String>,
    groups: &[String],
) -> rusqlite::Result<Result<Port, Refused>> {
    let found = networks::find(db, &network_id)?;
    let Some(network) = found.filter(|network| network.visible_to(Some(project_id))) else {
        return Ok(Err(Refused::NetworkNotFound(network_id)));
    };
    if network.external && !network.shared && network.project_id != project_id {
        return Ok(Err(Refused::External(network_id)));
    }
    let address = match fixed_ip {
        Some(address) => match asked(db, &network, address)? {
            Ok(address) => address,
            Err(refused) => return Ok(Err(refused)),
        },
        None => match addresses::pick(db, &network)? {
            Some(address) => address.to_string(),
            None => return Ok(Err(Refused::NoMoreAddresses(network_id))),
        },
    };
    let now = clock::now();
    let port = Port {
        id: uuid::Uuid::new_v4().to_string(),
        project_id: project_id.to_owned(),
        network_id,
        name: String::new(),
        address,
        mac: addresses::mac(),
        device_id: server.to_owned(),
        device_owner: "compute:nova".to_owned(),
        status: "DOWN".to_owned(),
        made_by_nova: true,
        created_at: now,
        updated_at: now,
        revision: 1,
    };
    ports::insert(db, &port)?;
    ports::set_groups(db, &port.id, groups)?;
    Ok(Ok(port))
}

/// An address that was asked for, when it is the network's and free.
fn asked(
    db: &Connection,
    network: &Network,
    address: String,
) -> rusqlite::Result<Result<String, Refused>> {
    if let Some(port) = ports::at_address(db, &address)? {
        return Ok(Err(Refused::FixedIpInUse {
            address,
            server: port.device_id,
        }));
    }
    let free = ports::free_addresses(db, network)?;
    Ok(if free.iter().any(|free| free.to_string() == address) {
        Ok(address)
    } else {
        Err(Refused::FixedIpElsewhere {
            address,
            network_id: network.id.clone(),
        })
    })
}
