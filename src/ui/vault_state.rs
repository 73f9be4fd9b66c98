//! Whether the vault is there, and what to do when it is not.

use super::failure::Problem;
use crate::browser::window;
use crate::ui::dynamic::dynamic;
use crate::vault::client::{Start, Vault};
use leptos::prelude::*;

/// What the vault's start is waiting for, or why it did not.
#[component]
pub fn VaultState(
    /// The vault.
    vault: Vault,
) -> impl IntoView {
    dynamic(move || {
        match vault.start() {
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
