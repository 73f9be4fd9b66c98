//! Nova: the Compute API 2.1 to 2.104, as far as key pairs need it.
//! Source: OpenStack Compute API reference and its microversion history.

mod bulk;
mod create;
mod fault;
mod fingerprint;
mod generate;
mod key_pairs;
mod lenient_base64;
mod limits;
mod microversion;
mod page;
mod pipeline;
mod python;
mod query;
mod quota_sets;
mod schema;
mod sentinels;
pub(crate) mod servers;
mod ssh_wire;
mod versions;
mod x509;

pub(crate) use bulk::bulk_key_pairs;
pub(crate) use servers::flavor;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get};
use http::header::ALLOW;

use crate::{Cloud, cors};

pub(crate) fn router(cloud: &Arc<Cloud>) -> Router {
    // The version documents answer to every method: `DELETE /v2.1/`, which is what a browser makes of
    // `DELETE /v2.1/os-keypairs/..`, is a 200.
    let open = Router::new()
        .route("/compute/v2.1", any(versions::version))
        .route("/compute/v2.1/", any(versions::version))
        .layer(from_fn(pipeline::versioned))
        .layer(from_fn(pipeline::request_id));
    let roots = Router::new()
        .route("/compute", any(versions::list))
        .route("/compute/", any(versions::list));
    // The project's id may be in the path, as it had to be in the old days.
    let closed = calls("/compute/v2.1")
        .merge(calls("/compute/v2.1/{project}"))
        .route_layer(from_fn(pipeline::own_project))
        .route("/compute/{*rest}", any(fault::no_such_path))
        .layer(from_fn(pipeline::versioned))
        .layer(from_fn_with_state(cloud.clone(), pipeline::authenticated))
        .layer(from_fn(pipeline::sized))
        .layer(from_fn(pipeline::request_id));
    let api = open
        .merge(roots)
        .merge(closed)
        .layer(DefaultBodyLimit::disable())
        .with_state(cloud.clone());
    // Nova tells no one which methods a path has.
    cors::mount(cloud, "/compute", api).layer(map_response(|mut reply: Response| async {
        reply.headers_mut().remove(ALLOW);
        reply
    }))
}

/// The API 2.0, from before there were microversions, as Rackspace has it: the tenant's id is in every path, and no header
/// chooses or names a version. Its calls are those of 2.1.
pub(crate) fn version_2(cloud: &Arc<Cloud>, path: &str) -> Router {
    calls(&format!("{path}/{{project}}"))
        .route_layer(from_fn(pipeline::own_project))
        .layer(from_fn(pipeline::unversioned))
        .layer(from_fn_with_state(cloud.clone(), pipeline::authenticated))
        .layer(from_fn(pipeline::sized))
        .layer(from_fn(pipeline::request_id))
        .layer(DefaultBodyLimit::disable())
        .with_state(cloud.clone())
}

/// The calls, under the path of a version.
fn calls(prefix: &str) -> Router<Arc<Cloud>> {
    Router::new()
        .route(
            &format!("{prefix}/os-keypairs"),
            only(get(key_pairs::list).post(create::create)),
        )
        .route(
            &format!("{prefix}/os-keypairs/{{name}}"),
            only(get(key_pairs::show).delete(key_pairs::delete)),
        )
        .route(&format!("{prefix}/limits"), only(get(limits::show)))
        .route(
            &format!("{prefix}/os-quota-sets/{{tenant}}"),
            only(get(quota_sets::show).put(quota_sets::update)),
        )
        .route(
            &format!("{prefix}/os-quota-sets/{{tenant}}/detail"),
            only(get(quota_sets::detail)),
        )
        .merge(servers::calls(prefix))
}

/// A path's methods; all others, HEAD too, are a 404.
fn only(methods: MethodRouter<Arc<Cloud>>) -> MethodRouter<Arc<Cloud>> {
    methods
        .head(fault::no_such_path)
        .fallback(fault::no_such_path)
}
