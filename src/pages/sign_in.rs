//! Sign in.

use super::{SignInPanel, title};
use crate::{routes, session::Auth};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

/// `/sign-in`; whoever is signed in goes on to the list.
#[component]
pub fn SignIn() -> impl IntoView {
    title("Sign in");
    let auth = expect_context::<Auth>();
    let in_already = Memo::new(move |_| auth.identity().is_some());
    move || {
        if in_already.get() {
            let options = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            view! { <Redirect path=routes::KEY_PAIRS options /> }.into_any()
        } else {
            view! { <SignInPanel /> }.into_any()
        }
    }
}
