//! A failure as a person sees it: what happened, why, what to do next, and the request id for the cloud's operator.

use crate::{
    browser::boot,
    explain::{explain, operator_lines},
    openstack::error::Error,
};
use leptos::prelude::*;

/// Shows an error of the cloud, announced at once.
#[component]
pub fn Failure(
    /// What went wrong.
    error: Error,
    /// Does it again, when that makes sense.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let explanation = explain(&error);
    view! {
        <div class="failure" role="alert">
            <p class="failure-title">{explanation.title}</p>
            <p>{explanation.detail}</p>
            <p>{explanation.next}</p>
            {explanation.for_operator.then(|| view! {
                <pre class="code" tabindex="0" aria-label="Lines for the cloud's operator">{operator_lines(&boot::origin())}</pre>
            })}
            {explanation.request_id.map(|id| view! { <p class="request-id">"Request id: " <code>{id}</code></p> })}
            {retry.map(|retry| view! {
                <button type="button" class="quiet" on:click=move |_| retry.run(())>"Try again"</button>
            })}
        </div>
    }
}
