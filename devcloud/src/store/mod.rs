//! The SQLite database: opening it, and running work on it.

pub(crate) mod factors;
pub(crate) mod floating_ips;
pub(crate) mod images;
pub(crate) mod key_pairs;
pub(crate) mod networks;
pub(crate) mod ports;
pub(crate) mod quotas;
pub(crate) mod security_groups;
pub(crate) mod servers;
pub(crate) mod tokens;
pub(crate) mod users;

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::config::Db;
use crate::error::Error;

/// One connection, used by one caller at a time. A commit is on disk before it returns.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    pub(crate) fn open(db: &Db) -> Result<Self, Error> {
        let connection = match db {
            Db::Memory => Connection::open_in_memory()?,
            Db::File(path) => Connection::open(path)?,
        };
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.create_collation("general_ci", general_ci)?;
        for schema in [
            include_str!("schema.sql"),
            include_str!("network.sql"),
            include_str!("image.sql"),
        ] {
            connection.execute_batch(schema)?;
        }
        add_column(
            &connection,
            "application_credentials",
            "expires_at",
            "INTEGER",
        )?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Runs `work` on this thread; for callers outside the server.
    pub(crate) fn run_now<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        // A panic while the lock was held has rolled its transaction back: the connection is sound.
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(work(&mut connection)?)
    }

    /// Runs `work` where it may block, so that a slow disk holds up no other request.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.run_now(work))
            .await
            .map_err(|_| Error::Cancelled)?
    }
}

/// Adds a column that a file made by an older version lacks.
fn add_column(db: &Connection, table: &str, column: &str, kind: &str) -> rusqlite::Result<()> {
    let there: bool = db.query_row(
        "SELECT count(*) > 0 FROM pragma_table_info(?1) WHERE name = ?2",
        [table, column],
        |row| row.get(0),
    )?;
    if !there {
        db.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column} {kind}"))?;
    }
    Ok(())
}

/// The order of MariaDB's `utf8mb3_general_ci` for the letters a key pair's name may have: as if all were
/// upper case, so that `_` comes after the letters.
fn general_ci(a: &str, b: &str) -> Ordering {
    let upper = |text: &str| {
        text.chars()
            .map(|c| c.to_ascii_uppercase())
            .collect::<Vec<_>>()
    };
    upper(a).cmp(&upper(b))
}
