//! `POST /v3/auth/tokens`: signing in, and changing a token for one with another scope.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::base_url;
use super::document::document;
use super::error::Refusal;
use super::request::{self, Proof, Scope, SignIn};
use crate::store::tokens::{self, Token};
use crate::store::users::{self, Credential, Named, User};
use crate::{Cloud, clock, random};

/// Who has proved to be whom, and how.
struct Proven {
    user: User,
    methods: Vec<String>,
    credential: Option<Credential>,
    /// The token that was shown, when one was: the new one lives no longer.
    from: Option<Token>,
}

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
    let root = catalog.then(|| base_url(&headers));
    let text = random::token()?;
    let audit_id = random::audit_id()?;
    let lifetime = i64::try_from(cloud.token_lifetime.as_millis()).unwrap_or(i64::MAX);
    let kept = text.clone();
    let body = cloud
        .store
        .run(move |db| {
            let db = db.transaction()?;
            let issued = issue(&db, request, audit_id, lifetime)?;
            let body = match issued {
                Ok(token) => {
                    tokens::insert(&db, &kept, &token)?;
                    Ok(document(&db, &token, root.as_deref())?)
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

type Outcome<T> = rusqlite::Result<Result<T, Refusal>>;

fn issue(db: &Connection, request: SignIn, audit_id: String, lifetime: i64) -> Outcome<Token> {
    let now = clock::now();
    let proven = match prove(db, request.proofs, now)? {
        Ok(proven) => proven,
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
        methods: proven.methods,
        audit_ids,
        issued_at: now,
        expires_at,
    }))
}

/// Checks every proof; all must be of one and the same user.
fn prove(db: &Connection, proofs: Vec<Proof>, now: i64) -> Outcome<Proven> {
    let mut proven: Option<Proven> = None;
    for proof in proofs {
        let Some(next) = check(db, proof, now)? else {
            return Ok(Err(Refusal::Unauthorized));
        };
        proven = match proven {
            None => Some(next),
            Some(before) if before.user.id == next.user.id => {
                let mut both = before;
                both.methods.extend(next.methods);
                both.from = both.from.or(next.from);
                both.credential = both.credential.or(next.credential);
                Some(both)
            }
            Some(_) => return Ok(Err(Refusal::Unauthorized)),
        };
    }
    Ok(proven.ok_or(Refusal::Unauthorized))
}

fn matches(secret: &str, hash: &str) -> bool {
    bcrypt::verify(secret, hash).unwrap_or(false)
}

fn check(db: &Connection, proof: Proof, now: i64) -> rusqlite::Result<Option<Proven>> {
    match proof {
        Proof::Password { user, password } => {
            let Some(user) = user
                .map(|user| users::find_user(db, &user))
                .transpose()?
                .flatten()
            else {
                return Ok(None);
            };
            Ok(matches(&password, &user.password_hash).then(|| Proven {
                user,
                methods: vec!["password".to_owned()],
                credential: None,
                from: None,
            }))
        }
        Proof::Token(text) => {
            let Some(token) = tokens::find(db, &text, now)? else {
                return Ok(None);
            };
            let Some(user) = users::find_user(db, &Named::Id(token.user_id.clone()))? else {
                return Ok(None);
            };
            let mut methods = vec!["token".to_owned()];
            methods.extend(
                token
                    .methods
                    .iter()
                    .filter(|method| *method != "token")
                    .cloned(),
            );
            let credential = match &token.credential_id {
                Some(id) => users::find_credential(db, &Named::Id(id.clone()), None)?,
                None => None,
            };
            Ok(Some(Proven {
                user,
                methods,
                credential,
                from: Some(token),
            }))
        }
        Proof::Credential {
            credential,
            owner,
            secret,
        } => {
            let owner = match owner {
                None => None,
                Some(reference) => {
                    match reference
                        .map(|user| users::find_user(db, &user))
                        .transpose()?
                        .flatten()
                    {
                        Some(user) => Some(user.id),
                        None => return Ok(None),
                    }
                }
            };
            let Some(found) = users::find_credential(db, &credential, owner.as_deref())? else {
                return Ok(None);
            };
            let Some(user) = users::find_user(db, &Named::Id(found.user_id.clone()))? else {
                return Ok(None);
            };
            Ok(matches(&secret, &found.secret_hash).then(|| Proven {
                user,
                methods: vec!["application_credential".to_owned()],
                credential: Some(found),
                from: None,
            }))
        }
    }
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
