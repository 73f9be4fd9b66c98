//! What the servers' part asks of the network: ports for a server, its addresses, and whether SSH reaches it.
//!
//! All of it works on a connection, so that it can be part of the caller's transaction. Whoever changed something calls
//! [`super::Network::changed`] after the commit.

use rusqlite::Connection;

use super::default_group;
pub(crate) use super::refused::Refused;
pub(crate) use super::wanted::{Interface, Wanted, allocate};
use crate::clock;
use crate::store::security_groups::Group;
use crate::store::{floating_ips, networks, ports, security_groups};

/// Whether an address is the server's own or lent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Fixed,
    Floating,
}

impl Kind {
    /// The word of `OS-EXT-IPS:type`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Floating => "floating",
        }
    }
}

/// An address of a server. All are IPv4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) network_id: String,
    /// The network of the server's own address, for a floating one too, as Nova shows it.
    pub(crate) network_name: String,
    pub(crate) subnet_id: String,
    pub(crate) address: String,
    pub(crate) mac: String,
    pub(crate) kind: Kind,
    pub(crate) port_id: String,
    /// `ACTIVE` or `DOWN`
    pub(crate) port_status: String,
}

/// A server's addresses: by port in the order they were made, each fixed one before the floating one that leads to it.
pub(crate) fn addresses_of(db: &Connection, server: &str) -> rusqlite::Result<Vec<Address>> {
    let mut addresses = Vec::new();
    for port in ports::of_device(db, server)? {
        let Some(network) = networks::find(db, &port.network_id)? else {
            continue;
        };
        let fixed = Address {
            network_id: network.id,
            network_name: network.name,
            subnet_id: network.subnet_id,
            address: port.address,
            mac: port.mac,
            kind: Kind::Fixed,
            port_id: port.id,
            port_status: port.status,
        };
        let floating = floating_ips::of_port(db, &fixed.port_id)?;
        addresses.push(fixed.clone());
        if let Some(floating) = floating {
            addresses.push(Address {
                address: floating.address,
                kind: Kind::Floating,
                ..fixed
            });
        }
    }
    Ok(addresses)
}

/// Marks a server's ports as plugged in, or as not.
pub(crate) fn set_active(db: &Connection, server: &str, active: bool) -> rusqlite::Result<()> {
    for mut port in ports::of_device(db, server)? {
        port.status = if active { "ACTIVE" } else { "DOWN" }.to_owned();
        port.updated_at = clock::now();
        ports::update(db, &port)?;
    }
    Ok(())
}

/// Gives back a server's ports: those made for it go, others are free again, and so are floating addresses.
pub(crate) fn release(db: &Connection, server: &str) -> rusqlite::Result<()> {
    let now = clock::now();
    for mut port in ports::of_device(db, server)? {
        if port.made_by_nova {
            ports::delete(db, &port.id, now)?;
        } else {
            port.device_id = String::new();
            port.device_owner = String::new();
            port.status = "DOWN".to_owned();
            port.updated_at = now;
            ports::update(db, &port)?;
        }
    }
    Ok(())
}

/// The security groups of a server's ports, each once, by name.
pub(crate) fn security_groups_of(db: &Connection, server: &str) -> rusqlite::Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for port in ports::of_device(db, server)? {
        for id in ports::groups(db, &port.id)? {
            if !groups.iter().any(|group| group.id == id)
                && let Some(group) = security_groups::find(db, &id)?
            {
                groups.push(group);
            }
        }
    }
    groups.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(groups)
}

/// A project's security group by name or id.
pub(crate) fn find_group(
    db: &Connection,
    project_id: &str,
    named: &str,
) -> rusqlite::Result<Result<Group, Refused>> {
    default_group::ensure(db, project_id)?;
    let groups = security_groups::of_project(db, project_id)?;
    if let Some(group) = groups.iter().find(|group| group.id == named) {
        return Ok(Ok(group.clone()));
    }
    let mut found = groups.into_iter().filter(|group| group.name == named);
    Ok(match (found.next(), found.next()) {
        (Some(group), None) => Ok(group),
        (Some(_), Some(_)) => Err(Refused::SecurityGroupAmbiguous(named.to_owned())),
        (None, _) => Err(Refused::SecurityGroupNotFound(named.to_owned())),
    })
}

/// Puts a group on all of a server's ports, or takes it off; tells whether any port changed.
pub(crate) fn set_group(
    db: &Connection,
    server: &str,
    group_id: &str,
    on: bool,
) -> rusqlite::Result<bool> {
    let mut changed = false;
    for mut port in ports::of_device(db, server)? {
        let mut groups = ports::groups(db, &port.id)?;
        let has = groups.iter().any(|id| id == group_id);
        if has == on {
            continue;
        }
        groups.retain(|id| id != group_id);
        if on {
            groups.push(group_id.to_owned());
        }
        ports::set_groups(db, &port.id, &groups)?;
        port.updated_at = clock::now();
        ports::update(db, &port)?;
        changed = true;
    }
    Ok(changed)
}
