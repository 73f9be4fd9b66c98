//! A token as JSON: who, where, with which roles, until when.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::clock;
use crate::seed::{DOMAIN, DOMAIN_ID, role_id};
use crate::store::tokens::Token;
use crate::store::users::{self, Named};

/// The roles that follow from those given, least first. Source: Keystone's default role hierarchy.
fn with_implied(given: &[String]) -> Vec<&'static str> {
    const ORDER: [&str; 4] = ["reader", "member", "manager", "admin"];
    let highest = given
        .iter()
        .filter_map(|role| ORDER.iter().position(|known| known == role))
        .max();
    highest.map_or_else(Vec::new, |highest| {
        ORDER.iter().take(highest + 1).copied().collect()
    })
}

/// Whether a token carries the role admin.
pub(crate) fn has_admin(db: &Connection, token: &Token) -> rusqlite::Result<bool> {
    match &token.project_id {
        Some(project) => {
            Ok(with_implied(&users::roles(db, &token.user_id, project)?).contains(&"admin"))
        }
        None => Ok(false),
    }
}

/// Whether the token's roles are more than those of somebody who may only look.
pub(crate) fn may_change(db: &Connection, token: &Token) -> rusqlite::Result<bool> {
    let Some(project) = &token.project_id else {
        return Ok(false);
    };
    let roles = users::roles(db, &token.user_id, project)?;
    let only_looks = |role: &String| matches!(role.as_str(), "reader" | "nova:observer");
    Ok(!roles.is_empty() && !roles.iter().all(only_looks))
}

pub(super) fn domain() -> Value {
    json!({ "id": DOMAIN_ID, "name": DOMAIN })
}

/// The body of a sign-in's reply; `catalog` is left out when none is wanted.
pub(super) fn document(
    db: &Connection,
    token: &Token,
    catalog: Option<Value>,
) -> rusqlite::Result<Value> {
    let user = users::find_user(db, &Named::Id(token.user_id.clone()))?;
    let mut body = json!({
        "methods": token.methods,
        "user": {
            "domain": domain(),
            "id": token.user_id,
            "name": user.map(|user| user.name),
            "password_expires_at": null,
        },
        "audit_ids": token.audit_ids,
        "expires_at": clock::keystone(token.expires_at),
        "issued_at": clock::keystone(token.issued_at),
    });
    if let Some(project_id) = &token.project_id {
        let project = users::find_project(db, &Named::Id(project_id.clone()))?;
        body["project"] = json!({
            "domain": domain(),
            "id": project_id,
            "name": project.map(|project| project.name),
        });
        body["is_domain"] = false.into();
        let given = users::roles(db, &token.user_id, project_id)?;
        body["roles"] = with_implied(&given)
            .into_iter()
            .map(|name| json!({ "id": role_id(name), "name": name }))
            .collect();
        if let Some(catalog) = catalog {
            body["catalog"] = catalog;
        }
    }
    if let Some(id) = &token.credential_id {
        let credential = users::find_credential(db, &Named::Id(id.clone()), None)?;
        body["application_credential"] = json!({
            "id": id,
            "name": credential.map(|credential| credential.name),
            "restricted": true,
        });
    }
    Ok(json!({ "token": body }))
}
