//! A link to a page of this app: a real link, for the middle button and the screen reader, that does not reload the page.

use crate::router::Router;
use crate::ui::dynamic::attribute;
use leptos::prelude::*;

/// Leads to the page at `to`.
#[component]
pub fn Link(
    /// The path, from [`crate::routes`].
    #[prop(into)]
    to: String,
    /// The look.
    #[prop(default = "")]
    class: &'static str,
    /// What is shown.
    children: Children,
) -> impl IntoView {
    let router = expect_context::<Router>();
    let address = router.address(&to);
    let current = {
        let to = to.clone();
        move || {
            router
                .path()
                .strip_prefix(to.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    };
    let go = move |event: leptos::ev::MouseEvent| {
        let plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if plain {
            event.prevent_default();
            router.go(to.clone());
        }
    };
    view! {
        <a href=address class=class aria-current=attribute("page", current) on:click=go>
            {children()}
        </a>
    }
}
