//! An address that is no page.

use super::title;
use crate::routes;
use crate::ui::link::Link;
use leptos::prelude::*;

/// Says so, and where to go.
#[component]
pub fn NotFound() -> impl IntoView {
    title("No such page");
    view! {
        <div class="narrow">
            <h1>"No such page"</h1>
            <p>"There is nothing at this address. The link may be old, or mistyped."</p>
            <p><Link to=routes::HOME class="button primary">"Go to the first page"</Link></p>
        </div>
    }
}
