//! Asking about a token, giving it back, and what it may be changed for.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::document::{document, has_admin};
use super::error::Refusal;
use super::sign_in::reply;
use super::{caller, catalog, find, header, host_url};
use crate::Cloud;
use crate::seed::DOMAIN_ID;
use crate::store::tokens::{self, Token};
use crate::store::users;

/// The token in `X-Subject-Token`, which must be the caller's own unless the caller is an administrator.
async fn subject(
    cloud: &Cloud,
    headers: &HeaderMap,
    action: &str,
) -> Result<(String, Token), Refusal> {
    let caller = caller(cloud, headers).await?.ok_or(Refusal::Unauthorized)?;
    let text = header(headers, "x-subject-token").unwrap_or_default();
    let Some(token) = find(cloud, text.clone()).await? else {
        return Err(Refusal::NotFound(
            "Could not recognize Fernet token".to_owned(),
        ));
    };
    let own = token.user_id == caller.user_id;
    if !own && !cloud.store.run(move |db| has_admin(db, &caller)).await? {
        return Err(Refusal::Forbidden(format!(
            "You are not authorized to perform the requested action: {action}."
        )));
    }
    Ok((text, token))
}

/// `GET /v3/auth/tokens`
pub(super) async fn validate(
    State(cloud): State<Arc<Cloud>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (text, token) = subject(&cloud, &headers, "identity:validate_token").await?;
    let catalog = !query.unwrap_or_default().contains("nocatalog");
    let catalog = catalog.then(|| catalog::catalog(&host_url(&headers), cloud.regions));
    let body = cloud
        .store
        .run(move |db| document(db, &token, catalog))
        .await?;
    Ok(reply(StatusCode::OK, &text, body))
}

/// `DELETE /v3/auth/tokens`
pub(super) async fn revoke(
    State(cloud): State<Arc<Cloud>>,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    let (text, _) = subject(&cloud, &headers, "identity:revoke_token").await?;
    cloud.store.run(move |db| tokens::revoke(db, &text)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v3/auth/projects`
pub(super) async fn projects(
    State(cloud): State<Arc<Cloud>>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let token = caller(&cloud, &headers)
        .await?
        .ok_or(Refusal::Unauthorized)?;
    let root = host_url(&headers);
    let found = cloud
        .store
        .run(move |db| users::projects_of(db, &token.user_id))
        .await?;
    let projects: Vec<Value> = found
        .into_iter()
        .map(|project| {
            json!({
                "id": project.id,
                "name": project.name,
                "domain_id": DOMAIN_ID,
                "description": project.description,
                "enabled": true,
                "parent_id": DOMAIN_ID,
                "is_domain": false,
                "tags": [],
                "options": {},
                "links": { "self": format!("{root}/identity/v3/projects/{}", project.id) },
            })
        })
        .collect();
    Ok(Json(json!({
        "projects": projects,
        "links": {
            "next": null,
            "self": format!("{root}/identity/v3/auth/projects"),
            "previous": null,
        },
    })))
}
