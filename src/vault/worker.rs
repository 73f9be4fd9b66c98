//! The vault's worker: takes requests from the frame, lets the [`Keeper`] answer them, posts the answers back.
//!
//! A request is `{request: JSON text, passphrase?: Uint8Array, pkcs8?: Uint8Array}` or `{save: true}`; an answer is
//! `{app: JSON text}`, for the frame to pass on to the app, or `{file: Uint8Array, name: string}`, for the frame to save.

use super::keeper::{Keeper, Request};
use super::protocol::{FromVault, VaultError};
use crate::keys::private::Secret;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

/// Starts listening. Called once, by the worker's program.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let keeper = RefCell::new(Keeper::default());
    let port = scope.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(mut keeper) = keeper.try_borrow_mut() else {
            return;
        };
        answer(&port, &mut keeper, &event.data());
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    tell(&scope, &FromVault::Ready);
}

fn answer(port: &DedicatedWorkerGlobalScope, keeper: &mut Keeper, data: &JsValue) {
    if has(data, "save") {
        if let Some((file, name)) = keeper.file() {
            give_file(port, file, name);
        }
        return;
    }
    let passphrase = take_bytes(data, "passphrase").filter(|secret| !secret.expose().is_empty());
    let pkcs8 = take_bytes(data, "pkcs8");
    let message = Reflect::get(data, &"request".into())
        .ok()
        .and_then(|text| text.as_string())
        .map(Zeroizing::new);
    let reply = match message.and_then(|text| serde_json::from_str(&text).ok()) {
        Some(message) => keeper.handle(Request {
            message,
            passphrase,
            pkcs8,
        }),
        None => Some(FromVault::Failed {
            error: VaultError::BadMessage,
        }),
    };
    if let Some(reply) = reply {
        tell(port, &reply);
    }
}

fn has(data: &JsValue, key: &str) -> bool {
    Reflect::get(data, &key.into()).is_ok_and(|value| value.is_truthy())
}

/// Moves bytes out of a message and wipes the message's own copy.
fn take_bytes(data: &JsValue, key: &str) -> Option<Secret> {
    let array = Reflect::get(data, &key.into())
        .ok()?
        .dyn_into::<Uint8Array>()
        .ok()?;
    let secret = Secret::from_bytes(array.to_vec());
    array.fill(0, 0, array.length());
    Some(secret)
}

fn tell(port: &DedicatedWorkerGlobalScope, message: &FromVault) {
    let Ok(text) = serde_json::to_string(message) else {
        return;
    };
    post(port, &[("app", text.into())], &Array::new());
}

fn give_file(port: &DedicatedWorkerGlobalScope, file: &str, name: &str) {
    let bytes = Uint8Array::from(file.as_bytes());
    let moved = Array::of1(&bytes.buffer());
    post(
        port,
        &[("file", bytes.into()), ("name", name.into())],
        &moved,
    );
}

fn post(port: &DedicatedWorkerGlobalScope, fields: &[(&str, JsValue)], moved: &Array) {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    // Nothing here is unclonable, so this fails only when the frame is gone, and then nobody waits for it.
    let _ = port.post_message_with_transfer(&object, moved);
}
