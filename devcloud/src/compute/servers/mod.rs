//! Nova's servers: launched, looked at, acted on, and alive: each has a guest that answers SSH.
//! Source: OpenStack Compute API reference, "Servers"; texts from Nova 34.

mod actions;
mod create;
mod flavors;
mod images;
pub(crate) mod life;
mod list;
mod password;
mod view;
mod wanted;
mod zones;

pub(crate) use flavors::find as flavor;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::fault::Fault;
use super::only;
use super::pipeline::Caller;
use crate::Cloud;
use crate::store::servers::{self, Server};

/// The calls, under the path of a version.
pub(super) fn calls(prefix: &str) -> Router<Arc<Cloud>> {
    let at = |path: &str| format!("{prefix}{path}");
    Router::new()
        .route(&at("/flavors"), only(get(flavors::list)))
        .route(&at("/flavors/detail"), only(get(flavors::detail)))
        .route(&at("/flavors/{flavor}"), only(get(flavors::show)))
        .route(&at("/images"), only(get(images::detail)))
        .route(&at("/images/detail"), only(get(images::detail)))
        .route(&at("/images/{image}"), only(get(images::show)))
        .route(&at("/os-availability-zone"), only(get(zones::list)))
        .route(&at("/servers"), only(get(list::list).post(create::create)))
        .route(&at("/servers/detail"), only(get(list::detail)))
        .route(
            &at("/servers/{server}"),
            only(get(list::show).delete(list::delete)),
        )
        .route(
            &at("/servers/{server}/action"),
            only(axum::routing::post(actions::act)),
        )
        .route(
            &at("/servers/{server}/os-server-password"),
            only(get(password::show).delete(password::clear)),
        )
        .route(
            &at("/servers/{server}/os-security-groups"),
            only(get(list::security_groups)),
        )
        .route(
            &at("/servers/{server}/os-instance-actions"),
            only(get(list::actions)),
        )
        .route(
            &at("/servers/{server}/os-interface"),
            only(get(list::interfaces)),
        )
}

/// A server's id in a path.
#[derive(serde::Deserialize)]
struct InPath {
    server: String,
}

/// A server's name as a host's: what cloud-init makes of it.
pub(crate) fn hostname(name: &str) -> String {
    let plain = |character: char| match character {
        ' ' | '_' | '.' => '-',
        character => character.to_ascii_lowercase(),
    };
    let name: String = name
        .chars()
        .map(plain)
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .take(63)
        .collect();
    match name.trim_matches('-') {
        "" => "host".to_owned(),
        name => name.to_owned(),
    }
}

/// The project of whoever asks.
fn project(caller: &Caller) -> Result<String, Fault> {
    caller
        .project_id
        .clone()
        .ok_or_else(|| Fault::policy("servers:index"))
}

/// Refuses whoever may only look.
fn may_write(caller: &Caller, action: &str) -> Result<(), Fault> {
    match caller.member {
        true => Ok(()),
        false => Err(Fault::policy(action)),
    }
}

/// A server of the caller's project.
async fn find(cloud: &Cloud, caller: &Caller, id: &str) -> Result<Server, Fault> {
    let (project, wanted) = (project(caller)?, id.to_owned());
    let found = cloud
        .store
        .run(move |db| servers::find(db, &wanted))
        .await?;
    found
        .filter(|server| server.project_id == project || caller.admin)
        .ok_or_else(|| Fault::not_found(format!("Instance {id} could not be found.")))
}
