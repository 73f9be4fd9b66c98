//! Servers: each is one JSON document, with what is looked for beside it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Why a server is in error.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) at: i64,
}

/// A server. Times are milliseconds since 1970.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Server {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) user_id: String,
    pub(crate) name: String,
    /// `None` when it boots from a volume.
    pub(crate) image_id: Option<String>,
    /// What it was made of, a volume or not.
    pub(crate) made_of: String,
    /// The flavor's id.
    pub(crate) flavor: String,
    pub(crate) key_name: Option<String>,
    /// The public key that was put into it.
    pub(crate) public_key: Option<String>,
    /// What the guest accepts: changed by whoever is logged in.
    pub(crate) authorized_keys: String,
    pub(crate) user_data: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) zone: String,
    pub(crate) metadata: serde_json::Map<String, serde_json::Value>,
    pub(crate) status: String,
    pub(crate) task: Option<String>,
    pub(crate) failure: Option<Failure>,
    /// The request that made it.
    pub(crate) request_id: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) launched_at: Option<i64>,
    /// When it booted for the first time since its disk was written.
    pub(crate) first_boot_at: Option<i64>,
    /// When it last began to boot.
    pub(crate) booted_at: Option<i64>,
    /// The guest's host keys, as one text; a rebuild makes new ones.
    pub(crate) host_keys: Option<String>,
    /// What `os-server-password` tells: base64.
    pub(crate) sealed_password: String,
    /// The same as the guest knows it.
    pub(crate) password: Option<String>,
}

fn server(row: &Row<'_>) -> rusqlite::Result<Server> {
    let text: String = row.get(0)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn text(server: &Server) -> rusqlite::Result<String> {
    serde_json::to_string(server)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

pub(crate) fn insert(db: &Connection, server: &Server) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO servers (id, project_id, body) VALUES (?1, ?2, ?3)",
        params![server.id, server.project_id, text(server)?],
    )?;
    Ok(())
}

pub(crate) fn update(db: &Connection, server: &Server) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE servers SET body = ?2 WHERE id = ?1",
        params![server.id, text(server)?],
    )?;
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM servers WHERE id = ?1", [id])?;
    Ok(())
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Server>> {
    db.query_row("SELECT body FROM servers WHERE id = ?1", [id], server)
        .optional()
}

/// A project's servers, the newest first.
pub(crate) fn of_project(db: &Connection, project_id: &str) -> rusqlite::Result<Vec<Server>> {
    db.prepare("SELECT body FROM servers WHERE project_id = ?1 ORDER BY number DESC")?
        .query_map([project_id], server)?
        .collect()
}

/// All of them.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Server>> {
    db.prepare("SELECT body FROM servers ORDER BY number")?
        .query_map([], server)?
        .collect()
}
