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

/// Servers, virtual CPUs and MiB of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) instances: i64,
    pub(crate) cores: i64,
    pub(crate) ram: i64,
}

/// Nova's defaults for `[quota]`.
const DEFAULT_AMOUNTS: Amounts = Amounts {
    instances: 10,
    cores: 20,
    ram: 51_200,
};

/// What a project may have.
pub(crate) fn servers_of(db: &Connection, project_id: &str) -> rusqlite::Result<Amounts> {
    let instances = db
        .query_row(
            "SELECT instances FROM instance_quotas WHERE project_id = ?1",
            [project_id],
            |row| row.get(0),
        )
        .optional()?;
    Ok(Amounts {
        instances: instances.unwrap_or(DEFAULT_AMOUNTS.instances),
        ..DEFAULT_AMOUNTS
    })
}

/// Sets how many servers a project may have; -1 is no limit.
pub(crate) fn set_servers(
    db: &Connection,
    project_id: &str,
    instances: i64,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO instance_quotas VALUES (?1, ?2)
         ON CONFLICT (project_id) DO UPDATE SET instances = excluded.instances",
        params![project_id, instances],
    )?;
    Ok(())
}

/// What a project has.
pub(crate) fn servers_used(db: &Connection, project_id: &str) -> rusqlite::Result<Amounts> {
    let mut used = Amounts {
        instances: 0,
        cores: 0,
        ram: 0,
    };
    for server in super::servers::of_project(db, project_id)? {
        used.instances += 1;
        if let Some(flavor) = crate::compute::flavor(&server.flavor) {
            used.cores += flavor.vcpus;
            used.ram += flavor.ram;
        }
    }
    Ok(used)
}
