//! What a request passes through before a handler sees it, in the order of Nova's own paste pipeline.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::VARY;
use http::{HeaderMap, HeaderValue};
use http_body_util::BodyExt;

use super::fault::{self, Fault, Unversioned};
use super::microversion::{self, Microversion, Unusable};
use super::python;
use crate::identity::{caller, has_admin, host_url, may_change};
use crate::{Cloud, random};

/// oslo.middleware's `max_request_body_size`.
const MOST_BODY: usize = 114_688;

/// Who makes a request.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) user_id: String,
    pub(super) project_id: Option<String>,
    pub(super) admin: bool,
    /// Whether servers may be launched and changed; key pairs are everybody's own.
    pub(super) member: bool,
    /// The token itself, for the fault that revokes it.
    pub(super) token: String,
}

/// Gives the reply its request id, under both of its names.
pub(super) async fn request_id(request: Request, next: Next) -> Response {
    let mut reply = next.run(request).await;
    if let Ok(id) = HeaderValue::from_str(&random::request_id()) {
        reply
            .headers_mut()
            .insert("x-compute-request-id", id.clone());
        reply.headers_mut().insert("x-openstack-request-id", id);
    }
    reply
}

/// Refuses a body that is too long.
pub(super) async fn sized(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // The listener has it in memory already.
    let Ok(body) = body.collect().await else {
        return fault::too_large(&parts.headers);
    };
    let body = body.to_bytes();
    if body.len() > MOST_BODY {
        return fault::too_large(&parts.headers);
    }
    next.run(Request::from_parts(parts, body.into())).await
}

/// Refuses a request without a good token, and notes whose token it is.
pub(super) async fn authenticated(
    State(cloud): State<Arc<Cloud>>,
    mut request: Request,
    next: Next,
) -> Response {
    match identify(&cloud, request.headers()).await {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(None) => fault::unauthorized(&host_url(request.headers())),
        Err(fault) => fault.into_response(),
    }
}

async fn identify(cloud: &Cloud, headers: &HeaderMap) -> Result<Option<Caller>, Fault> {
    let Some(token) = caller(cloud, headers).await? else {
        return Ok(None);
    };
    let text = headers
        .get("x-auth-token")
        .and_then(|text| text.to_str().ok());
    let text = text.unwrap_or_default().to_owned();
    let caller = cloud
        .identity
        .run(move |db| {
            Ok(Caller {
                admin: has_admin(db, &token)?,
                member: may_change(db, &token)?,
                user_id: token.user_id,
                project_id: token.project_id,
                token: text,
            })
        })
        .await?;
    Ok(Some(caller))
}

/// Works out the microversion, and names it in the reply.
pub(super) async fn versioned(mut request: Request, next: Next) -> Response {
    let version = match microversion::requested(request.headers()) {
        Ok(version) => version,
        Err(Unusable::Malformed(fault)) => return fault.into_response(),
        Err(Unusable::NotServed { asked, fault }) => return named(fault.into_response(), &asked),
    };
    request.extensions_mut().insert(version);
    let reply = next.run(request).await;
    if reply.extensions().get::<Unversioned>().is_some() {
        return reply;
    }
    named(reply, &version.to_string())
}

/// For the API without microversions: no header is looked at or added.
pub(super) async fn unversioned(mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(Microversion::OLDEST);
    next.run(request).await
}

/// Refuses a project's id in the path that is not the token's.
pub(super) async fn own_project(
    Extension(caller): Extension<Caller>,
    path: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let named = path.iter().find(|(name, _)| *name == "project");
    let own = caller.project_id.as_deref();
    match named {
        Some((_, project)) if own != Some(project) => {
            let own = own.map_or_else(|| "None".to_owned(), python::repr_text);
            Fault::bad_request(format!(
                "Malformed request URL: URL's project_id {} doesn't match Context's project_id {own}",
                python::repr_text(project)
            ))
            .into_response()
        }
        _ => next.run(request).await,
    }
}

fn named(mut reply: Response, version: &str) -> Response {
    let headers = reply.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&format!("compute {version}")) {
        headers.insert("openstack-api-version", value);
    }
    if let Ok(value) = HeaderValue::from_str(version) {
        headers.insert("x-openstack-nova-api-version", value);
    }
    for name in ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"] {
        headers.append(VARY, HeaderValue::from_static(name));
    }
    reply
}
