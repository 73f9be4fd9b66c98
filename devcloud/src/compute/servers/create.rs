//! `POST /servers`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use rusqlite::Connection;
use serde_json::json;

use super::view::View;
use super::wanted::{self, Wanted};
use super::zones::ZONE;
use super::{flavors, life, may_write, project};
use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::pipeline::Caller;
use crate::compute::sentinels;
use crate::identity::base_url;
use crate::network::guests;
use crate::store::images::Image;
use crate::store::servers::{self, Failure, Server};
use crate::store::{key_pairs, quotas};
use crate::{Cloud, clock, image};

/// What became of a request.
enum Taken {
    Servers(Vec<Server>),
    Refused(Fault),
}

pub(super) async fn create(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Fault> {
    let project = project(&caller)?;
    may_write(&caller, "servers:create")?;
    let wanted = wanted::read(&body, version)?;
    let root = base_url(&headers);
    let fault = sentinels::on_create(&cloud, &caller, &root, &wanted.name).await?;
    if let sentinels::Outcome::Instead(reply) = fault {
        return Ok(reply);
    }
    let user = caller.user_id.clone();
    let taken = cloud
        .store
        .run(move |db| take_in(db, &project, &user, wanted))
        .await?;
    let made = match taken {
        Taken::Refused(fault) => return Err(fault),
        Taken::Servers(servers) => servers,
    };
    cloud.network.changed();
    for server in &made {
        life::begin(&cloud, server.id.clone());
    }
    if let sentinels::Outcome::Afterwards(reply) = fault {
        return Ok(reply);
    }
    let Some(first) = made.into_iter().next() else {
        return Err(Fault::bad_request("min_count must be >= 1"));
    };
    let password = super::password::make()?;
    let location = [(
        LOCATION,
        format!("{root}/compute/v2.1/servers/{}", first.id),
    )];
    let body = cloud
        .store
        .run(move |db| {
            let links = View { db, root: &root, version }.links(&first.id);
            let groups = guests::security_groups_of(db, &first.id)?;
            let mut names: Vec<_> = groups.iter().map(|group| json!({ "name": group.name })).collect();
            if names.is_empty() {
                names.push(json!({ "name": "default" }));
            }
            Ok(json!({ "server": {
                "id": first.id, "links": links, "OS-DCF:diskConfig": "MANUAL", "security_groups": names,
                "adminPass": password,
            } }))
        })
        .await?;
    Ok((StatusCode::ACCEPTED, location, Json(body)).into_response())
}

/// Puts the servers into the database with their ports, or nothing at all.
fn take_in(
    db: &mut Connection,
    project: &str,
    user: &str,
    wanted: Wanted,
) -> rusqlite::Result<Taken> {
    let tx = db.transaction()?;
    if let Some(fault) = refusal(&tx, project, user, &wanted)? {
        return Ok(Taken::Refused(fault));
    }
    let key = match &wanted.key_name {
        Some(name) => key_pairs::find(&tx, user, name)?,
        None => None,
    };
    let mut made = Vec::new();
    for number in 1..=wanted.count {
        let now = clock::now();
        let mut server = Server {
            id: uuid::Uuid::new_v4().to_string(),
            project_id: project.to_owned(),
            user_id: user.to_owned(),
            name: match wanted.count {
                1 => wanted.name.clone(),
                _ => format!("{}-{number}", wanted.name),
            },
            image_id: Some(wanted.image.clone()).filter(|_| !wanted.from_volume),
            made_of: wanted.image.clone(),
            flavor: wanted.flavor.clone(),
            key_name: key.as_ref().map(|key| key.name.clone()),
            public_key: key.as_ref().map(|key| key.public_key.clone()),
            authorized_keys: key
                .as_ref()
                .map(|key| key.public_key.trim_end().to_owned() + "\n")
                .unwrap_or_default(),
            user_data: wanted.user_data.clone(),
            description: wanted.description.clone(),
            zone: ZONE.to_owned(),
            metadata: wanted.metadata.clone(),
            status: "BUILD".to_owned(),
            task: Some("scheduling".to_owned()),
            failure: None,
            request_id: crate::random::request_id(),
            created_at: now,
            updated_at: now,
            launched_at: None,
            first_boot_at: None,
            booted_at: None,
            host_keys: None,
            sealed_password: String::new(),
            password: None,
        };
        servers::insert(&tx, &server)?;
        let ports = guests::allocate(
            &tx,
            project,
            &server.id,
            &wanted.networks,
            &wanted.security_groups,
        )?;
        if let Err(refused) = ports {
            match refused.status() {
                Some(status) => {
                    return Ok(Taken::Refused(Fault {
                        status,
                        message: refused.message(),
                    }));
                }
                // Nova sees it only while it builds the server, and keeps the reason to itself.
                None => {
                    let message = format!(
                        "Build of instance {} aborted: Failed to allocate the network(s), not rescheduling.",
                        server.id
                    );
                    server.failure = Some(Failure { message, at: now });
                    servers::update(&tx, &server)?;
                }
            }
        }
        made.push(server);
    }
    tx.commit()?;
    Ok(Taken::Servers(made))
}

/// Why Nova does not take the request in.
fn refusal(
    db: &Connection,
    project: &str,
    user: &str,
    wanted: &Wanted,
) -> rusqlite::Result<Option<Fault>> {
    let Some(image) = image::lookup(db, Some(project), &wanted.image)? else {
        return Ok(Some(Fault::bad_request("Can not find requested image")));
    };
    if image.status != "active" {
        return Ok(Some(Fault::bad_request(format!(
            "Image {} is not active.",
            wanted.image
        ))));
    }
    let Some(flavor) = flavors::find(&wanted.flavor) else {
        return Ok(Some(Fault::bad_request(format!(
            "Flavor {} could not be found.",
            wanted.flavor
        ))));
    };
    if let Some(fault) = does_not_fit(&image, flavor, wanted.from_volume) {
        return Ok(Some(fault));
    }
    if let Some(name) = &wanted.key_name
        && key_pairs::find(db, user, name)?.is_none()
    {
        return Ok(Some(Fault::bad_request("Invalid key_name provided.")));
    }
    if wanted.zone.as_deref().is_some_and(|zone| zone != ZONE) {
        let says = "The requested availability zone is not available";
        return Ok(Some(Fault::bad_request(says)));
    }
    over_quota(db, project, wanted, flavor)
}

/// Why a server of this flavor cannot be made of an image.
pub(super) fn does_not_fit(
    image: &Image,
    flavor: &flavors::Flavor,
    from_volume: bool,
) -> Option<Fault> {
    const GIB: i64 = 1024 * 1024 * 1024;
    if flavor.ram < image.min_ram {
        let says = "Flavor's memory is too small for requested image.";
        return Some(Fault::bad_request(says));
    }
    if from_volume {
        return None;
    }
    if flavor.disk == 0 {
        let says = "Only volume-backed servers are allowed for flavors with zero disk.";
        return Some(Fault::forbidden(says));
    }
    (flavor.disk < image.min_disk).then(|| {
        Fault::bad_request(format!(
            "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is {} bytes, minimum size is {} bytes.",
            flavor.disk * GIB,
            image.min_disk * GIB
        ))
    })
}

fn over_quota(
    db: &Connection,
    project: &str,
    wanted: &Wanted,
    flavor: &flavors::Flavor,
) -> rusqlite::Result<Option<Fault>> {
    let count = i64::try_from(wanted.count).unwrap_or(i64::MAX);
    let used = quotas::servers_used(db, project)?;
    let most = quotas::servers_of(db, project)?;
    let wishes = [
        ("instances", count, used.instances, most.instances),
        (
            "cores",
            count.saturating_mul(flavor.vcpus),
            used.cores,
            most.cores,
        ),
        ("ram", count.saturating_mul(flavor.ram), used.ram, most.ram),
    ];
    let over: Vec<_> = wishes
        .into_iter()
        .filter(|(_, wish, used, most)| *most >= 0 && used + wish > *most)
        .collect();
    let list = |pick: fn(&(&str, i64, i64, i64)) -> String| {
        over.iter().map(pick).collect::<Vec<_>>().join(", ")
    };
    Ok((!over.is_empty()).then(|| {
        Fault::forbidden(format!(
            "Quota exceeded for {}: Requested {}, but already used {} of {} {}",
            list(|(what, ..)| (*what).to_owned()),
            list(|(_, wish, ..)| wish.to_string()),
            list(|(_, _, used, _)| used.to_string()),
            list(|(_, _, _, most)| most.to_string()),
            list(|(what, ..)| (*what).to_owned()),
        ))
    }))
}
