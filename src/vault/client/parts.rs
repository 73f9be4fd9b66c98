//! What a vault is made of: the frame's page and the worker's program, fetched once.

use crate::browser::{boot, trusted, worker::fetch};
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// The frame's page and the worker's program.
#[derive(Clone)]
pub(super) struct Parts {
    /// For the property `srcdoc`, which takes no text that has not passed [`trusted`].
    pub(super) page: JsValue,
    pub(super) program: ArrayBuffer,
}

thread_local! {
    static PARTS: RefCell<Option<Parts>> = const { RefCell::new(None) };
}

/// Fetches the vault's files unless they are there already. Each is checked against the hash that came with the page.
///
/// # Errors
/// A sentence that says what could not be had.
pub(super) async fn parts() -> Result<Parts, String> {
    if let Some(parts) = PARTS.with_borrow(Clone::clone) {
        return Ok(parts);
    }
    let page = trusted::vault_page().await?;
    let program = fetch(boot::vault_wasm()).await?;
    let buffer = program.binary().await;
    let bytes = buffer.map_err(|_| "The vault's program broke off.")?;
    let program = Uint8Array::from(bytes.as_slice()).buffer();
    let parts = Parts { page, program };
    PARTS.set(Some(parts.clone()));
    Ok(parts)
}

/// Fetches the vault's files ahead of need.
pub fn fetch_ahead() {
    spawn_local(async {
        // A failure shows when the vault is really needed.
        let _ = parts().await;
    });
}
