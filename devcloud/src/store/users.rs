//! Users, projects, roles and application credentials.

use rusqlite::{Connection, OptionalExtension, Row, params};

/// A user of the domain Default.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) password_hash: String,
    pub(crate) default_project: Option<String>,
}

/// A project of the domain Default.
#[derive(Clone)]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

/// An application credential: a secret that stands for one user in one project.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) user_id: String,
    pub(crate) project_id: String,
    pub(crate) secret_hash: String,
    /// Milliseconds since 1970.
    pub(crate) expires_at: Option<i64>,
}

/// How a request names a thing.
#[derive(Clone, Debug)]
pub(crate) enum Named {
    Id(String),
    Name(String),
}

impl Named {
    /// The value and the column it is looked up in.
    fn parts(&self) -> (&str, &'static str) {
        match self {
            Self::Id(id) => (id, "id"),
            Self::Name(name) => (name, "name"),
        }
    }
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        password_hash: row.get(2)?,
        default_project: row.get(3)?,
    })
}

fn project(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
    })
}

pub(crate) fn find_user(db: &Connection, named: &Named) -> rusqlite::Result<Option<User>> {
    let (value, column) = named.parts();
    let sql =
        format!("SELECT id, name, password_hash, default_project FROM users WHERE {column} = ?1");
    db.query_row(&sql, [value], user).optional()
}

pub(crate) fn find_project(db: &Connection, named: &Named) -> rusqlite::Result<Option<Project>> {
    let (value, column) = named.parts();
    let sql = format!("SELECT id, name, description FROM projects WHERE {column} = ?1");
    db.query_row(&sql, [value], project).optional()
}

/// The projects in which a user has a role, by name.
pub(crate) fn projects_of(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<Project>> {
    db.prepare(
        "SELECT id, name, description FROM projects
         WHERE id IN (SELECT project_id FROM assignments WHERE user_id = ?1) ORDER BY name",
    )?
    .query_map([user_id], project)?
    .collect()
}

/// The roles given to a user in a project, without those they imply.
pub(crate) fn roles(
    db: &Connection,
    user_id: &str,
    project_id: &str,
) -> rusqlite::Result<Vec<String>> {
    db.prepare("SELECT role FROM assignments WHERE user_id = ?1 AND project_id = ?2 ORDER BY role")?
        .query_map([user_id, project_id], |row| row.get(0))?
        .collect()
}

fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    Ok(Credential {
        id: row.get(0)?,
        name: row.get(1)?,
        user_id: row.get(2)?,
        project_id: row.get(3)?,
        secret_hash: row.get(4)?,
        expires_at: row.get(5)?,
    })
}

/// An application credential by its id, or by its name and its owner.
pub(crate) fn find_credential(
    db: &Connection,
    named: &Named,
    owner: Option<&str>,
) -> rusqlite::Result<Option<Credential>> {
    let (value, column) = named.parts();
    let sql = format!(
        "SELECT id, name, user_id, project_id, secret_hash, expires_at FROM application_credentials
         WHERE {column} = ?1 AND (?2 IS NULL OR user_id = ?2)"
    );
    db.query_row(&sql, params![value, owner], credential)
        .optional()
}
