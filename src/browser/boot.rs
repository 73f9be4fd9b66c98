//! What `boot.js` left for the app: where the site lives, its parts and their hashes, and `config.json`.

use super::window;
use crate::config::{Config, ConfigError};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// An attribute `data-NAME` of the boot script, empty when it is missing.
fn data(name: &str) -> String {
    window()
        .document()
        .and_then(|document| document.get_element_by_id("boot"))
        .and_then(|element| element.get_attribute(&format!("data-{name}")))
        .unwrap_or_default()
}

/// The path under which the site is served, without a slash at its end: empty at the root.
pub fn base() -> String {
    data("base").trim_end_matches('/').to_owned()
}

/// Where one of the vault's files is, and the hash it must have (`sha256-BASE64`).
pub struct Part {
    /// URL relative to the page's origin.
    pub url: String,
    /// Subresource-integrity hash.
    pub integrity: String,
}

/// The part whose attributes are `data-NAME` and `data-NAME-hash`.
fn part(name: &str) -> Part {
    Part {
        url: data(name),
        integrity: data(&format!("{name}-hash")),
    }
}

/// The vault's page.
pub fn vault_frame() -> Part {
    part("vault-frame")
}

/// The vault's program.
pub fn vault_wasm() -> Part {
    part("vault-wasm")
}

/// The program of the audit's worker.
pub fn audit_wasm() -> Part {
    part("audit-wasm")
}

/// `config.json` as `boot.js` fetched it.
///
/// # Errors
/// When the file could not be had, is not JSON, does not say what it should, or names an address that no policy can allow.
pub fn config() -> Result<Config, ConfigError> {
    let config = field(&js_sys::global(), "keyhavenConfig");
    if let Some(reason) = field(&config, "error").as_string() {
        return Err(ConfigError::Missing(reason));
    }
    let text = field(&config, "text").as_string().unwrap_or_default();
    let parsed = Config::parse(&text)?;
    let refused = js_sys::Array::from(&field(&config, "refused"));
    if refused.length() == 0 {
        return Ok(parsed);
    }
    let refused = String::from(refused.join(", "));
    Err(ConfigError::Broken(format!(
        "not an address that a page can be allowed to reach: {refused}"
    )))
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Resolves `url` against the page: a cloud may be given by a path when it shares the site's origin.
pub fn absolute(url: &str) -> String {
    if !url.starts_with('/') {
        return url.to_owned();
    }
    format!("{}{url}", window().location().origin().unwrap_or_default())
}

/// The page's origin, for the lines that a cloud's operator must set.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}
