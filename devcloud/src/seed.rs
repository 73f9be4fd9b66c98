//! The users, projects and key pairs a new cloud has. All belong to the domain Default and the region
//! RegionOne; each user's password is the name followed by `-pw`.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::region::Region;
use crate::store::Store;
use crate::{clock, totp};

/// The only domain's id.
pub const DOMAIN_ID: &str = "default";
/// The only domain's name.
pub const DOMAIN: &str = "Default";
/// The first region, which holds where none is named.
pub const REGION: &str = "RegionOne";
/// The second region, with key pairs, servers, images and networks of its own.
pub const SECOND_REGION: &str = "RegionTwo";
/// Name of alice's application credential for the project demo.
pub const CREDENTIAL: &str = "browser-app";
/// Secret of that application credential.
pub const CREDENTIAL_SECRET: &str = "browser-app-secret";
/// Name of another one of alice's, with the same secret, which expired in 2020.
pub const EXPIRED_CREDENTIAL: &str = "expired-app";
/// The user who needs a one-time code beside the password.
pub const TOTP_USER: &str = "erin";
/// The secret of all one-time codes here, in base32 as an authenticator takes it.
pub const TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// The user of Rackspace's identity service.
pub const RACKSPACE_USER: &str = "rackspace";
/// The user of Rackspace's identity service who needs a passcode beside the password.
pub const RACKSPACE_MFA_USER: &str = "rackspace-mfa";
/// The API key of both.
pub const RACKSPACE_API_KEY: &str = "0123456789abcdef0123456789abcdef";
/// The account of both, which is the tenant's id and name.
pub const RACKSPACE_TENANT: &str = "1100111";

/// What [`TOTP_SECRET`] decodes to.
const TOTP_BYTES: &[u8] = b"12345678901234567890";
/// When [`EXPIRED_CREDENTIAL`] did: the beginning of 2020.
const LONG_AGO: i64 = 1_577_836_800_000;

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
const USERS: [Seeded; 6] = [
    ("admin", None, &[("admin", "admin"), ("demo", "admin")]),
    (
        "alice",
        Some("demo"),
        &[("demo", "member"), ("other", "member")],
    ),
    ("bob", Some("demo"), &[("demo", "member")]),
    ("carol", Some("demo"), &[("demo", "reader")]),
    ("dave", Some("demo"), &[]),
    (TOTP_USER, Some("demo"), &[("demo", "member")]),
];
/// Rackspace's users, with their roles in the tenant.
const RACKSPACE_USERS: [(&str, &str); 2] = [
    (RACKSPACE_USER, "identity:user-admin"),
    (RACKSPACE_MFA_USER, "nova:observer"),
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

/// The same as a UUID, for what each region has of its own.
pub(crate) fn stable_uuid(region: Region, kind: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("devcloud {} {kind} {name}", region.name()));
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest) {
        *byte = from;
    }
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

/// The id of a seeded image in the first region.
#[must_use]
pub fn image_id(name: &str) -> String {
    stable_uuid(Region::One, "image", name)
}

/// The id of a seeded network in the first region.
#[must_use]
pub fn network_id(name: &str) -> String {
    stable_uuid(Region::One, "network", name)
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

/// The id of the one that has expired.
#[must_use]
pub fn expired_credential_id() -> String {
    stable_id("application credential", EXPIRED_CREDENTIAL)
}

/// The one-time code that is current now, from [`TOTP_SECRET`].
#[must_use]
pub fn passcode() -> String {
    totp::passcode(TOTP_BYTES, clock::now()).unwrap_or_default()
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
    let mut rackspace = Vec::new();
    for (name, _) in RACKSPACE_USERS {
        rackspace.push(bcrypt::hash(format!("{name}-pw"), COST)?);
    }
    let api_key = bcrypt::hash(RACKSPACE_API_KEY, COST)?;
    store.run_now(|db| {
        let tx = db.transaction()?;
        insert(&tx, &hashes, &secret)?;
        insert_rackspace(&tx, &rackspace, &api_key)?;
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
    for (id, name, expires_at) in [
        (credential_id(), CREDENTIAL, None),
        (expired_credential_id(), EXPIRED_CREDENTIAL, Some(LONG_AGO)),
    ] {
        db.execute(
            "INSERT OR IGNORE INTO application_credentials
             (id, name, user_id, project_id, secret_hash, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, name, user_id("alice"), project_id("demo"), secret, expires_at],
        )?;
    }
    needs_code(db, TOTP_USER)
}

/// The password and a one-time code, both, are what this user must show.
fn needs_code(db: &Connection, user: &str) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO totp_secrets VALUES (?1, ?2)",
        params![user_id(user), TOTP_BYTES],
    )?;
    db.execute(
        "INSERT OR IGNORE INTO mfa_rules VALUES (?1, 'password totp')",
        [user_id(user)],
    )?;
    Ok(())
}

fn insert_rackspace(db: &Connection, hashes: &[String], api_key: &str) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO projects VALUES (?1, ?1, 'An account at Rackspace')",
        [RACKSPACE_TENANT],
    )?;
    for ((name, role), hash) in RACKSPACE_USERS.iter().zip(hashes) {
        let id = user_id(name);
        db.execute(
            "INSERT OR IGNORE INTO users VALUES (?1, ?2, ?3, ?4)",
            params![id, name, hash, RACKSPACE_TENANT],
        )?;
        db.execute(
            "INSERT OR IGNORE INTO assignments VALUES (?1, ?2, ?3)",
            params![id, RACKSPACE_TENANT, role],
        )?;
        db.execute(
            "INSERT OR IGNORE INTO api_keys VALUES (?1, ?2)",
            params![id, api_key],
        )?;
    }
    needs_code(db, RACKSPACE_MFA_USER)
}
