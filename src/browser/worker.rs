//! Programs of the site that run in workers of the page.

use super::boot::Part;
use gloo_net::http::{Request, Response};
use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

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

/// Starts a worker from its script and hands it the bytes of its program. The script becomes a `blob:`, so that the
/// worker has the page's own policy.
///
/// # Errors
/// A sentence that says what could not be had or done.
pub async fn start(script: Part, program: Part) -> Result<Worker, String> {
    let refused = |_| "The browser did not start the worker.".to_owned();
    let text = fetch(script).await?.text().await;
    let text = text.map_err(|error| error.to_string())?;
    let bytes = fetch(program).await?.binary().await;
    let bytes = Uint8Array::from(bytes.map_err(|error| error.to_string())?.as_slice());
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let url = Url::create_object_url_with_blob(&blob.map_err(refused)?).map_err(refused)?;
    let worker = Worker::new(&url);
    // The worker has been told where its script is; a failure to take the address back is of no consequence.
    let _ = Url::revoke_object_url(&url);
    let worker = worker.map_err(refused)?;
    let moved = Array::of1(&bytes.buffer());
    worker
        .post_message_with_transfer(&bytes.buffer(), &moved)
        .map_err(refused)?;
    Ok(worker)
}
