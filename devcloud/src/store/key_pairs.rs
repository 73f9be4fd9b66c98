//! Key pairs. Names are compared without regard to case, as MariaDB and MySQL do.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};

/// A stored key pair; `created_at` is milliseconds since 1970.
#[derive(Clone)]
pub(crate) struct KeyPair {
    pub(crate) id: i64,
    pub(crate) user_id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) public_key: String,
    pub(crate) fingerprint: String,
    pub(crate) created_at: i64,
}

/// What became of an attempt to store a key pair.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Yes,
    NameTaken,
}

const COLUMNS: &str = "id, user_id, name, type, public_key, fingerprint, created_at";

fn key_pair(row: &Row<'_>) -> rusqlite::Result<KeyPair> {
    Ok(KeyPair {
        id: row.get(0)?,
        user_id: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        public_key: row.get(4)?,
        fingerprint: row.get(5)?,
        created_at: row.get(6)?,
    })
}

/// Stores a key pair; its `id` is given by the database.
pub(crate) fn insert(db: &Connection, pair: &KeyPair) -> rusqlite::Result<Stored> {
    let done = db
        .prepare_cached(
            "INSERT INTO key_pairs (user_id, name, type, public_key, fingerprint, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            pair.user_id,
            pair.name,
            pair.kind,
            pair.public_key,
            pair.fingerprint,
            pair.created_at
        ]);
    match done {
        Ok(_) => Ok(Stored::Yes),
        Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == ErrorCode::ConstraintViolation => {
            Ok(Stored::NameTaken)
        }
        Err(e) => Err(e),
    }
}

pub(crate) fn count(db: &Connection, user_id: &str) -> rusqlite::Result<i64> {
    db.query_row(
        "SELECT count(*) FROM key_pairs WHERE user_id = ?1",
        [user_id],
        |row| row.get(0),
    )
}

pub(crate) fn find(
    db: &Connection,
    user_id: &str,
    name: &str,
) -> rusqlite::Result<Option<KeyPair>> {
    let sql = format!("SELECT {COLUMNS} FROM key_pairs WHERE user_id = ?1 AND name = ?2");
    db.query_row(&sql, [user_id, name], key_pair).optional()
}

/// Deletes a key pair and tells whether there was one.
pub(crate) fn delete(db: &Connection, user_id: &str, name: &str) -> rusqlite::Result<bool> {
    let rows = db.execute(
        "DELETE FROM key_pairs WHERE user_id = ?1 AND name = ?2",
        [user_id, name],
    )?;
    Ok(rows > 0)
}

/// A user's key pairs by name, those after `marker`, at most `limit` of them.
pub(crate) fn list(
    db: &Connection,
    user_id: &str,
    marker: Option<&str>,
    limit: Option<i64>,
) -> rusqlite::Result<Vec<KeyPair>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM key_pairs WHERE user_id = ?1 AND (?2 IS NULL OR name > ?2)
         ORDER BY name LIMIT ?3"
    );
    db.prepare(&sql)?
        .query_map(params![user_id, marker, limit.unwrap_or(-1)], key_pair)?
        .collect()
}
