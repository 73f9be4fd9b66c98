//! A button that copies, and says that it did.

use crate::{browser::clipboard, ui::notice::Notices};
use leptos::{prelude::*, task::spawn_local};

/// Copies a text to the clipboard.
#[component]
pub fn CopyButton(
    /// The accessible name, such as "Copy public key".
    label: &'static str,
    /// What to copy.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let notices = expect_context::<Notices>();
    let copy = move |_| {
        spawn_local(async move {
            if clipboard::copy(&text.get_untracked()).await {
                notices.done("Copied.");
            } else {
                notices.wrong("The browser did not let this page use the clipboard. Select the text and copy it yourself.");
            }
        });
    };
    view! { <button type="button" class="quiet" on:click=copy>{label}</button> }
}
