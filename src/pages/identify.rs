//! Which key is this? Files are read, unlocked and converted in the vault; this page tells it the key pairs to compare
//! with, and hears nothing back.

use super::title;
use crate::key_pairs::{KeyPairs, Progress};
use crate::session::Auth;
use crate::ui::dynamic::dynamic;
use crate::ui::link::Link;
use crate::ui::vault_state::{VaultState, in_secure_context};
use crate::vault::{
    client::{Vault, VaultFrame},
    protocol::{FromVault, Listed, ToVault},
};
use leptos::prelude::*;

/// `/identify`.
#[component]
pub fn Identify() -> impl IntoView {
    title("Identify a key");
    in_secure_context("Identify a key", || view! { <Workbench /> }.into_any())
}

#[component]
fn Workbench() -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let ready = RwSignal::new(false);
    let vault = Vault::new(move |message| {
        if message == FromVault::Ready {
            ready.set(true);
        }
    });
    Effect::new(move || {
        if ready.get() {
            vault.send(&ToVault::Identify {
                key_pairs: listed(key_pairs),
            });
        }
    });
    view! {
        <div class="identify">
            <h1>"Identify a key"</h1>
            <p class="lead">
                "Which key is in this file, and which of your key pairs is it? Change its passphrase, save it in another format, or get its
                public half back. Nothing of it leaves this browser."
            </p>
            <Comparing />
            <div class="card">
                <VaultState vault />
                <VaultFrame vault title="Vault that reads key files" />
            </div>
        </div>
    }
}

/// What the files are compared with; `None` while no list is there.
fn listed(key_pairs: KeyPairs) -> Option<Vec<Listed>> {
    if key_pairs.progress() != Progress::Complete {
        return None;
    }
    let rows = key_pairs.rows();
    let readable = rows.iter().filter(|row| row.key.is_ok());
    let listed = readable.map(|row| Listed {
        name: row.pair.name.clone(),
        public_key: row.pair.public_key_text.clone(),
    });
    Some(listed.collect())
}

#[component]
fn Comparing() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let signed_in = Memo::new(move |_| auth.identity().is_some());
    dynamic(move || {
        (!signed_in.get()).then(|| {
            view! { <p class="hint"><Link to=crate::routes::SIGN_IN>"Sign in"</Link>" to have each key compared with your key pairs."</p> }
        })
    })
}
