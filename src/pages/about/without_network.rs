//! The version that this browser keeps, for use without a network and against silent changes.

use crate::browser::offline::{Ask, Kept, ask};
use crate::ui::dynamic::dynamic;
use leptos::{prelude::*, task::spawn_local};

/// What is kept, and how to change that.
#[component]
pub fn WithoutNetwork() -> impl IntoView {
    let outcome = RwSignal::new(None::<Result<Kept, String>>);
    let run = Callback::new(move |what| {
        spawn_local(async move {
            // The person may have gone elsewhere meanwhile.
            outcome.try_set(Some(ask(what).await));
        });
    });
    run.run(Ask::State);
    view! {
        <p>
            "This browser keeps the version that you use, so that keys can be made, converted and identified without a network, and so that
            a version that was checked stays the one in use. Another is used only when you say so. What your cloud answers is
            never kept."
        </p>
        {dynamic(move || match outcome.get() {
            None => view! { <p class="loading" role="status">"Asking the browser…"</p> }.into_any(),
            Some(Err(reason)) => view! { <p role="status">{format!("The browser keeps nothing: {reason}")}</p> }.into_any(),
            Some(Ok(kept)) => view! { <State kept run /> }.into_any(),
        })}
    }
}

#[component]
fn State(kept: Kept, run: Callback<Ask>) -> impl IntoView {
    let button = move |text: &'static str, what| {
        view! { <button type="button" class="quiet" on:click=move |_| run.run(what)>{text}</button> }
    };
    let (sentence, buttons) = match (&kept.current, kept.can, kept.on) {
        (_, false, _) => (
            "This browser can keep nothing here: it takes https.",
            ().into_any(),
        ),
        (_, _, false) => (
            "Nothing is kept, as you wished: everything comes from the network.",
            button("Keep this version", Ask::Keep).into_any(),
        ),
        (None, _, true) => (
            "Nothing is kept yet.",
            button("Keep this version", Ask::Keep).into_any(),
        ),
        (Some(_), _, true) => (
            "A version is kept, and is used from the next load on, with or without a network.",
            view! {
                {button("Look for another version", Ask::Look)}
                {button("Forget this version and always load from the network", Ask::Forget)}
            }
            .into_any(),
        ),
    };
    let build = |name: &'static str, build: Option<String>| {
        build.map(|build| view! { <dt>{name}</dt><dd><code>{build}</code></dd> })
    };
    view! {
        <p role="status">{sentence}</p>
        <dl class="facts">
            {build("Kept build", kept.current)}
            {build("Offered build", kept.found)}
        </dl>
        {kept.problem.map(|problem| view! { <p class="bad-text" role="alert">{problem.text}</p> })}
        <div class="actions">{buttons}</div>
    }
}
