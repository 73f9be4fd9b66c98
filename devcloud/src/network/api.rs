//! Neutron over HTTP.

mod fault;
mod floating_ips;
mod security_groups;
mod view;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get};
use axum::{Extension, Json, Router};
use fault::Fault;
use http::{HeaderMap, HeaderValue, Uri};
use serde_json::{Value, json};

use super::default_group;
use crate::identity::{base_url, caller, host_url, may_change};
use crate::store::{networks, ports};
use crate::{Cloud, cors, random};

/// Who asks.
#[derive(Clone)]
pub(super) struct Caller {
    project: String,
    member: bool,
}

/// The id of something in a path.
#[derive(serde::Deserialize)]
struct InPath {
    id: String,
}

impl Caller {
    /// Refuses whoever may only look, in Neutron's words.
    fn may(&self, action: &str) -> Result<(), Fault> {
        match self.member {
            true => Ok(()),
            false => Err(Fault::policy(action)),
        }
    }
}

pub(crate) fn router(cloud: &Arc<Cloud>) -> Router {
    let at = |path: &str| format!("/network/v2.0/{path}");
    let closed = Router::new()
        .route(&at("networks"), get(list_networks))
        .route(&at("subnets"), get(list_subnets))
        .route(&at("ports"), get(list_ports))
        .route(&at("security-groups"), get(security_groups::list))
        .route(&at("security-groups/{id}"), get(security_groups::show))
        .route(
            &at("security-group-rules"),
            get(security_groups::rules).post(security_groups::create_rule),
        )
        .route(
            &at("security-group-rules/{id}"),
            delete(security_groups::delete_rule),
        )
        .route(
            &at("floatingips"),
            get(floating_ips::list).post(floating_ips::create),
        )
        .route(
            &at("floatingips/{id}"),
            get(floating_ips::show)
                .put(floating_ips::update)
                .delete(floating_ips::delete),
        )
        .layer(from_fn_with_state(cloud.clone(), authenticated));
    let open = Router::new()
        .route("/network", any(versions))
        .route("/network/", any(versions));
    let api = closed
        .fallback(|| async { Fault::no_such_path() })
        .layer(axum::middleware::map_response(named))
        .merge(open)
        .with_state(cloud.clone());
    cors::mount(cloud, "/network", api)
}

/// Gives a reply its request id.
async fn named(mut reply: Response) -> Response {
    if let Ok(id) = HeaderValue::from_str(&random::request_id()) {
        reply.headers_mut().insert("x-openstack-request-id", id);
    }
    reply
}

async fn versions(headers: HeaderMap) -> Json<Value> {
    let href = format!("{}/network/v2.0/", base_url(&headers));
    Json(
        json!({ "versions": [{ "id": "v2.0", "status": "CURRENT", "links": [{ "rel": "self", "href": href }] }] }),
    )
}

async fn authenticated(
    State(cloud): State<Arc<Cloud>>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = match caller(&cloud, request.headers()).await {
        Ok(Some(token)) => token,
        Ok(None) => return fault::unauthorized(&host_url(request.headers())),
        Err(error) => return Fault::from(error).into_response(),
    };
    let project = token.project_id.clone().unwrap_or_default();
    let member = cloud.identity.run(move |db| may_change(db, &token)).await;
    match member {
        Ok(member) => {
            request
                .extensions_mut()
                .insert(self::Caller { project, member });
            next.run(request).await
        }
        Err(error) => Fault::from(error).into_response(),
    }
}

/// The values of a query's parameter; a name may be given several times.
fn wanted(uri: &Uri, name: &str) -> Vec<String> {
    let parts = uri.query().unwrap_or_default().split('&');
    parts
        .filter_map(|part| part.split_once('='))
        .filter(|(have, _)| *have == name)
        .map(|(_, value)| {
            percent_encoding::percent_decode_str(value)
                .decode_utf8_lossy()
                .into_owned()
        })
        .collect()
}

fn fits(wanted: &[String], value: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == value)
}

async fn list_networks(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Result<Json<Value>, Fault> {
    let (names, ids) = (wanted(&uri, "name"), wanted(&uri, "id"));
    let mut all = cloud.store.run(|db| networks::all(db)).await?;
    all.retain(|network| {
        network.visible_to(Some(&caller.project))
            && fits(&names, &network.name)
            && fits(&ids, &network.id)
    });
    Ok(Json(
        json!({ "networks": all.iter().map(view::network).collect::<Value>() }),
    ))
}

async fn list_subnets(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Value>, Fault> {
    let (all, octet) = cloud
        .store
        .run(|db| Ok((networks::all(db)?, networks::octet(db)?.unwrap_or_default())))
        .await?;
    // Of an external network nobody but its owner sees the subnets.
    let seen = all
        .iter()
        .filter(|network| network.shared || network.project_id == caller.project);
    Ok(Json(
        json!({ "subnets": seen.map(|network| view::subnet(network, octet)).collect::<Value>() }),
    ))
}

async fn list_ports(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Result<Json<Value>, Fault> {
    let (devices, networks) = (wanted(&uri, "device_id"), wanted(&uri, "network_id"));
    let rows = cloud
        .store
        .run(move |db| {
            default_group::ensure(db, &caller.project)?;
            let mut rows = Vec::new();
            for port in ports::all(db)? {
                if port.project_id == caller.project
                    && fits(&devices, &port.device_id)
                    && fits(&networks, &port.network_id)
                {
                    let network = networks::find(db, &port.network_id)?;
                    let subnet = network.as_ref().map(|network| &*network.subnet_id);
                    rows.push(view::port(&port, &ports::groups(db, &port.id)?, subnet));
                }
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(json!({ "ports": rows })))
}
