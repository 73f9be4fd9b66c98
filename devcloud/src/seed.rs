//! The users, projects and key pairs a new cloud has. All belong to the domain Default and the region
//! RegionOne; each user's password is the name followed by `-pw`.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::store::Store;

/// The only domain's id.
pub const DOMAIN_ID: &str = "default";
/// The only domain's name.
pub const DOMAIN: &str = "Default";
/// The only region.
pub const REGION: &str = "RegionOne";
/// Name of alice's application credential for the project demo.
pub const CREDENTIAL: &str = "browser-app";
/// Secret of that application credential.
pub const CREDENTIAL_SECRET: &str = "browser-app-secret";

/// bcrypt's least cost: these passwords are public, and tests sign in often.
const COST: u32 = 4;

const PROJECTS: [(&str, &str); 3] = [
    ("admin", "Bootstrap project for initializing the cloud."),
    ("demo", "Project of alice, bob and carol"),
    ("other", "A second project of alice"),
];

/// User, default project, roles by project.
type Seeded = (
    &'static str,
    Option<&'static str>,
    &'static [(&'static str, &'static str)],
);
const USERS: [Seeded; 5] = [
    ("admin", None, &[("admin", "admin"), ("demo", "admin")]),
    (
        "alice",
        Some("demo"),
        &[("demo", "member"), ("other", "member")],
    ),
    ("bob", Some("demo"), &[("demo", "member")]),
    ("carol", Some("demo"), &[("demo", "reader")]),
    ("dave", Some("demo"), &[]),
];

/// The id of a seeded thing: 32 hexadecimal digits, the same in every cloud.
fn stable_id(kind: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("devcloud {kind} {name}"));
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The id of a seeded user.
#[must_use]
pub fn user_id(name: &str) -> String {
    stable_id("user", name)
}

/// The id of a seeded project.
#[must_use]
pub fn project_id(name: &str) -> String {
    stable_id("project", name)
}

/// The id of a role.
#[must_use]
pub fn role_id(name: &str) -> String {
    stable_id("role", name)
}

/// The id of alice's application credential.
#[must_use]
pub fn credential_id() -> String {
    stable_id("application credential", CREDENTIAL)
}

/// The id of a catalog entry or of one of its endpoints.
pub(crate) fn catalog_id(name: &str) -> String {
    stable_id("catalog", name)
}

/// Puts in what is missing, so that a file made by an older version gains what it lacks.
pub(crate) fn seed(store: &Store) -> Result<(), Error> {
    let mut hashes = Vec::new();
    for (name, _, _) in USERS {
        hashes.push(bcrypt::hash(format!("{name}-pw"), COST)?);
    }
    let secret = bcrypt::hash(CREDENTIAL_SECRET, COST)?;
    store.run_now(|db| {
        let tx = db.transaction()?;
        insert(&tx, &hashes, &secret)?;
        tx.commit()
    })
}

fn insert(db: &Connection, hashes: &[String], secret: &str) -> rusqlite::Result<()> {
    for (name, description) in PROJECTS {
        db.execute(
            "INSERT OR IGNORE INTO projects VALUES (?1, ?2, ?3)",
            params![project_id(name), name, description],
        )?;
    }
    for ((name, default, roles), hash) in USERS.iter().zip(hashes) {
        db.execute(
            "INSERT OR IGNORE INTO users VALUES (?1, ?2, ?3, ?4)",
            params![user_id(name), name, hash, default.map(project_id)],
        )?;
        for (project, role) in *roles {
            db.execute(
                "INSERT OR IGNORE INTO assignments VALUES (?1, ?2, ?3)",
                params![user_id(name), project_id(project), role],
            )?;
        }
    }
    db.execute(
        "INSERT OR IGNORE INTO application_credentials VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            credential_id(),
            CREDENTIAL,
            user_id("alice"),
            project_id("demo"),
            secret
        ],
    )?;
    Ok(())
}
