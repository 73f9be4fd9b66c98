//! Ports: where something is plugged into a network, each with one address.

use std::net::Ipv4Addr;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::networks::{self, Network};

/// A port; times are milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) network_id: String,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) mac: String,
    /// The server or router that it is of; empty when it is free.
    pub(crate) device_id: String,
    pub(crate) device_owner: String,
    pub(crate) status: String,
    /// Whether it was made for its server and goes when the server does.
    pub(crate) made_by_nova: bool,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) revision: i64,
}

const COLUMNS: &str = "id, project_id, network_id, name, address, mac, device_id, device_owner,
    status, made_by_nova, created_at, updated_at, revision FROM ports";

fn port(row: &Row<'_>) -> rusqlite::Result<Port> {
    Ok(Port {
        id: row.get(0)?,
        project_id: row.get(1)?,
        network_id: row.get(2)?,
        name: row.get(3)?,
        address: row.get(4)?,
        mac: row.get(5)?,
        device_id: row.get(6)?,
        device_owner: row.get(7)?,
        status: row.get(8)?,
        made_by_nova: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
        revision: row.get(12)?,
    })
}

/// Keeps a new port.
pub(crate) fn insert(db: &Connection, new: &Port) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO ports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            new.id,
            new.project_id,
            new.network_id,
            new.name,
            new.address,
            new.mac,
            new.device_id,
            new.device_owner,
            new.status,
            new.made_by_nova,
            new.created_at,
            new.updated_at,
            new.revision
        ],
    )?;
    Ok(())
}

/// Writes down name, device and status of a port that is there.
pub(crate) fn update(db: &Connection, port: &Port) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE ports SET name = ?2, device_id = ?3, device_owner = ?4, status = ?5, updated_at = ?6,
         revision = revision + 1 WHERE id = ?1",
        params![
            port.id,
            port.name,
            port.device_id,
            port.device_owner,
            port.status,
            port.updated_at
        ],
    )?;
    Ok(())
}

/// All ports, by id.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Port>> {
    db.prepare(&format!("SELECT {COLUMNS} ORDER BY id"))?
        .query_map([], port)?
        .collect()
}

/// A server's or a router's ports, in the order they were made.
pub(crate) fn of_device(db: &Connection, device_id: &str) -> rusqlite::Result<Vec<Port>> {
    let sql = format!("SELECT {COLUMNS} WHERE device_id = ?1 ORDER BY rowid");
    db.prepare(&sql)?.query_map([device_id], port)?.collect()
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Port>> {
    let sql = format!("SELECT {COLUMNS} WHERE id = ?1");
    db.query_row(&sql, [id], port).optional()
}

/// The port that has an address.
pub(crate) fn at_address(db: &Connection, address: &str) -> rusqlite::Result<Option<Port>> {
    let sql = format!("SELECT {COLUMNS} WHERE address = ?1");
    db.query_row(&sql, [address], port).optional()
}

/// Deletes a port. A floating address that was on it is free again.
pub(crate) fn delete(db: &Connection, id: &str, now: i64) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE floating_ips SET port_id = NULL, router_id = NULL, updated_at = ?2,
         revision = revision + 1 WHERE port_id = ?1",
        params![id, now],
    )?;
    db.execute("DELETE FROM ports WHERE id = ?1", [id])?;
    Ok(())
}

/// The addresses of a network that nobody has, lowest first: `.2` to `.254`, for `.1` is the gateway's.
pub(crate) fn free_addresses(
    db: &Connection,
    network: &Network,
) -> rusqlite::Result<Vec<Ipv4Addr>> {
    let Some(octet) = networks::octet(db)? else {
        return Ok(Vec::new());
    };
    let taken: std::collections::HashSet<String> = db
        .prepare("SELECT address FROM ports UNION SELECT address FROM floating_ips")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok((2..=254)
        .map(|last| Ipv4Addr::new(127, octet, network.number, last))
        .filter(|address| !taken.contains(&address.to_string()))
        .collect())
}

/// The security groups of a port, by id.
pub(crate) fn groups(db: &Connection, port_id: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare("SELECT group_id FROM port_security_groups WHERE port_id = ?1 ORDER BY group_id")?
        .query_map([port_id], |row| row.get(0))?
        .collect()
}

/// Replaces the security groups of a port.
pub(crate) fn set_groups(
    db: &Connection,
    port_id: &str,
    groups: &[String],
) -> rusqlite::Result<()> {
    db.execute(
        "DELETE FROM port_security_groups WHERE port_id = ?1",
        [port_id],
    )?;
    for group in groups {
        db.execute(
            "INSERT OR IGNORE INTO port_security_groups VALUES (?1, ?2)",
            [port_id, group],
        )?;
    }
    Ok(())
}
