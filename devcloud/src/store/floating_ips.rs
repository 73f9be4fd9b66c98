//! Floating addresses: of an external network, lent to one port at a time.

use rusqlite::{Connection, OptionalExtension, Row, params};

/// A floating address; times are milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct FloatingIp {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) network_id: String,
    pub(crate) address: String,
    pub(crate) port_id: Option<String>,
    /// The router that takes its packets to the port.
    pub(crate) router_id: Option<String>,
    pub(crate) description: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) revision: i64,
}

const COLUMNS: &str = "id, project_id, network_id, address, port_id, router_id, description,
    created_at, updated_at, revision FROM floating_ips";

fn floating_ip(row: &Row<'_>) -> rusqlite::Result<FloatingIp> {
    Ok(FloatingIp {
        id: row.get(0)?,
        project_id: row.get(1)?,
        network_id: row.get(2)?,
        address: row.get(3)?,
        port_id: row.get(4)?,
        router_id: row.get(5)?,
        description: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        revision: row.get(9)?,
    })
}

/// Keeps a new one.
pub(crate) fn insert(db: &Connection, new: &FloatingIp) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO floating_ips VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            new.id,
            new.project_id,
            new.network_id,
            new.address,
            new.port_id,
            new.router_id,
            new.description,
            new.created_at,
            new.updated_at,
            new.revision
        ],
    )?;
    Ok(())
}

/// Writes down whose it is now and what is said of it.
pub(crate) fn update(db: &Connection, floating: &FloatingIp) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE floating_ips SET port_id = ?2, router_id = ?3, description = ?4, updated_at = ?5,
         revision = ?6 WHERE id = ?1",
        params![
            floating.id,
            floating.port_id,
            floating.router_id,
            floating.description,
            floating.updated_at,
            floating.revision
        ],
    )?;
    Ok(())
}

/// All of them, by id.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<FloatingIp>> {
    db.prepare(&format!("SELECT {COLUMNS} ORDER BY id"))?
        .query_map([], floating_ip)?
        .collect()
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<FloatingIp>> {
    let sql = format!("SELECT {COLUMNS} WHERE id = ?1");
    db.query_row(&sql, [id], floating_ip).optional()
}

/// The one that leads to a port.
pub(crate) fn of_port(db: &Connection, port_id: &str) -> rusqlite::Result<Option<FloatingIp>> {
    let sql = format!("SELECT {COLUMNS} WHERE port_id = ?1");
    db.query_row(&sql, [port_id], floating_ip).optional()
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM floating_ips WHERE id = ?1", [id])?;
    Ok(())
}
