//! Receipts: what Keystone gives to somebody who has shown one factor and must show another.
//! Source: Keystone's `receipt` package and `UserMFARulesValidator`.

use rusqlite::Connection;
use serde_json::json;

use super::document::domain;
use super::error::Refusal;
use super::proof::{Outcome, Proven};
use crate::clock;
use crate::store::factors::{self, Receipt};

/// What a sign-in brings along for its receipts.
pub(super) struct Terms {
    /// The receipt that was sent.
    pub(super) shown: Option<String>,
    /// The text of one that may have to be given.
    pub(super) fresh: String,
    /// How long that one lasts, in milliseconds.
    pub(super) lifetime: i64,
}

/// Checks what was shown, the receipt's part included, against the user's rule. Gives all the methods.
pub(super) fn satisfy(
    db: &Connection,
    proven: &Proven,
    terms: &Terms,
    now: i64,
) -> Outcome<Vec<String>> {
    let mut methods = proven.methods.clone();
    if let Some(text) = &terms.shown {
        let receipt = factors::find(db, text)?
            .filter(|receipt| receipt.expires_at > now && receipt.user_id == proven.user.id);
        let Some(receipt) = receipt else {
            // The one refusal that Keystone does not hide the reason of.
            return Ok(Err(Refusal::NoReceipt(text.clone())));
        };
        methods.extend(receipt.methods);
        methods.sort();
    }
    let rule = factors::rule(db, &proven.user.id)?;
    if rule.iter().all(|method| methods.contains(method)) {
        return Ok(Ok(methods));
    }
    let expires_at = now.saturating_add(terms.lifetime);
    let receipt = Receipt {
        user_id: proven.user.id.clone(),
        methods: methods.clone(),
        expires_at,
    };
    factors::insert(db, &terms.fresh, &receipt)?;
    // A rule none of whose methods was shown is not told.
    let told = rule.iter().any(|method| methods.contains(method));
    let required = if told { vec![rule] } else { Vec::new() };
    Ok(Err(Refusal::MoreFactors {
        receipt: terms.fresh.clone(),
        body: json!({
            "receipt": {
                "methods": methods,
                "user": {
                    "id": proven.user.id,
                    "name": proven.user.name,
                    "domain": domain(),
                },
                "expires_at": clock::keystone(expires_at),
                "issued_at": clock::keystone(now),
            },
            "required_auth_methods": required,
        }),
    }))
}
