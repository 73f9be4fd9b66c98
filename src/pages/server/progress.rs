//! What is under way with a server, phase by phase, and what went wrong.

use super::Here;
use crate::browser::time;
use crate::explain::servers::explain_fault;
use crate::openstack::compute::{Server, ServerStatus};
use crate::session::Auth;
use crate::ui::ago::duration;
use crate::ui::dynamic::{dynamic, words};
use crate::ui::failure::{Failure, Problem};
use crate::ui::fetched::Fetched;
use crate::ui::watch::Phase;
use leptos::prelude::*;
use std::time::Duration;

/// The card above the others while something changes; the fault when it came to nothing.
#[component]
pub fn Progress(here: Here) -> impl IntoView {
    let retry = Callback::new(move |()| here.watch.again());
    let changing = Memo::new(move |_| here.server.get().is_some_and(|server| server.is_changing()));
    view! {
        {dynamic(move || here.watch.error().map(|error| view! { <Failure error retry /> }))}
        {dynamic(move || {
            let failed = here.server.get().filter(|server| server.status == ServerStatus::Error);
            failed.map(|server| view! { <Fault server /> })
        })}
        {dynamic(move || changing.get().then(|| view! { <Running here /> }))}
    }
}

#[component]
fn Running(here: Here) -> impl IntoView {
    let now = RwSignal::new(time::now());
    // A clock is the one thing here that changes by itself.
    let ticking = set_interval_with_handle(
        move || {
            now.try_set(time::now());
        },
        Duration::from_secs(1),
    );
    if let Ok(ticking) = ticking {
        on_cleanup(move || ticking.clear());
    }
    let phases = move || {
        let phases = here.watch.phases();
        let ends = phases.iter().skip(1).map(|phase| Some(phase.since));
        let ends = ends.chain([None]).collect::<Vec<_>>();
        phases
            .into_iter()
            .zip(ends)
            .map(|(phase, end)| row(phase, end, now))
            .collect_view()
    };
    view! {
        <section class="card" aria-labelledby="progress">
            <h2 id="progress">"Under way"</h2>
            <div role="status"><ol class="phases">{dynamic(phases)}</ol></div>
            <p class="hint">"This page looks by itself, and may be left: the cloud goes on without it."</p>
        </section>
    }
}

fn row(phase: Phase, end: Option<f64>, now: RwSignal<f64>) -> impl IntoView {
    let time = move || duration((end.unwrap_or_else(|| now.get()) - phase.since) / 1000.0);
    let class = if end.is_none() { "loading" } else { "" };
    // A screen reader is told of phases, not of seconds.
    view! { <li class=class>{phase.name}" "<span class="hint" aria-hidden="true">{words(time)}</span></li> }
}

#[component]
fn Fault(server: Server) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let id = StoredValue::new(server.id.clone());
    let request = Fetched::start(move || {
        let id = id.get_value();
        async move {
            let id = &id;
            auth.compute(|compute| async move { compute.failed_request(id).await })
                .await
        }
    });
    let explanation = explain_fault(&server.fault.unwrap_or_default());
    view! {
        <Problem title=explanation.title detail=explanation.detail next=explanation.next>
            <p class="request-id">"Server id: " <code>{server.id}</code></p>
            {request.unread("The request that left it so")}
            {dynamic(move || request.value().flatten().map(|id| view! { <p class="request-id">"Request that left it so: " <code>{id}</code></p> }))}
        </Problem>
    }
}
