//! What this page was really loaded from: the bytes, read again from where the browser has them, and what the build's manifest
//! says they should be.

use super::{boot, http::settle, window};
use gloo_net::http::Request;
use js_sys::{Reflect, Uint8Array};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::JsValue;
use web_sys::RequestCache;

/// `build.json`, as `cargo xtask` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The package's version.
    pub version: String,
    /// One hash over all files.
    pub build: String,
    /// The commit, or `unknown`.
    pub commit: String,
    /// Whether everything was as in that commit; `None` when nobody can tell.
    pub clean: Option<bool>,
    /// What it was built with.
    pub tools: BTreeMap<String, String>,
    /// Every file that a browser may load.
    pub files: BTreeMap<String, Listed>,
}

/// A file in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A file that this page has loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its bytes, computed here; `None` when they could not be had again.
    pub sha256: Option<String>,
    /// What the manifest says; `None` when it does not know the file.
    pub listed: Option<String>,
}

impl Loaded {
    /// Whether the bytes are those of the build.
    pub fn is_as_built(&self) -> bool {
        self.sha256.is_some() && self.sha256 == self.listed
    }
}

const PAGE: &str = "index.html";
const MANIFEST: &str = "build.json";

/// The manifest of the build, with the build's hash computed anew from its list.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub async fn manifest() -> Result<Manifest, String> {
    let reply = Request::get(&format!("{}/{MANIFEST}", boot::base()))
        .send()
        .await
        .map_err(|error| error.to_string())?;
    if !reply.ok() {
        return Err(format!(
            "{MANIFEST}: the server answered {}",
            reply.status()
        ));
    }
    let bytes = reply.binary().await.map_err(|error| error.to_string())?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| format!("{MANIFEST}: {error}"))?;
    let lines: String = manifest
        .files
        .iter()
        .map(|(name, file)| format!("{}  {name}\n", file.sha256))
        .collect();
    let build = sha256(lines.as_bytes()).await;
    match build.as_deref() == Some(&manifest.build) {
        true => Ok(manifest),
        false => Err(format!("{MANIFEST} does not fit its own list of files")),
    }
}

/// Every file of the site that this page has loaded so far, the page itself among them, each with its hash.
pub async fn files(manifest: &Manifest) -> Vec<Loaded> {
    let mut files = Vec::new();
    for (name, url) in addresses() {
        let sha256 = match again(&url).await {
            Some(bytes) => sha256(&bytes).await,
            None => None,
        };
        let listed = manifest.files.get(&name);
        let listed = listed.map(|listed| listed.sha256.clone());
        files.push(Loaded {
            name,
            sha256,
            listed,
        });
    }
    files
}

/// Name and address of what was loaded from the site's own folder, as the browser has noted it.
fn addresses() -> BTreeSet<(String, String)> {
    let folder = format!("{}{}/", boot::origin(), boot::base());
    let mut found: BTreeSet<_> = entries("resource")
        .into_iter()
        .filter_map(|url| {
            let name = url.strip_prefix(&folder)?;
            let name = name.split('?').next()?.to_owned();
            let is_file = name.contains('.') && !name.contains('/');
            // What the operator wrote is no file of the build, and the manifest cannot hold its own hash.
            (is_file && name != MANIFEST && !name.ends_with("config.json")).then_some((name, url))
        })
        .collect();
    // Of a kept version the page is where the service worker has it; else under the address that it was loaded by.
    let page = match is_kept() {
        true => Some(format!("{folder}{PAGE}")),
        false => entries("navigation").into_iter().next(),
    };
    let page = page.unwrap_or(folder);
    let page = page.split('#').next().unwrap_or_default().to_owned();
    found.insert((PAGE.to_owned(), page));
    found
}

/// Whether a service worker answered for this page.
fn is_kept() -> bool {
    let worker = Reflect::get(&window().navigator(), &"serviceWorker".into());
    let controller = worker.and_then(|container| Reflect::get(&container, &"controller".into()));
    controller.is_ok_and(|controller| controller.is_object())
}

fn entries(kind: &str) -> Vec<String> {
    let entries = window()
        .performance()
        .map(|performance| performance.get_entries_by_type(kind))
        .unwrap_or_default();
    let name = |entry: JsValue| Reflect::get(&entry, &"name".into()).ok()?.as_string();
    entries.iter().filter_map(name).collect()
}

/// The bytes as the browser has them, however old; from the host only when it has not.
async fn again(url: &str) -> Option<Vec<u8>> {
    let reply = Request::get(url)
        .cache(RequestCache::ForceCache)
        .header("Accept", "text/html, */*")
        .send()
        .await
        .ok()?;
    reply.ok().then_some(())?;
    reply.binary().await.ok()
}

/// The SHA-256 in hexadecimal; `None` where the browser has no SubtleCrypto, as over plain http.
async fn sha256(bytes: &[u8]) -> Option<String> {
    let crypto = window().crypto().ok()?;
    // In no secure context there is a `crypto` without this.
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    if subtle.is_undefined() {
        return None;
    }
    let hash = crypto
        .subtle()
        .digest_with_str_and_u8_array("SHA-256", bytes)
        .ok()?;
    let hash = Uint8Array::new(&settle(hash).await.ok()?).to_vec();
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}
