//! Whether the vault is there, and what to do when it is not.

use super::failure::Problem;
use crate::browser::window;
use crate::ui::dynamic::dynamic;
use crate::vault::client::{Forgotten, Start, Vault};
use leptos::prelude::*;

/// What the vault's start is waiting for, or why it did not.
#[component]
pub fn VaultState(
    /// The vault.
    vault: Vault,
) -> impl IntoView {
    dynamic(move || {
        match vault.start() {
        Start::Ready => view! { <LetGo vault /> }.into_any(),
        Start::Loading => view! { <p class="loading" role="status">"Starting the vault…"</p> }.into_any(),
        Start::Failed(reason) => view! {
            <Problem
                title="The vault did not start"
                detail=reason
                next="Check your connection and try again. If that does not help, load the page again."
            >
                <button type="button" class="quiet" on:click=move |_| vault.start_again()>"Start the vault again"</button>
            </Problem>
        }
        .into_any(),
    }
    })
}

/// What the vault has let go of, and what to do.
#[component]
fn LetGo(vault: Vault) -> impl IntoView {
    dynamic(move || {
        let why = match vault.forgotten()? {
            Forgotten::Asked => "Forgotten.",
            Forgotten::TimedOut => "Forgotten, because nothing was done here for ten minutes.",
            Forgotten::Stopped => {
                "This part of the page stopped unexpectedly, and was started again."
            }
        };
        Some(view! {
            <p class="hint" role="status">
                {why}
                " The key, the files and the passphrases that were in here are gone from this browser’s memory. Files that were saved stay where they are: put in what you need again."
            </p>
        })
    })
}

/// The page below `heading`, or why there is none: over plain http a browser offers a page no cryptography, and whoever
/// is on the way could have changed the page as well.
pub fn in_secure_context(heading: &'static str, page: impl FnOnce() -> AnyView) -> AnyView {
    if window().is_secure_context() {
        return page();
    }
    view! {
        <div class="narrow">
            <h1>{heading}</h1>
            <Problem
                title="No key can be handled on this page"
                detail="It was loaded over plain http. Anybody between you and the server could have changed it, and browsers withhold their cryptography from such pages."
                next="Open this site by an address that begins with https://, or ask whoever hosts it to offer one."
            />
        </div>
    }
    .into_any()
}
