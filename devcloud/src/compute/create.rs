//! `POST /os-keypairs`: taking in a public key, or, before 2.92 and when none is given, making a pair.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::fault::Fault;
use super::microversion::Microversion;
use super::pipeline::Caller;
use super::{fingerprint, generate, query, schema, sentinels, x509};
use crate::identity::host_url;
use crate::store::key_pairs::{self, KeyPair, Stored};
use crate::store::quotas;
use crate::{Cloud, clock, error::Error};

/// The most bytes MariaDB's column takes.
const MOST_PUBLIC_KEY: usize = 65_535;

pub(super) async fn create(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Extension(version): Extension<Microversion>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Fault> {
    content_type(&headers)?;
    let wanted = schema::check(&body, version)?;
    let owner = query::permit(&caller, wanted.user_id.as_deref(), "create")?;
    let fault = sentinels::on_create(&cloud, &caller, &host_url(&headers), &wanted.name).await?;
    if let sentinels::Outcome::Instead(reply) = fault {
        return Ok(reply);
    }
    quota(&cloud, &owner, caller.project_id.clone()).await?;
    let mut private_key = None;
    let (public_key, print) = match wanted.public_key {
        Some(public_key) => {
            let print = match wanted.kind.as_str() {
                "x509" => x509::fingerprint(&public_key)?,
                _ => fingerprint::md5(&public_key)?,
            };
            (public_key, print)
        }
        None if wanted.kind == "x509" => {
            // Nova makes a certificate and a PKCS#12 file; Keyhaven asks for neither, so nor does this.
            return Err(Fault::bad_request(
                "Keypair data is invalid: this cloud makes no X.509 key pairs",
            ));
        }
        None => {
            let made = tokio::task::spawn_blocking(generate::rsa_2048)
                .await
                .map_err(|_| Error::Cancelled)??;
            private_key = Some(made.private_key);
            (made.public_key, made.fingerprint)
        }
    };
    storable(&public_key)?;
    let pair = KeyPair {
        id: 0,
        user_id: owner,
        name: wanted.name,
        kind: wanted.kind,
        public_key,
        fingerprint: print,
        created_at: clock::now(),
    };
    let kept = pair.clone();
    let stored = cloud
        .store
        .run(move |db| key_pairs::insert(db, &kept))
        .await?;
    if stored == Stored::NameTaken {
        let message = format!("Key pair '{}' already exists.", pair.name);
        return Err(Fault::conflict(message));
    }
    if let sentinels::Outcome::Afterwards(reply) = fault {
        return Ok(reply);
    }
    let status = if version >= Microversion(2) {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(reply(&pair, private_key, version))).into_response())
}

fn reply(pair: &KeyPair, private_key: Option<String>, version: Microversion) -> Value {
    let mut body = json!({});
    if let Some(private_key) = private_key {
        body["private_key"] = private_key.into();
    }
    if version >= Microversion(2) {
        body["type"] = pair.kind.clone().into();
    }
    body["name"] = pair.name.clone().into();
    body["public_key"] = pair.public_key.clone().into();
    body["fingerprint"] = pair.fingerprint.clone().into();
    body["user_id"] = pair.user_id.clone().into();
    json!({ "keypair": body })
}

/// JSON, plain text (which needs no preflight) or nothing said.
fn content_type(headers: &HeaderMap) -> Result<(), Fault> {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let value = value.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "" | "application/json" | "text/plain" => Ok(()),
        _ => Err(Fault::unsupported_media_type()),
    }
}

async fn quota(cloud: &Cloud, owner: &str, project: Option<String>) -> Result<(), Fault> {
    let owner = owner.to_owned();
    let (limit, used) = cloud
        .store
        .run(move |db| {
            let limit = quotas::of_user(db, &owner, project.as_deref())?;
            Ok((limit, key_pairs::count(db, &owner)?))
        })
        .await?;
    if limit >= 0 && used >= limit {
        return Err(Fault::forbidden("Quota exceeded, too many key pairs."));
    }
    Ok(())
}

/// What a MariaDB with utf8mb3 columns cannot keep comes back as a 500, for the want of a check before.
fn storable(public_key: &str) -> Result<(), Fault> {
    if public_key.len() > MOST_PUBLIC_KEY {
        return Err(Fault::unexpected("oslo_db.exception.DBDataError"));
    }
    if public_key.chars().any(|c| u32::from(c) > 0xffff) {
        return Err(Fault::unexpected("oslo_db.exception.DBError"));
    }
    Ok(())
}
