//! The first page sends on: to the list when signed in, else to sign in.

use crate::{router::Router, routes, session::Auth};
use leptos::prelude::*;

/// `/`.
#[component]
pub fn Home() -> impl IntoView {
    let router = expect_context::<Router>();
    let path = match expect_context::<Auth>().identity() {
        Some(_) => routes::KEY_PAIRS,
        None => routes::SIGN_IN,
    };
    // The address is the browser's; changing it while this page is still being built would build two at once.
    Effect::new(move || router.replace(path));
}
