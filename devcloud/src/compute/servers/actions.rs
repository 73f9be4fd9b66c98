//! `POST /servers/ID/action`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::create::does_not_fit;
use super::view::View;
use super::{InPath, find, flavor, life, may_write};
use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::pipeline::Caller;
use crate::compute::python;
use crate::identity::base_url;
use crate::network::guests;
use crate::store::key_pairs;
use crate::store::servers::Server;
use crate::{Cloud, image};

pub(super) async fn act(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    Path(InPath { server }): Path<InPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Fault> {
    let json: Value =
        serde_json::from_slice(&body).map_err(|_| Fault::bad_request("Malformed request body"))?;
    let Some((name, argument)) = json.as_object().and_then(|object| object.iter().next()) else {
        return Err(Fault::bad_request("Malformed request body"));
    };
    let server = find(&cloud, &caller, &server).await?;
    match name.as_str() {
        "os-start" => {
            may_write(&caller, "servers:start")?;
            in_state(&server, "start", &["SHUTOFF"])?;
            life::start(&cloud, server).await?;
        }
        "os-stop" => {
            may_write(&caller, "servers:stop")?;
            in_state(&server, "stop", &["ACTIVE", "ERROR"])?;
            life::stop(&cloud, server).await?;
        }
        "reboot" => {
            may_write(&caller, "servers:reboot")?;
            let hard = match argument["type"].as_str() {
                Some(word) if word.eq_ignore_ascii_case("hard") => true,
                Some(word) if word.eq_ignore_ascii_case("soft") => false,
                _ => return Err(no_reboot(argument)),
            };
            let allowed: &[&str] = if hard {
                &["ACTIVE", "SHUTOFF", "ERROR"]
            } else {
                &["ACTIVE"]
            };
            in_state(&server, "reboot", allowed)?;
            life::reboot(&cloud, server, hard).await?;
        }
        "rebuild" => return rebuild(&cloud, &caller, version, &headers, server, argument).await,
        "os-getConsoleOutput" => {
            may_write(&caller, "os-console-output")?;
            return console(&cloud, &server, argument).await;
        }
        "addSecurityGroup" => {
            may_write(&caller, "os-security-groups:add")?;
            group(&cloud, &server, argument, true).await?;
        }
        "removeSecurityGroup" => {
            may_write(&caller, "os-security-groups:remove")?;
            group(&cloud, &server, argument, false).await?;
        }
        other => {
            return Err(Fault::bad_request(format!(
                "There is no such action: {other}"
            )));
        }
    }
    Ok((StatusCode::ACCEPTED, [(CONTENT_TYPE, "application/json")]).into_response())
}

fn invalid(field: &str, value: &Value, says: &str) -> Fault {
    Fault::bad_request(format!(
        "Invalid input for field/attribute {field}. Value: {}. {says}",
        python::str(value)
    ))
}

fn no_reboot(argument: &Value) -> Fault {
    match argument.get("type") {
        None => invalid("reboot", argument, "'type' is a required property"),
        Some(how) => {
            let words = "['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']";
            let says = format!("{} is not one of {words}", python::repr(how));
            invalid("type", how, &says)
        }
    }
}

/// Refuses what a server's state does not allow.
fn in_state(server: &Server, action: &str, allowed: &[&str]) -> Result<(), Fault> {
    if let Some(task) = &server.task {
        return Err(Fault::conflict(format!(
            "Cannot '{action}' instance {} while it is in task_state {task}",
            server.id
        )));
    }
    if allowed.contains(&server.status.as_str()) {
        return Ok(());
    }
    let state = match server.status.as_str() {
        "ACTIVE" => "active",
        "SHUTOFF" => "stopped",
        "ERROR" => "error",
        _ => "building",
    };
    Err(Fault::conflict(format!(
        "Cannot '{action}' instance {} while it is in vm_state {state}",
        server.id
    )))
}

async fn rebuild(
    cloud: &Arc<Cloud>,
    caller: &Caller,
    version: Microversion,
    headers: &HeaderMap,
    mut server: Server,
    argument: &Value,
) -> Result<Response, Fault> {
    may_write(caller, "servers:rebuild")?;
    let Some(wanted) = argument["imageRef"].as_str().map(str::to_owned) else {
        let says = "'imageRef' is a required property";
        return Err(invalid("rebuild", argument, says));
    };
    let key_name = argument.get("key_name");
    if key_name.is_some() && version < Microversion(54) {
        let says = "Additional properties are not allowed ('key_name' was unexpected)";
        return Err(invalid("rebuild", argument, says));
    }
    in_state(&server, "rebuild", &["ACTIVE", "SHUTOFF", "ERROR"])?;
    let (project, user) = (server.project_id.clone(), caller.user_id.clone());
    let asked = key_name.and_then(Value::as_str).map(str::to_owned);
    let (found, key) = cloud
        .store
        .run({
            let (wanted, asked) = (wanted.clone(), asked.clone());
            move |db| {
                let key = match &asked {
                    Some(name) => key_pairs::find(db, &user, name)?,
                    None => None,
                };
                Ok((image::lookup(db, Some(&project), &wanted)?, key))
            }
        })
        .await?;
    let Some(image) = found else {
        return Err(Fault::bad_request("Cannot find image for rebuild"));
    };
    if image.status != "active" {
        let says = format!("Image {wanted} is not active.");
        return Err(Fault::bad_request(says));
    }
    let from_volume = server.image_id.is_none();
    if let Some(fault) =
        flavor(&server.flavor).and_then(|flavor| does_not_fit(&image, flavor, from_volume))
    {
        return Err(fault);
    }
    if key_name.is_some() {
        match (asked, key) {
            (Some(_), None) => return Err(Fault::bad_request("Invalid key_name provided.")),
            (_, key) => {
                server.key_name = key.as_ref().map(|key| key.name.clone());
                server.public_key = key.map(|key| key.public_key);
            }
        }
    }
    server.image_id = server.image_id.map(|_| wanted.clone());
    server.made_of = wanted;
    let server = life::rebuild(cloud, server).await?;
    let root = base_url(headers);
    let location = format!("{root}/compute/v2.1/servers/{}", server.id);
    let mut body = cloud
        .store
        .run(move |db| {
            View {
                db,
                root: &root,
                version,
            }
            .rebuilt(&server)
        })
        .await?;
    body["adminPass"] = super::password::make()?.into();
    let location = [(LOCATION, location)];
    let body = Json(json!({ "server": body }));
    Ok((StatusCode::ACCEPTED, location, body).into_response())
}

async fn console(cloud: &Cloud, server: &Server, argument: &Value) -> Result<Response, Fault> {
    if !argument.is_object() {
        let says = format!("{} is not of type 'object'", python::repr(argument));
        return Err(invalid("os-getConsoleOutput", argument, &says));
    }
    let length = match &argument["length"] {
        Value::Null => None,
        Value::Number(number) => number.as_i64(),
        given => match given.as_str().and_then(|text| text.parse().ok()) {
            Some(length) => Some(length),
            None => {
                let says = format!("{} does not match '^-?[0-9]+$'", python::repr(given));
                return Err(invalid("length", given, &says));
            }
        },
    };
    let Some(log) = life::console(cloud, server).await? else {
        return Err(Fault::conflict(format!(
            "Instance {} is not ready",
            server.id
        )));
    };
    let lines: Vec<&str> = log.lines().collect();
    let kept = match length {
        Some(length) if length >= 0 => usize::try_from(length).unwrap_or(usize::MAX),
        _ => usize::MAX,
    };
    let start = lines.len().saturating_sub(kept);
    Ok(Json(json!({ "output": lines[start..].join("\n") })).into_response())
}

async fn group(cloud: &Cloud, server: &Server, argument: &Value, on: bool) -> Result<(), Fault> {
    let name = argument["name"].as_str().unwrap_or_default().to_owned();
    let (project, id) = (server.project_id.clone(), server.id.clone());
    let done = cloud
        .store
        .run(move |db| {
            let group = match guests::find_group(db, &project, &name)? {
                Ok(group) => group,
                Err(refused) => return Ok(Err(refused)),
            };
            guests::set_group(db, &id, &group.id, on)?;
            Ok(Ok(()))
        })
        .await?;
    done.map_err(|refused| Fault::not_found(refused.message()))?;
    cloud.network.changed();
    Ok(())
}
