//! The administrator's password of a Windows server: fetched here, opened in the vault with the person's key file.

use super::Here;
use crate::key_pairs::KeyPairs;
use crate::session::Auth;
use crate::ui::dynamic::dynamic;
use crate::ui::fetched::Fetched;
use crate::ui::vault_state::VaultState;
use crate::vault::client::{Vault, VaultFrame};
use crate::vault::protocol::{FromVault, ToVault};
use leptos::prelude::*;

/// The region.
#[component]
pub fn Password(here: Here) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let id = Memo::new(move |_| here.server.get().map(|server| server.id));
    let password = Fetched::start(move || {
        let id = untrack(|| id.get()).unwrap_or_default();
        async move {
            auth.compute(|compute| {
                let id = id.clone();
                async move { compute.server_password(&id).await }
            })
            .await
        }
    });
    let windows = move || {
        let image = here.image.value().flatten();
        image.is_some_and(|image| image.is_windows())
    };
    let none = move || match windows() {
        true => {
            "The server has not posted a password yet. Windows does so some minutes after its first start, and only with an RSA key pair."
        }
        false => {
            "The server has posted none. Windows servers do, some minutes after their first start; others let you in by key alone."
        }
    };
    view! {
        <section class="card" aria-labelledby="password">
            <h2 id="password">"Administrator password"</h2>
            {password.view("Asking for the password…", move |found| match found {
                Some(ciphertext) => view! { <Opening here ciphertext /> }.into_any(),
                None => view! {
                    <p class="hint" role="status">{dynamic(none)}</p>
                    <div class="actions"><button type="button" class="quiet small" on:click=move |_| password.again()>"Look again"</button></div>
                }
                .into_any(),
            })}
        </section>
    }
}

/// The vault, which has the key file, the passphrase and the password to itself.
#[component]
fn Opening(here: Here, ciphertext: String) -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let open = RwSignal::new(false);
    let key = Memo::new(move |_| {
        let name = here.server.get()?.key_name?;
        let rows = key_pairs.rows();
        let row = rows.iter().find(|row| row.pair.name == name)?;
        Some(row.pair.public_key_text.clone())
    });
    let ciphertext = StoredValue::new(ciphertext);
    view! {
        <p>
            "The password is encrypted to the server’s key pair. Your key file opens it in a frame of its own that has no network: neither
            the file nor the password leaves it."
        </p>
        {dynamic(move || match open.get() {
            false => view! {
                <div class="actions"><button type="button" class="primary" on:click=move |_| open.set(true)>"Open it with a key file"</button></div>
            }
            .into_any(),
            true => view! { <Frame ciphertext key /> }.into_any(),
        })}
    }
}

#[component]
fn Frame(ciphertext: StoredValue<String>, key: Memo<Option<String>>) -> impl IntoView {
    let ready = RwSignal::new(false);
    let vault = Vault::new(move |message| {
        if message == FromVault::Ready {
            ready.set(true);
        }
    });
    // The vault is told once it can hear.
    Effect::new(move || {
        if ready.get() {
            vault.send(&ToVault::OpenPassword {
                ciphertext: ciphertext.get_value(),
                public_key: key.get(),
            });
        }
    });
    view! {
        <VaultState vault />
        <VaultFrame vault title="Vault that opens the password" />
    }
}
