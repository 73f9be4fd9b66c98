//! What `site/trusted.mjs` makes of the site's files: that script alone has the way to the places where a browser takes a
//! text for markup or for the address of a program.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

// The build puts the file's real name in the place of this one.
#[wasm_bindgen(raw_module = "./trusted.js")]
extern "C" {
    #[wasm_bindgen(js_name = vaultPage, catch)]
    async fn make_vault_page() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = auditWorker, catch)]
    async fn make_audit_worker() -> Result<JsValue, JsValue>;
}

/// The page of the vault's frame, for the property `srcdoc`.
///
/// # Errors
/// A sentence that says what could not be had.
pub async fn vault_page() -> Result<JsValue, String> {
    make_vault_page().await.map_err(reason)
}

/// The audit's worker, which waits for its program.
///
/// # Errors
/// A sentence that says what could not be had or done.
pub async fn audit_worker() -> Result<Worker, String> {
    let worker = make_audit_worker().await.map_err(reason)?;
    Ok(worker.unchecked_into())
}

fn reason(error: JsValue) -> String {
    js_sys::Error::from(error).to_string().into()
}
