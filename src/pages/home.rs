//! The first page sends on: to the list when signed in, else to sign in.

use crate::{routes, session::Auth};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

/// `/`.
#[component]
pub fn Home() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let path = if auth.identity().is_some() {
        routes::KEY_PAIRS
    } else {
        routes::SIGN_IN
    };
    view! { <Redirect path options=NavigateOptions { replace: true, ..Default::default() } /> }
}
