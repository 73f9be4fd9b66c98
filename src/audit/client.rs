//! The app's side of the audit: starts the worker, asks it whenever the list has changed, shows what it found.

use super::health::Audit;
use super::protocol::Answer;
use crate::browser::{boot, files, worker};
use base64ct::{Base64, Encoding};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::MessageEvent;

/// Starts the worker, which then answers for as long as the page is open. Without it the keys are judged at a glance.
#[wasm_split(audit, wasm_split_path = leptos::wasm_split, fallible)]
pub fn begin(audit: Audit) -> Result<(), SplitLoaderError> {
    spawn_local(async move {
        if start(audit).await.is_err() {
            audit.failed();
        }
    });
    Ok(())
}

async fn start(audit: Audit) -> Result<(), String> {
    let blocklist = blocklist().await;
    let worker = worker::start_audit(boot::audit_wasm()).await?;
    let ready = RwSignal::new(false);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        if text.is_empty() {
            ready.set(true);
        } else if let Ok(answer) = serde_json::from_str::<Answer>(&text) {
            audit.answer(answer);
        }
    });
    worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    audit.owner().with(|| {
        Effect::new(move || {
            if let (true, Some(question)) = (ready.get(), audit.question(blocklist.clone()))
                && let Ok(text) = serde_json::to_string(&question)
            {
                // A text is always clonable, so this cannot fail.
                let _ = worker.post_message(&text.into());
            }
        })
    });
    Ok(())
}

/// The host's blocklist in base64, when `config.json` names one. One that cannot be had is an empty one, which the worker
/// reports.
async fn blocklist() -> Option<String> {
    let path = boot::config().ok()?.blocklist?;
    let bytes = files::beside(&path).await.unwrap_or_default();
    Some(Base64::encode_string(&bytes))
}
