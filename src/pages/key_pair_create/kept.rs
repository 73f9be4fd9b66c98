//! Whether the private key's file was kept. No browser tells a page what became of a download, so the person is asked; a
//! key pair whose private key nobody has is not to stay registered.

use super::draft::{Draft, Registration};
use crate::openstack::error::Error;
use crate::ui::{delete_key_pair::DeleteKeyPair, dynamic::dynamic, icon::Tick};
use leptos::prelude::*;

/// Asks, and leads on from a no.
#[component]
pub fn FileQuestion(draft: Draft, file_name: String) -> impl IntoView {
    let missing = RwSignal::new(false);
    let file_name = StoredValue::new(file_name);
    view! {
        <section class="card" aria-labelledby="file-there">
            <h2 id="file-there">"Is the file there?"</h2>
            {dynamic(move || match (draft.checked.get(), missing.get()) {
                (true, _) => view! { <p role="status" class="good-text"><Tick />" It is: you had it checked."</p> }.into_any(),
                (_, false) => view! { <Ask draft file_name missing /> }.into_any(),
                (_, true) => view! { <Missing draft missing /> }.into_any(),
            })}
        </section>
    }
}

#[component]
fn Ask(draft: Draft, file_name: StoredValue<String>, missing: RwSignal<bool>) -> impl IntoView {
    let held = move || match draft.vault.holds() {
        true => {
            "As long as this page has the key, you can save it again, or have the file checked: both above."
        }
        false => "This page no longer has the key: the file is all that there is of it.",
    };
    view! {
        <p>"No browser tells a page whether it kept a download. Look for “"{file_name.get_value()}"” where yours puts them."</p>
        <p>{dynamic(held)}</p>
        <div class="actions">
            <button type="button" class="quiet" on:click=move |_| missing.set(true)>"The file is not there"</button>
        </div>
    }
}

/// The person has no file: as long as the key is held it can be saved again, and then there must be no such key pair.
#[component]
fn Missing(draft: Draft, missing: RwSignal<bool>) -> impl IntoView {
    let advice = move || {
        match draft.vault.holds() {
        true => view! {
            <p role="status">
                "Make room on the disk, or let this site download files; then press “Save private key” above once more."
            </p>
            <p>"If no file can be had, give this key pair up: nobody gets in with half a key."</p>
        }
        .into_any(),
        false => view! {
            <p role="status">"Then nobody has the private key, and nothing can bring it back. Give this key pair up, and make another."</p>
        }
        .into_any(),
    }
    };
    view! {
        {dynamic(advice)}
        <div class="actions">
            <button type="button" class="quiet" on:click=move |_| missing.set(false)>"The file is there now"</button>
            <GiveUp draft />
        </div>
    }
}

/// Away with a key pair whose private key nobody has.
#[component]
fn GiveUp(draft: Draft) -> impl IntoView {
    dynamic(move || {
        match draft.registration.get() {
        Registration::Done => {
            let name = draft.name.get_untracked().trim().to_owned();
            let first = Signal::stored("Nobody has its private key, so nobody can use it.".to_owned());
            let gone = Callback::new(move |()| draft.start_over());
            view! { <DeleteKeyPair name first gone /> }.into_any()
        }
        Registration::Running => view! { <p class="loading">"Registering the public key at your cloud…"</p> }.into_any(),
        // Of another key pair that has this name nothing must be touched, so first it has to be known whose it is.
        Registration::Failed(Error::OutcomeUnknown { .. }) => {
            view! { <p>"First press “Register again”: it is not known whether the cloud has the public key."</p> }.into_any()
        }
        _ => view! {
            <button type="button" class="quiet danger-text" on:click=move |_| draft.start_over()>"Make another key pair"</button>
        }
        .into_any(),
    }
    })
}
