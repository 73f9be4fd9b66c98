//! The vault's worker: takes requests from the frame, lets [`Keeper`] and [`Workbench`] answer them, posts the answers
//! back.
//!
//! A request is `{request: JSON text, passphrase?: Uint8Array, pkcs8?: Uint8Array}` for what the app asks,
//! `{ask: JSON text, bytes?: Uint8Array, passphrase?: Uint8Array}` for what the frame asks, `{save: true}`, or
//! `{ping: number}`. An answer is `{app: JSON text}`, for the frame to pass on to the app, `{frame: JSON text}`, for the
//! frame, `{file: Uint8Array, name: string, id: number}`, for the frame to save (`id` is 0 for the key that was made),
//! `{password: Uint8Array}`, for the frame to show, or `{pong: number}`: all that was asked before that ping is done.

use super::keeper::{Keeper, Request};
use super::password::SealedPassword;
use super::protocol::{FromVault, ToVault, VaultError};
use super::workbench::{Beside, Reply, Workbench};
use crate::keys::private::Secret;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

/// What the worker holds, and the way back to the frame.
struct Worker {
    port: DedicatedWorkerGlobalScope,
    keeper: Keeper,
    workbench: Workbench,
}

/// Starts listening. Called once, by the worker's program.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let worker = Worker {
        port: scope.clone(),
        keeper: Keeper::default(),
        workbench: Workbench::default(),
    };
    worker.tell(&FromVault::Ready);
    let worker = RefCell::new(worker);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(mut worker) = worker.try_borrow_mut() {
            worker.answer(&event.data());
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
}

impl Worker {
    fn answer(&mut self, data: &JsValue) {
        let ping = get(data, "ping");
        if !ping.is_undefined() {
            return self.post(&[("pong", ping)], &Array::new());
        }
        let passphrase =
            take_bytes(data, "passphrase").filter(|secret| !secret.expose().is_empty());
        if !get(data, "save").is_falsy() {
            if let Some((file, name)) = self.keeper.file() {
                self.give_file(0, file, name);
            }
        } else if !get(data, "ask").is_undefined() {
            let bytes = take_bytes(data, "bytes");
            let Some(ask) = parse(&get(data, "ask")) else {
                return self.fail();
            };
            let made = self.keeper.file().map(|(file, _)| file);
            let beside = Beside { bytes, passphrase };
            if let Some(reply) = self.workbench.handle(ask, beside, made) {
                self.reply(&reply);
            }
        } else {
            let pkcs8 = take_bytes(data, "pkcs8");
            match parse(&get(data, "request")) {
                Some(message) => self.request(message, passphrase, pkcs8),
                None => self.fail(),
            }
        }
    }

    fn request(&mut self, message: ToVault, passphrase: Option<Secret>, pkcs8: Option<Secret>) {
        match message {
            ToVault::Identify { key_pairs } => {
                for reply in self.workbench.compare_with(key_pairs) {
                    self.reply(&reply);
                }
            }
            ToVault::OpenPassword {
                ciphertext,
                public_key,
            } => {
                let sealed = SealedPassword::new(&ciphertext, public_key.as_deref());
                self.workbench.seal(sealed);
            }
            message => {
                let request = Request {
                    message,
                    passphrase,
                    pkcs8,
                    now: (js_sys::Date::now() / 1000.0) as u64,
                };
                if let Some(reply) = self.keeper.handle(request) {
                    self.tell(&reply);
                }
            }
        }
    }

    fn fail(&self) {
        self.tell(&FromVault::Failed {
            error: VaultError::BadMessage,
        });
    }

    fn reply(&self, reply: &Reply) {
        match reply {
            Reply::Answer(answer) => self.post_json("frame", answer),
            Reply::File { id, name, text } => self.give_file(*id, text.as_bytes(), name),
            Reply::Password(text) => self.give_password(text.as_bytes()),
        }
    }

    fn tell(&self, message: &FromVault) {
        self.post_json("app", message);
    }

    fn post_json(&self, field: &str, message: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(message) {
            self.post(&[(field, text.into())], &Array::new());
        }
    }

    fn give_file(&self, id: u32, file: &[u8], name: &str) {
        let bytes = Uint8Array::from(file);
        let moved = Array::of1(&bytes.buffer());
        let fields = [
            ("file", bytes.into()),
            ("name", name.into()),
            ("id", id.into()),
        ];
        self.post(&fields, &moved);
    }

    fn give_password(&self, password: &[u8]) {
        let bytes = Uint8Array::from(password);
        let moved = Array::of1(&bytes.buffer());
        self.post(&[("password", bytes.into())], &moved);
    }

    fn post(&self, fields: &[(&str, JsValue)], moved: &Array) {
        let object = Object::new();
        for (key, value) in fields {
            // Setting a field of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &(*key).into(), value);
        }
        // Nothing here is unclonable, so this fails only when the frame is gone, and then nobody waits for it.
        let _ = self.port.post_message_with_transfer(&object, moved);
    }
}

fn get(data: &JsValue, key: &str) -> JsValue {
    Reflect::get(data, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn parse<T: DeserializeOwned>(text: &JsValue) -> Option<T> {
    let text = Zeroizing::new(text.as_string()?);
    serde_json::from_str(&text).ok()
}

/// Moves bytes out of a message and wipes the message's own copy.
fn take_bytes(data: &JsValue, key: &str) -> Option<Secret> {
    let array = get(data, key).dyn_into::<Uint8Array>().ok()?;
    let secret = Secret::from_bytes(array.to_vec());
    array.fill(0, 0, array.length());
    Some(secret)
}
