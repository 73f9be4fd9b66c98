//! A private key where a public one belongs: stopped, and its public half offered, by way of the vault.

use crate::{
    explain::explain_vault,
    vault::{
        client::{Start, Vault, VaultFrame},
        protocol::{FromVault, ToVault, VaultError},
    },
};
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// The text that came in, until the vault has it; wiped when nobody holds it any more.
#[derive(Clone)]
pub struct Pasted(Arc<Mutex<Zeroizing<String>>>);

impl Pasted {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(Arc::new(Mutex::new(Zeroizing::new(text))))
    }

    fn take(&self) -> Zeroizing<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the vault made of it.
#[derive(Clone, PartialEq)]
enum State {
    Reading,
    Public(String),
    Failed(VaultError),
}

/// Says what happened, and offers the public half.
#[component]
pub fn PrivatePasted(
    /// What came in.
    pasted: Pasted,
    /// Takes the public half over.
    use_public: impl Fn(String) + Copy + Send + 'static,
    /// Forgets what came in.
    put_away: impl Fn() + 'static,
) -> impl IntoView {
    let state = RwSignal::new(State::Reading);
    let vault = StoredValue::new(None::<Vault>);
    let started = Vault::new(move |message| match message {
        // One that was started again has nothing to read: the text went with the first.
        FromVault::Ready => {
            let vault = vault.get_value();
            if let Some(vault) = vault.filter(|_| state.get_untracked() == State::Reading) {
                vault.send(&ToVault::ReadPrivate {
                    text: pasted.take(),
                });
            }
        }
        FromVault::PublicHalf { public_key } => state.set(State::Public(public_key)),
        FromVault::Failed { error } => state.set(State::Failed(error)),
        _ => {}
    });
    vault.set_value(Some(started));
    let outcome = move || {
        match (state.get(), started.start()) {
        (_, Start::Failed(reason)) => view! { <p>"Its public half could not be worked out here: "{reason}</p> }.into_any(),
        (State::Reading, _) => ().into_any(),
        (State::Public(line), _) => view! {
            <p>"Its public half is:"</p>
            <pre class="code" tabindex="0">{line.clone()}</pre>
            <button type="button" class="primary" on:click=move |_| use_public(line.clone())>"Use the public half"</button>
        }
        .into_any(),
        (State::Failed(error), _) => {
            let explanation = explain_vault(&error);
            view! { <p>{explanation.title}". "{explanation.detail}" "{explanation.next}</p> }.into_any()
        }
    }
    };
    view! {
        <div class="failure">
            <p class="failure-title" role="alert">"That was a private key. It was taken off this page and is not sent anywhere."</p>
            <p>"Only public keys belong here. A private key stays with you: never paste it into a web page that you do not trust with it."</p>
            {outcome}
            <VaultFrame vault=started title="Vault that reads the private key" />
            <button type="button" class="quiet" on:click=move |_| put_away()>
                "Start over"
            </button>
        </div>
    }
}
