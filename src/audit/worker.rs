//! The audit's worker: each message is a [`Question`](super::protocol::Question) as JSON text, each reply an
//! [`Answer`](super::protocol::Answer).

use super::run::run;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Starts listening, and says so with an empty message. Called once, by the worker's program.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let port = scope.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let question = event
            .data()
            .as_string()
            .and_then(|text| serde_json::from_str(&text).ok());
        let answer = question.and_then(|question| serde_json::to_string(&run(question)).ok());
        if let Some(text) = answer {
            // A text is always clonable, so this cannot fail.
            let _ = port.post_message(&text.into());
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    let _ = scope.post_message(&"".into());
}
