//! The app's side of the vault: starts the frame, sends it messages, hears its answers.

use super::protocol::{FromVault, ToVault, VaultError};
use crate::browser::{boot, trusted, worker::fetch};
use crate::ui::dynamic::dynamic;
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use leptos::{
    html::Iframe,
    prelude::*,
    task::{spawn_local, tick},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort};
use zeroize::Zeroizing;

/// The frame's page and the worker's program, fetched once.
#[derive(Clone)]
struct Parts {
    /// For the property `srcdoc`, which takes no text that has not passed [`trusted`].
    page: JsValue,
    program: ArrayBuffer,
}

thread_local! {
    static PARTS: RefCell<Option<Parts>> = const { RefCell::new(None) };
}

/// Fetches the vault's files unless they are there already. Each is checked against the hash that came with the page.
///
/// # Errors
/// A sentence that says what could not be had.
async fn parts() -> Result<Parts, String> {
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

/// How far the vault's start is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Being fetched or started.
    Loading,
    /// It answers.
    Ready,
    /// It could not be started, and why.
    Failed(String),
}

/// Why a vault let go of everything that was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// The person asked for it.
    Asked,
    /// Nobody had done anything in it for ten minutes.
    TimedOut,
}

/// A running vault. It lives as long as its [`VaultFrame`].
#[derive(Clone, Copy)]
pub struct Vault {
    port: StoredValue<Option<MessagePort>, LocalStorage>,
    hear: StoredValue<Rc<dyn Fn(FromVault)>, LocalStorage>,
    height: RwSignal<Option<u32>>,
    start: RwSignal<Start>,
    forgotten: RwSignal<Option<Forgotten>>,
    /// Whether there is to be a frame: one that has forgotten is ended before there is another.
    framed: RwSignal<bool>,
}

impl Vault {
    /// A vault that tells `hear` what it says.
    pub fn new(hear: impl Fn(FromVault) + 'static) -> Self {
        Self {
            port: StoredValue::new_local(None),
            hear: StoredValue::new_local(Rc::new(hear)),
            height: RwSignal::new(None),
            start: RwSignal::new(Start::Loading),
            forgotten: RwSignal::new(None),
            framed: RwSignal::new(true),
        }
    }

    /// Why it let go of everything, if it did; tracked.
    pub fn forgotten(self) -> Option<Forgotten> {
        self.forgotten.get()
    }

    /// How far the start is.
    pub fn start(self) -> Start {
        self.start.get()
    }

    /// Sends a message; before the vault is ready there is nobody to hear it.
    pub fn send(self, message: &ToVault) {
        if let (Ok(text), Some(Some(port))) =
            (serde_json::to_string(message), self.port.try_get_value())
        {
            // What a person pasted by mistake may be in it.
            let text = Zeroizing::new(text);
            // A string is always clonable, so this cannot fail.
            let _ = port.post_message(&text.as_str().into());
        }
    }

    fn hear(self, text: &str) {
        let message = serde_json::from_slice(text.as_bytes()).unwrap_or(FromVault::Failed {
            error: VaultError::BadMessage,
        });
        match message {
            FromVault::Height { pixels } => self.height.set(Some(pixels)),
            message => {
                match message {
                    FromVault::Ready => self.start.set(Start::Ready),
                    FromVault::Forgotten => self.begin_anew(Forgotten::Asked),
                    FromVault::TimedOut => self.begin_anew(Forgotten::TimedOut),
                    // Something is in it again.
                    _ => self.forgotten.set(None),
                }
                if let Some(hear) = self.hear.try_get_value() {
                    hear(message);
                }
            }
        }
    }

    /// Ends the frame, which has let go of everything, and starts another.
    fn begin_anew(self, why: Forgotten) {
        if let Some(port) = self.port.try_update_value(Option::take).flatten() {
            port.close();
        }
        self.forgotten.set(Some(why));
        self.start.set(Start::Loading);
        self.height.set(None);
        self.framed.set(false);
        spawn_local(async move {
            // The old one has left the page by then.
            tick().await;
            self.framed.try_set(true);
        });
    }

    /// Hands the frame its end of the line and the worker's program.
    fn connect(self, frame: &HtmlIFrameElement, program: &ArrayBuffer) -> Option<()> {
        let channel = MessageChannel::new().ok()?;
        let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                self.hear(&text);
            }
        });
        channel
            .port1()
            .set_onmessage(Some(listen.as_ref().unchecked_ref()));
        // Lives as long as the port, which the frame's end closes.
        listen.forget();
        let greeting = Object::new();
        Reflect::set(&greeting, &"wasm".into(), &program.slice(0)).ok()?;
        // The frame has an opaque origin, which only "*" matches; what is sent is public.
        let moved = Array::of1(&channel.port2());
        frame
            .content_window()?
            .post_message_with_transfer(&greeting, "*", &moved)
            .ok()?;
        self.port.set_value(Some(channel.port1()));
        Some(())
    }
}

/// The vault's frame in the page. Leaving the page takes the frame, its worker and the key with it.
#[component]
pub fn VaultFrame(
    /// The vault that runs in it.
    vault: Vault,
    /// The frame's accessible name.
    title: &'static str,
) -> impl IntoView {
    let found = RwSignal::new_local(None::<Parts>);
    let frame = NodeRef::<Iframe>::new();
    spawn_local(async move {
        match parts().await {
            Ok(parts) => found.set(Some(parts)),
            Err(reason) => vault.start.set(Start::Failed(reason)),
        }
    });
    on_cleanup(move || vault.send(&ToVault::Forget));
    let load = move |_| {
        let connected = frame
            .get()
            .zip(found.get())
            .and_then(|(frame, parts)| vault.connect(&frame, &parts.program));
        if connected.is_none() {
            vault.start.set(Start::Failed(
                "The browser did not start the vault's frame.".to_owned(),
            ));
        }
    };
    let style = move || format!("{}px", vault.height.get().unwrap_or_default());
    dynamic(move || {
        let parts = found.get().filter(|_| vault.framed.get());
        parts.map(|parts| {
            view! {
                <iframe
                    class="vault-frame"
                    title=title
                    sandbox="allow-scripts allow-downloads"
                    allow="clipboard-write"
                    referrerpolicy="no-referrer"
                    prop:srcdoc=parts.page
                    style:height=style
                    node_ref=frame
                    on:load=load
                ></iframe>
            }
        })
    })
}
