//! Rackspace's older cloud: identity API 2.0 with API keys and passcodes, and the compute API 2.0 without microversions.
//!
//! Source: Rackspace Cloud Identity API 2.0 and its error messages. It is written from that documentation; unlike the
//! rest, nothing of it was compared with the real one.

mod credentials;
mod fault;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;

use crate::{Cloud, compute, cors};

/// Where the identity service is.
const IDENTITY: &str = "/rackspace/identity/v2.0";
/// The regions, and where the compute service of each is; the tenant's id follows.
const REGIONS: [(&str, &str); 2] = [
    ("DFW", "/rackspace/dfw/compute"),
    ("ORD", "/rackspace/compute"),
];

/// ORD, where users are at home, keeps its things where the first region does, and `dfw` is where DFW keeps its own.
pub(crate) fn router(cloud: &Arc<Cloud>, dfw: &Arc<Cloud>) -> Router {
    let identity = Router::new()
        .route(
            &format!("{IDENTITY}/tokens"),
            post(tokens::sign_in).delete(tokens::revoke),
        )
        .layer(DefaultBodyLimit::disable())
        .with_state(cloud.clone());
    let mut api = identity;
    for ((_, path), cloud) in REGIONS.iter().zip([dfw, cloud]) {
        api = api.merge(compute::version_2(cloud, &format!("{path}/v2")));
    }
    let api = api.fallback(fault::no_such_path);
    cors::mount(cloud, "/rackspace", api)
}
