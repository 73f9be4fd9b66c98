//! The vault's frame in the page, and the line to it.

use super::{Vault, parts::Parts};
use crate::ui::dynamic::dynamic;
use crate::vault::protocol::ToVault;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort};

/// The vault's frame in the page. Leaving the page takes the frame, its worker and the key with it.
#[component]
pub fn VaultFrame(
    /// The vault that runs in it.
    vault: Vault,
    /// The frame's accessible name.
    title: &'static str,
) -> impl IntoView {
    vault.begin();
    on_cleanup(move || vault.send(&ToVault::Forget));
    let style = move || format!("{}px", vault.height.get().unwrap_or_default());
    dynamic(move || {
        vault.parts.get().map(|parts| {
            let Parts { page, program } = parts;
            let load = move |_| vault.loaded(&program);
            // The frame stands in an element of its own: whatever takes it out of the page leaves the place for another.
            view! {
                <div>
                    <iframe
                        class="vault-frame"
                        title=title
                        sandbox="allow-scripts allow-downloads"
                        allow="clipboard-write"
                        referrerpolicy="no-referrer"
                        prop:srcdoc=page
                        style:height=style
                        node_ref=vault.element
                        on:load=load
                    ></iframe>
                </div>
            }
        })
    })
}

impl Vault {
    /// The frame has loaded: it is given its end of the line. One that loads again has been reloaded by somebody, and
    /// what was in it is gone.
    fn loaded(self, program: &js_sys::ArrayBuffer) {
        if self.port.with_value(Option::is_some) {
            return self.stopped();
        }
        let frame = self.element.get_untracked();
        match frame.and_then(|frame| self.connect(&frame, program)) {
            Some(port) => self.port.set_value(Some(port)),
            None => self.failed("The browser did not start the vault's frame.".to_owned()),
        }
    }

    /// Hands the frame its end of the line and the worker's program; gives this end.
    fn connect(
        self,
        element: &HtmlIFrameElement,
        program: &js_sys::ArrayBuffer,
    ) -> Option<MessagePort> {
        let channel = MessageChannel::new().ok()?;
        let port = channel.port1();
        let frame = self.current();
        let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                self.hear(frame, &text);
            }
        });
        port.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        // Lives as long as the port, which the frame's end closes.
        listen.forget();
        let greeting = Object::new();
        Reflect::set(&greeting, &"wasm".into(), &program.slice(0)).ok()?;
        // The frame has an opaque origin, which only "*" matches; what is sent is public.
        let moved = Array::of1(&channel.port2());
        element
            .content_window()?
            .post_message_with_transfer(&greeting, "*", &moved)
            .ok()?;
        Some(port)
    }
}
