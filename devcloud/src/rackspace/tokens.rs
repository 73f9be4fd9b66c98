//! `POST` and `DELETE /v2.0/tokens`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::REGIONS;
use super::credentials::{self, Proven};
use super::fault::Fault;
use crate::identity::{caller, header, host_url};
use crate::seed::{RACKSPACE_TENANT, role_id};
use crate::store::tokens::{self, Token};
use crate::store::users;
use crate::{Cloud, clock, random};

pub(super) async fn sign_in(
    State(cloud): State<Arc<Cloud>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Fault> {
    let given = credentials::parse(&headers, &body)?;
    let (text, session) = (random::token()?, random::token()?);
    let now = clock::now();
    let after = |lifetime: std::time::Duration| {
        now.saturating_add(i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX))
    };
    let session_ends = after(cloud.receipt_lifetime);
    let expires_at = after(cloud.token_lifetime);
    let root = host_url(&headers);
    let body = cloud
        .store
        .run(move |db| {
            let db = db.transaction()?;
            let body = match credentials::prove(&db, given, &session, now, session_ends)? {
                Ok(proven) => {
                    let token = Token {
                        user_id: proven.user.id.clone(),
                        project_id: Some(RACKSPACE_TENANT.to_owned()),
                        credential_id: None,
                        methods: proven.methods.clone(),
                        audit_ids: Vec::new(),
                        issued_at: now,
                        expires_at,
                    };
                    tokens::insert(&db, &text, &token)?;
                    Ok(access(&db, &proven, &text, expires_at, &root)?)
                }
                Err(fault) => Err(fault),
            };
            db.commit()?;
            Ok(body)
        })
        .await??;
    Ok(Json(body))
}

fn access(
    db: &Connection,
    proven: &Proven,
    token: &str,
    expires_at: i64,
    root: &str,
) -> rusqlite::Result<Value> {
    let roles: Vec<Value> = users::roles(db, &proven.user.id, RACKSPACE_TENANT)?
        .iter()
        .map(|role| json!({ "id": role_id(role), "name": role, "description": "" }))
        .collect();
    let endpoints: Vec<Value> = REGIONS
        .iter()
        .map(|(region, path)| {
            json!({
                "region": region,
                "tenantId": RACKSPACE_TENANT,
                "publicURL": format!("{root}{path}/v2/{RACKSPACE_TENANT}"),
                "versionId": "2",
                "versionInfo": format!("{root}{path}/v2"),
                "versionList": format!("{root}{path}/"),
            })
        })
        .collect();
    Ok(json!({ "access": {
        "token": {
            "id": token,
            "expires": clock::keystone(expires_at),
            "tenant": { "id": RACKSPACE_TENANT, "name": RACKSPACE_TENANT },
            "RAX-AUTH:authenticatedBy": proven.methods,
        },
        "user": {
            "id": proven.user.id,
            "name": proven.user.name,
            "roles": roles,
            "RAX-AUTH:defaultRegion": "ORD",
        },
        "serviceCatalog": [
            {
                "name": "cloudServers",
                "type": "compute",
                "endpoints": [{
                    "tenantId": RACKSPACE_TENANT,
                    "publicURL": format!("https://servers.api.rackspacecloud.com/v1.0/{RACKSPACE_TENANT}"),
                    "versionId": "1.0",
                }],
            },
            { "name": "cloudServersOpenStack", "type": "compute", "endpoints": endpoints },
        ],
    }}))
}

/// Revokes the token in the header itself.
pub(super) async fn revoke(
    State(cloud): State<Arc<Cloud>>,
    headers: HeaderMap,
) -> Result<StatusCode, Fault> {
    if caller(&cloud, &headers).await?.is_none() {
        return Err(Fault::Unauthorized(
            "No valid token provided. Please use the 'X-Auth-Token' header with a valid token.",
        ));
    }
    let text = header(&headers, "x-auth-token").unwrap_or_default();
    cloud.store.run(move |db| tokens::revoke(db, &text)).await?;
    Ok(StatusCode::NO_CONTENT)
}
