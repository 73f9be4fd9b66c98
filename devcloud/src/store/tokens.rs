//! Tokens, kept by their SHA-256.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// What a token says, apart from its own text. Times are milliseconds since 1970.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) user_id: String,
    pub(crate) project_id: Option<String>,
    pub(crate) credential_id: Option<String>,
    pub(crate) methods: Vec<String>,
    pub(crate) audit_ids: Vec<String>,
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
}

pub(super) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// Keeps a new token, and forgets the expired ones.
pub(crate) fn insert(db: &Connection, text: &str, token: &Token) -> rusqlite::Result<()> {
    db.execute(
        "DELETE FROM tokens WHERE expires_at <= ?1",
        [token.issued_at],
    )?;
    db.execute(
        "INSERT INTO tokens VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            hash(text),
            token.user_id,
            token.project_id,
            token.credential_id,
            token.methods.join(" "),
            token.audit_ids.join(" "),
            token.issued_at,
            token.expires_at
        ],
    )?;
    Ok(())
}

/// A token that is neither revoked nor expired at `now`.
pub(crate) fn find(db: &Connection, text: &str, now: i64) -> rusqlite::Result<Option<Token>> {
    db.query_row(
        "SELECT user_id, project_id, credential_id, methods, audit_ids, issued_at, expires_at
         FROM tokens WHERE hash = ?1 AND expires_at > ?2",
        params![hash(text), now],
        |row| {
            Ok(Token {
                user_id: row.get(0)?,
                project_id: row.get(1)?,
                credential_id: row.get(2)?,
                methods: words(&row.get::<_, String>(3)?),
                audit_ids: words(&row.get::<_, String>(4)?),
                issued_at: row.get(5)?,
                expires_at: row.get(6)?,
            })
        },
    )
    .optional()
}

/// Revokes one token; a token that is not there is no error.
pub(crate) fn revoke(db: &Connection, text: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM tokens WHERE hash = ?1", params![hash(text)])?;
    Ok(())
}

/// Revokes all of a user's tokens and tells how many there were.
pub(crate) fn revoke_all(db: &Connection, user_id: &str) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM tokens WHERE user_id = ?1", [user_id])
}
