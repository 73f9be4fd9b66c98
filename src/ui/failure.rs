//! A failure as a person sees it: what happened, why, what to do next, and the request id for the cloud's operator.

use crate::{
    browser::boot,
    explain::{Explanation, explain, operator_lines},
    openstack::error::Error,
};
use leptos::prelude::*;

/// What happened, why, and what to do next; announced at once.
#[component]
pub fn Problem(
    /// What happened.
    #[prop(into)]
    title: String,
    /// Why.
    #[prop(into)]
    detail: String,
    /// What to do next.
    #[prop(into)]
    next: String,
    /// What else belongs to it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <p class="failure-title">{title}</p>
            <p>{detail}</p>
            <p>{next}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Shows an error of the cloud.
#[component]
pub fn Failure(
    /// What went wrong.
    error: Error,
    /// Does it again, when that makes sense.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    shown(explain(&error), retry)
}

/// Something that a page can do without could not be read: a line that says so.
#[component]
pub fn Unread(
    /// What it is, as a sentence begins.
    what: &'static str,
    /// Why.
    error: Error,
    /// Reads it again.
    retry: Callback<()>,
) -> impl IntoView {
    let explanation = explain(&error);
    view! {
        <p class="hint" role="status">
            {format!("{what} could not be read. {}. ", explanation.title)}
            {explanation.request_id.map(|id| view! { "Request id: "<code>{id}</code>" " })}
            <button type="button" class="quiet small" on:click=move |_| retry.run(())>"Try again"</button>
        </p>
    }
}

/// Shows an explanation.
pub fn shown(explanation: Explanation, retry: Option<Callback<()>>) -> impl IntoView {
    view! {
        <Problem title=explanation.title detail=explanation.detail next=explanation.next>
            {explanation.for_operator.then(|| view! {
                <pre class="code" tabindex="0" aria-label="Lines for the cloud's operator">{operator_lines(&boot::origin())}</pre>
            })}
            {explanation.request_id.map(|id| view! { <p class="request-id">"Request id: " <code>{id}</code></p> })}
            {retry.map(|retry| view! {
                <button type="button" class="quiet" on:click=move |_| retry.run(())>"Try again"</button>
            })}
        </Problem>
    }
}
