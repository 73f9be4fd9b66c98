//! `POST /v3/auth/tokens`: signing in, and changing a token for one with another scope.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::document::document;
use super::error::{RECEIPT, Refusal};
use super::proof::{Outcome, Proven, prove};
use super::receipt::{self, Terms};
use super::request::{self, Scope, SignIn};
use super::{catalog, header, host_url};
use crate::store::tokens::{self, Token};
use crate::store::users;
use crate::{Cloud, clock, random};

pub(super) async fn sign_in(
    State(cloud): State<Arc<Cloud>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let request = request::parse(&body)?;
    let catalog = !query
        .unwrap_or_default()
        .split('&')
        .any(|name| name.starts_with("nocatalog"));
    let catalog = catalog.then(|| catalog::catalog(&host_url(&headers), cloud.regions));
    let text = random::token()?;
    let audit_id = random::audit_id()?;
    let lifetime = i64::try_from(cloud.token_lifetime.as_millis()).unwrap_or(i64::MAX);
    let terms = Terms {
        shown: header(&headers, RECEIPT),
        fresh: random::token()?,
        lifetime: i64::try_from(cloud.receipt_lifetime.as_millis()).unwrap_or(i64::MAX),
    };
    let kept = text.clone();
    let body = cloud
        .store
        .run(move |db| {
            let db = db.transaction()?;
            let issued = issue(&db, request, &terms, audit_id, lifetime)?;
            let body = match issued {
                Ok(token) => {
                    tokens::insert(&db, &kept, &token)?;
                    Ok(document(&db, &token, catalog)?)
                }
                Err(refusal) => Err(refusal),
            };
            db.commit()?;
            Ok(body)
        })
        .await??;
    Ok(reply(StatusCode::CREATED, &text, body))
}

/// A token's document with the token itself in its header.
pub(super) fn reply(status: StatusCode, token: &str, body: Value) -> Response {
    (status, [("x-subject-token", token)], Json(body)).into_response()
}

fn issue(
    db: &Connection,
    request: SignIn,
    terms: &Terms,
    audit_id: String,
    lifetime: i64,
) -> Outcome<Token> {
    let now = clock::now();
    let proven = match prove(db, request.proofs, now)? {
        Ok(proven) => proven,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let methods = match receipt::satisfy(db, &proven, terms, now)? {
        Ok(methods) => methods,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let project_id = match project(db, &proven, request.scope)? {
        Ok(project_id) => project_id,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut audit_ids = vec![audit_id];
    let mut expires_at = now.saturating_add(lifetime);
    if let Some(from) = &proven.from {
        audit_ids.extend(from.audit_ids.last().cloned());
        expires_at = from.expires_at;
    }
    Ok(Ok(Token {
        user_id: proven.user.id,
        project_id,
        credential_id: proven.credential.map(|credential| credential.id),
        methods,
        audit_ids,
        issued_at: now,
        expires_at,
    }))
}

/// The project a token is for, if it is for one.
fn project(db: &Connection, proven: &Proven, scope: Scope) -> Outcome<Option<String>> {
    if let Some(credential) = &proven.credential {
        return Ok(match scope {
            Scope::NotSaid => Ok(Some(credential.project_id.clone())),
            _ => Err(Refusal::method(
                "Error authenticating with application credential: Application credentials cannot \
                 request a scope.",
                json!({}),
            )),
        });
    }
    let has_role = |project: &str| -> rusqlite::Result<bool> {
        Ok(!users::roles(db, &proven.user.id, project)?.is_empty())
    };
    match scope {
        Scope::Unscoped => Ok(Ok(None)),
        Scope::Elsewhere => Ok(Err(Refusal::Unauthorized)),
        Scope::NotSaid => match &proven.user.default_project {
            // A default project without a role in it is passed over.
            Some(project) if has_role(project)? => Ok(Ok(Some(project.clone()))),
            _ => Ok(Ok(None)),
        },
        Scope::Project(reference) => {
            let project = reference
                .map(|project| users::find_project(db, &project))
                .transpose()?
                .flatten();
            match project {
                Some(project) if has_role(&project.id)? => Ok(Ok(Some(project.id))),
                _ => Ok(Err(Refusal::Unauthorized)),
            }
        }
    }
}
