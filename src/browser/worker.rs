//! Programs of the site that run apart from the app.

use super::boot::Part;
use super::trusted;
use gloo_net::http::{Request, Response};
use js_sys::{Array, Uint8Array};
use web_sys::Worker;

/// Fetches one of the site's files, which must have the hash that came with the page.
///
/// # Errors
/// A sentence that says what could not be had.
pub async fn fetch(part: Part) -> Result<Response, String> {
    let reply = Request::get(&part.url)
        .integrity(&part.integrity)
        .send()
        .await
        .map_err(|error| error.to_string())?;
    if reply.ok() {
        Ok(reply)
    } else {
        Err(format!("{} answered {}", part.url, reply.status()))
    }
}

/// Starts the audit's worker and hands it the bytes of its program.
///
/// # Errors
/// A sentence that says what could not be had or done.
pub async fn start_audit(program: Part) -> Result<Worker, String> {
    let worker = trusted::audit_worker().await?;
    let bytes = fetch(program).await?.binary().await;
    let bytes = Uint8Array::from(bytes.map_err(|error| error.to_string())?.as_slice());
    let moved = Array::of1(&bytes.buffer());
    worker
        .post_message_with_transfer(&bytes.buffer(), &moved)
        .map_err(|_| "The browser did not start the worker.".to_owned())?;
    Ok(worker)
}
