//! Networks, their subnets, and the routers between them.

use rusqlite::{Connection, OptionalExtension, Row, params};

/// A network with its one subnet; `created_at` is milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) name: String,
    /// Whether every project may put servers on it.
    pub(crate) shared: bool,
    /// Whether it is where floating addresses come from. Everybody sees it.
    pub(crate) external: bool,
    pub(crate) created_at: i64,
    pub(crate) subnet_id: String,
    pub(crate) subnet_name: String,
    /// The third number of its addresses.
    pub(crate) number: u8,
}

impl Network {
    /// Whether a project sees it.
    pub(crate) fn visible_to(&self, project_id: Option<&str>) -> bool {
        self.shared || self.external || Some(self.project_id.as_str()) == project_id
    }
}

/// A router: its interfaces are ports.
#[derive(Clone, Debug)]
pub(crate) struct Router {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) name: String,
    /// The external network it leads to.
    pub(crate) external_id: String,
    pub(crate) created_at: i64,
}

const COLUMNS: &str = "networks.id, networks.project_id, networks.name, networks.shared,
    networks.external, networks.created_at, subnets.id, subnets.name, subnets.number
    FROM networks JOIN subnets ON subnets.network_id = networks.id";

fn network(row: &Row<'_>) -> rusqlite::Result<Network> {
    Ok(Network {
        id: row.get(0)?,
        project_id: row.get(1)?,
        name: row.get(2)?,
        shared: row.get(3)?,
        external: row.get(4)?,
        created_at: row.get(5)?,
        subnet_id: row.get(6)?,
        subnet_name: row.get(7)?,
        number: row.get(8)?,
    })
}

/// Keeps a network with its subnet, unless it is there already.
pub(crate) fn insert(db: &Connection, new: &Network) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO networks VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            new.id,
            new.project_id,
            new.name,
            new.shared,
            new.external,
            new.created_at
        ],
    )?;
    db.execute(
        "INSERT OR IGNORE INTO subnets VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            new.subnet_id,
            new.id,
            new.subnet_name,
            new.number,
            new.created_at
        ],
    )?;
    Ok(())
}

/// Keeps a router, unless it is there already.
pub(crate) fn insert_router(db: &Connection, new: &Router) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO routers VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            new.id,
            new.project_id,
            new.name,
            new.external_id,
            new.created_at
        ],
    )?;
    Ok(())
}

/// All networks, by id.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Network>> {
    db.prepare(&format!("SELECT {COLUMNS} ORDER BY networks.id"))?
        .query_map([], network)?
        .collect()
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Network>> {
    let sql = format!("SELECT {COLUMNS} WHERE networks.id = ?1");
    db.query_row(&sql, [id], network).optional()
}

/// The router that leads from a network to an external one.
pub(crate) fn router_between(
    db: &Connection,
    network_id: &str,
    external_id: &str,
) -> rusqlite::Result<Option<String>> {
    db.query_row(
        "SELECT routers.id FROM routers JOIN ports ON ports.device_id = routers.id
         WHERE ports.network_id = ?1 AND ports.device_owner = 'network:router_interface'
         AND routers.external_id = ?2 ORDER BY routers.id",
        [network_id, external_id],
        |row| row.get(0),
    )
    .optional()
}

/// The number that all addresses of this region begin with behind `127.`, when it has been chosen.
pub(crate) fn octet(db: &Connection) -> rusqlite::Result<Option<u8>> {
    db.query_row("SELECT octet FROM address_blocks", [], |row| row.get(0))
        .optional()
}

/// Keeps that number for good.
pub(crate) fn set_octet(db: &Connection, octet: u8) -> rusqlite::Result<()> {
    db.execute("INSERT INTO address_blocks VALUES (?1)", [octet])?;
    Ok(())
}
