//! A modal dialog: the browser's own, so focus, Escape and the inert page behind it are the browser's work.

use crate::ui::dynamic::words;
use leptos::{html::Dialog, prelude::*};
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts the dialogs.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Shows its content as a modal dialog as long as it is mounted.
#[component]
pub fn Modal(
    /// The heading, and the dialog's accessible name.
    #[prop(into)]
    title: Signal<String>,
    /// Called when the person closes it by Escape.
    close: Callback<()>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    // Asking for the password may come over another dialog: each has a heading of its own.
    let id = format!("dialog-title-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    // A dialog is made modal by a call, and only once it is in the document.
    Effect::new(move || {
        if let Some(dialog) = node.get().filter(|dialog| !dialog.open()) {
            // It fails only when the dialog is open or out of the document; neither is the case here.
            let _ = dialog.show_modal();
        }
    });
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        close.run(());
    };
    view! {
        <dialog node_ref=node aria-labelledby=id.clone() on:cancel=cancel>
            <h2 id=id.clone()>{words(move || title.get())}</h2>
            {children()}
        </dialog>
    }
}
