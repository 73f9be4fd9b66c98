//! The administrator's password of a Windows server, as its guest posted it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::{Extension, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use rsa::rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::{InPath, find, may_write};
use crate::Cloud;
use crate::compute::fault::Fault;
use crate::compute::pipeline::Caller;
use crate::error::Error;
use crate::store::servers;

/// `GET /servers/ID/os-server-password`
pub(super) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { server }): Path<InPath>,
) -> Result<Json<Value>, Fault> {
    let server = find(&cloud, &caller, &server).await?;
    Ok(Json(json!({ "password": server.sealed_password })))
}

/// `DELETE /servers/ID/os-server-password`
pub(super) async fn clear(
    State(cloud): State<Arc<Cloud>>,
    Extension(caller): Extension<Caller>,
    Path(InPath { server }): Path<InPath>,
) -> Result<StatusCode, Fault> {
    may_write(&caller, "os-server-password:clear")?;
    let mut server = find(&cloud, &caller, &server).await?;
    server.sealed_password.clear();
    cloud
        .store
        .run(move |db| servers::update(db, &server))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What cloudbase-init does: a password of its own making, encrypted to the key with RSAES-PKCS1-v1_5 (RFC 8017 section
/// 7.2.1), in base64. `None` when the key is not RSA.
pub(super) fn seal(public_key: &str, password: &str) -> Result<Option<String>, Error> {
    let Some(key) = rsa_key(public_key) else {
        return Ok(None);
    };
    let mut random = UnwrapErr(getrandom::SysRng);
    let sealed = key.encrypt(&mut random, rsa::Pkcs1v15Encrypt, password.as_bytes());
    Ok(sealed.ok().map(|sealed| STANDARD.encode(sealed)))
}

/// The key in a line `ssh-rsa BASE64 comment` (RFC 4253 section 6.6): the exponent, then the modulus.
fn rsa_key(line: &str) -> Option<rsa::PublicKey> {
    let blob = STANDARD
        .decode(line.strip_prefix("ssh-rsa ")?.split(' ').next()?.trim())
        .ok()?;
    let mut fields = Vec::new();
    let mut rest = blob.as_slice();
    while let Some((length, after)) = rest.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (field, after) = after.split_at_checked(length)?;
        fields.push(rsa::BoxedUint::from_be_slice_vartime(field));
        rest = after;
    }
    let [_, exponent, modulus] = <[_; 3]>::try_from(fields).ok()?;
    rsa::PublicKey::new(modulus, exponent).ok()
}

/// A password as Windows wants one: upper and lower case, digits.
pub(super) fn make() -> Result<String, Error> {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    let mut bytes = [0; 18];
    getrandom::fill(&mut bytes)?;
    let letters = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
    Ok(format!("Aa1{}", letters.collect::<String>()))
}
