//! The version that the browser keeps of this site: `site/offline.mjs` does the work, and is asked here.

use super::http::settle;
use js_sys::Promise;
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = keyhavenOffline, js_name = state, catch)]
    fn ask_state() -> Result<Promise, wasm_bindgen::JsValue>;
    #[wasm_bindgen(js_namespace = keyhavenOffline, js_name = look, catch)]
    fn ask_look() -> Result<Promise, wasm_bindgen::JsValue>;
    #[wasm_bindgen(js_namespace = keyhavenOffline, js_name = keep, catch)]
    fn ask_keep() -> Result<Promise, wasm_bindgen::JsValue>;
    #[wasm_bindgen(js_namespace = keyhavenOffline, js_name = forget, catch)]
    fn ask_forget() -> Result<Promise, wasm_bindgen::JsValue>;
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Kept {
    /// Whether this browser can keep a version: over plain http none can.
    pub can: bool,
    /// Whether the person lets it.
    pub on: bool,
    /// The build that is kept and in use.
    pub current: Option<String>,
    /// A build that was fetched and waits for the person's word.
    pub found: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// In a sentence.
    pub text: String,
}

/// What to do about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Nothing: tell how it stands.
    State,
    /// Look whether the host has another version.
    Look,
    /// Keep the version from now on.
    Keep,
    /// Forget it, and load from the network from now on.
    Forget,
}

/// Asks, and gives how it stands then.
///
/// # Errors
/// What the browser said.
pub async fn ask(what: Ask) -> Result<Kept, String> {
    let asked = match what {
        Ask::State => ask_state(),
        Ask::Look => ask_look(),
        Ask::Keep => ask_keep(),
        Ask::Forget => ask_forget(),
    };
    let said = |error| format!("{error:?}");
    let text = settle(asked.map_err(said)?).await.map_err(said)?;
    let text = text.as_string().unwrap_or_default();
    serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string())
}
