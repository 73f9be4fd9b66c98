//! Sign in.

use super::{SignInPanel, title};
use crate::{router::Router, routes, session::Auth};
use leptos::prelude::*;

/// `/sign-in`; whoever is signed in goes on to the list.
#[component]
pub fn SignIn() -> impl IntoView {
    title("Sign in");
    let auth = expect_context::<Auth>();
    let router = expect_context::<Router>();
    let in_already = Memo::new(move |_| auth.identity().is_some());
    // Where to go next is decided by the sign-in, which may happen in the dialog as well.
    Effect::new(move || {
        if in_already.get() {
            router.replace(routes::KEY_PAIRS);
        }
    });
    view! { <SignInPanel /> }
}
