//! The pages, one a file.

pub mod about;
pub mod home;
pub mod identify;
pub mod key_pair;
pub mod key_pair_create;
pub mod key_pair_import;
pub mod key_pairs;
pub mod not_found;
pub mod on_demand;
pub mod rotate;
pub mod server;
pub mod server_launch;
pub mod servers;
pub mod sign_in;

use crate::ui::dynamic::dynamic;
use crate::ui::link::Link;
use crate::{
    session::{Auth, Identity},
    ui::sign_in::SignInForm,
};
use leptos::prelude::*;

/// Sets the document's title.
fn title(text: &str) {
    if let Some(document) = crate::browser::window().document() {
        document.set_title(&format!("{text} · Keyhaven"));
    }
}

/// What the address says behind `name=`.
fn in_address(name: &str) -> Option<String> {
    let query = crate::browser::window().location().search().ok()?;
    crate::routes::in_query(&query, name)
}

/// A page for whoever is signed in; the sign-in form in its place, under the same address, for whoever is not.
fn signed_in<V: IntoView + 'static>(
    page: impl Fn(Identity) -> V + Send + 'static,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let identity = Memo::new(move |_| auth.identity());
    dynamic(move || match identity.get() {
        Some(identity) => page(identity).into_any(),
        None => view! { <SignInPanel /> }.into_any(),
    })
}

/// The sign-in form with its heading.
#[component]
fn SignInPanel() -> impl IntoView {
    view! {
        <div class="narrow">
            <h1>"Sign in"</h1>
            <p class="lead">"To your own cloud, straight from this browser. No server of ours stands between."</p>
            <div class="card"><SignInForm /></div>
            <p class="hint">
                "No account at hand? "<Link to=crate::routes::KEY_PAIR_NEW>"Create a key pair"</Link>
                " and save it on this machine; it can be registered later."
            </p>
        </div>
    }
}
