//! How many key pairs a user may have.

use rusqlite::{Connection, OptionalExtension, params};

/// Nova's default for `[quota] key_pairs`.
pub(crate) const DEFAULT_KEY_PAIRS: i64 = 100;

/// Whose quota is set.
#[derive(Clone, Copy)]
pub(crate) enum Scope {
    User,
    Project,
}

impl Scope {
    fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Project => "project",
        }
    }
}

/// Sets a quota; -1 is no limit.
pub(crate) fn set(db: &Connection, scope: Scope, id: &str, key_pairs: i64) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO key_pair_quotas VALUES (?1, ?2, ?3)
         ON CONFLICT (scope, id) DO UPDATE SET key_pairs = excluded.key_pairs",
        params![scope.word(), id, key_pairs],
    )?;
    Ok(())
}

fn get(db: &Connection, scope: Scope, id: &str) -> rusqlite::Result<Option<i64>> {
    db.query_row(
        "SELECT key_pairs FROM key_pair_quotas WHERE scope = ?1 AND id = ?2",
        [scope.word(), id],
        |row| row.get(0),
    )
    .optional()
}

/// A project's quota.
pub(crate) fn of_project(db: &Connection, project_id: &str) -> rusqlite::Result<i64> {
    Ok(get(db, Scope::Project, project_id)?.unwrap_or(DEFAULT_KEY_PAIRS))
}

/// The quota that holds for a user: the user's own, else the project's, else the default.
pub(crate) fn of_user(
    db: &Connection,
    user_id: &str,
    project_id: Option<&str>,
) -> rusqlite::Result<i64> {
    if let Some(own) = get(db, Scope::User, user_id)? {
        return Ok(own);
    }
    match project_id {
        Some(id) => of_project(db, id),
        None => Ok(DEFAULT_KEY_PAIRS),
    }
}
