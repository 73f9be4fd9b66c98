//! Create a key pair: make it in the vault, save the private half, then give the cloud the public one. In this order.

mod draft;
mod form;
mod made;

use super::title;
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::failure::Problem;
use crate::ui::link::Link;
use crate::{
    browser::window,
    routes,
    vault::client::{Start, VaultFrame},
};
use draft::{Draft, Stage};
use form::Form;
use leptos::prelude::*;
use made::{AfterSaving, Steps};

/// `/key-pairs/new`.
#[component]
pub fn CreatePage() -> impl IntoView {
    title("Create key pair");
    if !window().is_secure_context() {
        return view! { <NoSecureContext /> }.into_any();
    }
    let draft = Draft::new();
    let is_made = Memo::new(move |_| matches!(draft.stage.get(), Stage::Made(_)));
    let heading = move || match is_made.get() {
        true => format!("Key pair {} created", draft.name.get()),
        false => "Create key pair".to_owned(),
    };
    // The frame stays one and the same element throughout: moving it would start it anew, and lose the key.
    view! {
        <p class="crumb"><Link to=routes::KEY_PAIRS>"Key pairs"</Link></p>
        <h1 class="name">{words(heading)}</h1>
        {dynamic(move || is_made.get().then(|| view! { <Steps draft /> }))}
        <div class="create">
            <div hidden=flag(move || is_made.get())><Form draft /></div>
            <section class="card vault" class:asking=flag(move || !is_made.get()) aria-label="Private key">
                <p class="vault-note">
                    <crate::ui::icon::Lock />
                    "Made and kept in a part of this page that the browser allows no network. Your private key and passphrase never leave it."
                </p>
                <VaultState draft />
                <VaultFrame vault=draft.vault title="Private key and passphrase" />
            </section>
            <div hidden=flag(move || is_made.get())><form::Submit draft /></div>
            {dynamic(move || is_made.get().then(|| view! { <AfterSaving draft /> }))}
        </div>
    }
    .into_any()
}

/// What the vault's start is waiting for, or why it did not.
#[component]
fn VaultState(draft: Draft) -> impl IntoView {
    dynamic(move || {
        match draft.vault.start() {
        Start::Ready => ().into_any(),
        Start::Loading => view! { <p class="loading" role="status">"Starting the vault…"</p> }.into_any(),
        Start::Failed(reason) => view! {
            <Problem
                title="The vault did not start"
                detail=reason
                next="Check your connection and load the page again. Nothing was made, so nothing is lost."
            />
        }
        .into_any(),
    }
    })
}

/// Over plain http a browser offers a page no cryptography; whoever is on the way could have changed the page as well.
#[component]
fn NoSecureContext() -> impl IntoView {
    view! {
        <div class="narrow">
            <h1>"Create key pair"</h1>
            <Problem
                title="No key can be made on this page"
                detail="It was loaded over plain http. Anybody between you and the server could have changed it, and browsers withhold their cryptography from such pages."
                next="Open this site by an address that begins with https://, or ask whoever hosts it to offer one."
            />
        </div>
    }
}
