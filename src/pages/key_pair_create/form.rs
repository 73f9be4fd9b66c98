//! What is typed before a key is made.

use super::draft::{Draft, Stage};
use crate::ui::dynamic::{attribute, dynamic, flag, words};
use crate::{
    explain::explain_vault,
    keys::key_type::KeyType,
    session::Auth,
    ui::{
        failure::{Failure, Problem},
        field::TextField,
    },
    vault::client::Start,
};
use leptos::prelude::*;

/// Name, type, comment and file name. The passphrase is typed in the vault.
#[component]
pub fn Form(draft: Draft) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let signed_out = Memo::new(move |_| auth.identity().is_none());
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.submit();
    };
    view! {
        {dynamic(move || signed_out.get().then(|| view! {
            <p class="info">"You are not signed in. The key pair is made and saved on this machine; afterwards you can sign in and register it."</p>
        }))}
        {dynamic(move || draft.is_full().then(|| view! {
            <Problem
                title="Your quota of key pairs is used up"
                detail="The cloud takes no further one."
                next="Delete a key pair that you no longer need, or ask your cloud's operator for more."
            />
        }))}
        <form id="create-form" class="card stack" novalidate on:submit=enter>
            <TextField
                label="Name"
                id="name"
                value=draft.name
                error=Signal::derive(move || draft.name_error())
                hint=Signal::stored("What the cloud calls it, such as “laptop” or “webserver”.".to_owned())
                focus=true
            />
            <KeyTypes draft />
            <div class="grid">
                <TextField
                    label="Comment"
                    id="comment"
                    value=draft.comment
                    error=Signal::derive(move || draft.comment_error())
                    hint=Signal::stored("Stands in the public key: who or where it is from.".to_owned())
                />
                <TextField
                    label="File name"
                    id="file-name"
                    value=draft.file_name
                    error=Signal::derive(move || draft.file_name_error())
                    hint=Signal::stored("Of the private key, in OpenSSH format.".to_owned())
                />
            </div>
        </form>
    }
}

#[component]
fn KeyTypes(draft: Draft) -> impl IntoView {
    let choice = move |key_type: KeyType| {
        let id = format!("type-{}", key_type.code());
        let hint = format!("{id}-hint");
        view! {
            <label class="radio">
                <input
                    type="radio"
                    name="key-type"
                    id=id
                    value=key_type.code()
                    aria-label=key_type.label()
                    aria-describedby=hint.clone()
                    prop:checked=flag(move || draft.key_type.get() == key_type)
                    on:change=move |_| draft.key_type.set(key_type)
                />
                <span class="radio-text">
                    <span class="radio-label">{key_type.label()}</span>
                    <span class="hint" id=hint>{advice(key_type)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset role="radiogroup" aria-labelledby="key-type-legend">
            <legend id="key-type-legend">"Key type"</legend>
            <div class="radios">{KeyType::ALL.into_iter().map(choice).collect_view()}</div>
        </fieldset>
    }
}

fn advice(key_type: KeyType) -> &'static str {
    match key_type {
        KeyType::Ed25519 => "Recommended: short, quick, strong.",
        KeyType::Rsa3072 => "For Windows images and old systems.",
        KeyType::Rsa4096 => "As RSA 3072, larger and slower.",
        KeyType::EcdsaP256 => "Where a rule asks for NIST curves.",
        KeyType::EcdsaP384 => "NIST curve, larger.",
        KeyType::EcdsaP521 => "NIST curve, largest.",
    }
}

/// The button that makes it, and what stood in its way.
#[component]
pub fn Submit(draft: Draft) -> impl IntoView {
    let making = move || draft.stage.get() == Stage::Making;
    let blocked = move || draft.vault.start() != Start::Ready || draft.is_full();
    view! {
        {dynamic(move || draft.refusal.get().map(|error| view! { <Failure error /> }))}
        {dynamic(move || draft.trouble.get().map(|trouble| {
            let explanation = explain_vault(&trouble);
            view! {
                <Problem title=explanation.title detail=explanation.detail next=explanation.next />
            }
        }))}
        <div class="actions">
            <button type="submit" form="create-form" class="primary" disabled=flag(blocked) aria-busy=attribute("true", making)>
                {words(move || if making() { "Creating…" } else { "Create key pair" })}
            </button>
        </div>
    }
}
