//! Create a key pair: make it in the vault, save the private half, then give the cloud the public one. In this order.

mod draft;
mod form;
mod kept;
mod kind;
mod made;

use super::title;
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::failure::Problem;
use crate::ui::link::Link;
use crate::ui::vault_state::{VaultState, in_secure_context};
use crate::{routes, vault::client::VaultFrame};
use draft::{Draft, Lost, Stage};
use form::Form;
use leptos::prelude::*;
use made::{AfterSaving, Steps};

/// `/key-pairs/new`.
#[component]
pub fn CreatePage() -> impl IntoView {
    title("Create key pair");
    in_secure_context("Create key pair", || view! { <Create /> }.into_any())
}

#[component]
fn Create() -> impl IntoView {
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
            {dynamic(move || draft.lost.get().map(|lost| view! { <LostWithVault lost /> }))}
            <div hidden=flag(move || is_made.get())><Form draft /></div>
            <section class="card vault" class:asking=flag(move || !is_made.get()) aria-label="Private key">
                <p class="vault-note">
                    <crate::ui::icon::Lock />
                    "Made and kept in a part of this page that the browser allows no network. Your private key and passphrase never leave it."
                </p>
                <VaultState vault=draft.vault />
                <VaultFrame vault=draft.vault title="Private key and passphrase" />
            </section>
            <div hidden=flag(move || is_made.get())><form::Submit draft /></div>
            {dynamic(move || is_made.get().then(|| view! { <AfterSaving draft /> }))}
        </div>
    }
}

/// What is gone with what the vault held, and that nothing else is.
#[component]
fn LostWithVault(lost: Lost) -> impl IntoView {
    let (title, detail, next) = match lost {
        Lost::Passphrase => (
            "The passphrase is to be typed again",
            "The part of this page that takes it stopped unexpectedly, and was started again. Nothing had been made yet.",
            "If you had typed one, type it again. All else that you filled in is still here.",
        ),
        Lost::Unfinished => (
            "The key was not made",
            "The part of this page that was making it stopped unexpectedly. Nothing was saved, and nothing was registered.",
            "Type the passphrase again, if you had one, and press “Create key pair” once more.",
        ),
        Lost::Unsaved => (
            "The key that was made is lost: it was not saved",
            "The part of this page that held it stopped unexpectedly, and the key with it. Nothing was registered.",
            "Make another: type the passphrase again, if you had one, and press “Create key pair”.",
        ),
        Lost::TimedOut => (
            "The key is forgotten: it was not saved",
            "Nothing was done here for ten minutes, and somebody else might have come by. Nothing was registered.",
            "Make another: type the passphrase again, if you had one, and press “Create key pair”.",
        ),
    };
    view! { <Problem title detail next /> }
}
