//! Second factors: one-time codes, the rule that asks for them, and what was shown before the code. And API keys.

use rusqlite::{Connection, OptionalExtension, params};

use super::tokens::{hash, words};

/// What somebody has shown who must show more. Times are milliseconds since 1970.
pub(crate) struct Receipt {
    pub(crate) user_id: String,
    pub(crate) methods: Vec<String>,
    pub(crate) expires_at: i64,
}

/// The secret of a user's one-time codes.
pub(crate) fn totp_secret(db: &Connection, user_id: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    db.query_row(
        "SELECT secret FROM totp_secrets WHERE user_id = ?1",
        [user_id],
        |row| row.get(0),
    )
    .optional()
}

/// The methods that a user must show, all of them; none when there is no rule.
pub(crate) fn rule(db: &Connection, user_id: &str) -> rusqlite::Result<Vec<String>> {
    let methods: Option<String> = db
        .query_row(
            "SELECT methods FROM mfa_rules WHERE user_id = ?1",
            [user_id],
            |row| row.get(0),
        )
        .optional()?;
    Ok(methods.map_or_else(Vec::new, |methods| words(&methods)))
}

/// The bcrypt hash of a user's API key.
pub(crate) fn api_key_hash(db: &Connection, user_id: &str) -> rusqlite::Result<Option<String>> {
    db.query_row(
        "SELECT key_hash FROM api_keys WHERE user_id = ?1",
        [user_id],
        |row| row.get(0),
    )
    .optional()
}

/// Keeps a receipt.
pub(crate) fn insert(db: &Connection, text: &str, receipt: &Receipt) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO receipts VALUES (?1, ?2, ?3, ?4)",
        params![
            hash(text),
            receipt.user_id,
            receipt.methods.join(" "),
            receipt.expires_at
        ],
    )?;
    Ok(())
}

/// A receipt by its text, expired or not.
pub(crate) fn find(db: &Connection, text: &str) -> rusqlite::Result<Option<Receipt>> {
    db.query_row(
        "SELECT user_id, methods, expires_at FROM receipts WHERE hash = ?1",
        params![hash(text)],
        |row| {
            Ok(Receipt {
                user_id: row.get(0)?,
                methods: words(&row.get::<_, String>(1)?),
                expires_at: row.get(2)?,
            })
        },
    )
    .optional()
}
