//! The list of key pairs.

mod bulk_delete;
mod summary;
mod table;

use super::{signed_in, title};
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::link::Link;
use crate::{
    audit::health::Audit,
    browser::time,
    key_pairs::{KeyPairs, Progress, Row},
    routes,
    ui::failure::Failure,
    vault::client::fetch_ahead,
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};
use summary::AuditSummary;
use table::{Order, Table};

/// What a person has set on the list. Copies are handles to the same settings.
#[derive(Clone, Copy)]
struct View {
    filter: RwSignal<String>,
    order: RwSignal<Order>,
    page: RwSignal<usize>,
    selected: RwSignal<BTreeSet<String>>,
}

/// Which of its faces the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Empty,
    Failed,
    Rows,
}

/// `/key-pairs`.
#[component]
pub fn KeyPairsPage() -> impl IntoView {
    title("Key pairs");
    signed_in(move |_| view! { <List /> })
}

#[component]
fn List() -> impl IntoView {
    // Whoever looks at the list may create a key pair next: the vault is then there at once.
    time::when_idle(fetch_ahead);
    let key_pairs = expect_context::<KeyPairs>();
    let view = View {
        filter: RwSignal::new(String::new()),
        order: RwSignal::new(Order::default()),
        page: RwSignal::new(0),
        selected: RwSignal::new(BTreeSet::new()),
    };
    let face = Memo::new(move |_| match (key_pairs.quota().0, key_pairs.progress()) {
        (1.., _) => Face::Rows,
        (0, Progress::Complete) => Face::Empty,
        (0, Progress::Failed(_)) => Face::Failed,
        (0, _) => Face::Loading,
    });
    let audit = expect_context::<Audit>();
    Effect::new(move || {
        if key_pairs.progress() == Progress::Complete {
            audit.begin();
        }
    });
    view! {
        <div class="page-head">
            <h1>"Key pairs"</h1>
            <Quota />
            <span class="grow"></span>
            <Link to=routes::KEY_PAIR_IMPORT class="button quiet">"Import public key"</Link>
            <Link to=routes::KEY_PAIR_NEW class="button primary">"Create key pair"</Link>
        </div>
        <ReadFailure />
        {dynamic(move || (face.get() == Face::Rows).then(|| view! { <AuditSummary /> }))}
        {dynamic(move || match face.get() {
            Face::Loading => view! { <Loading /> }.into_any(),
            Face::Empty => view! { <Empty /> }.into_any(),
            Face::Failed => ().into_any(),
            Face::Rows => view! { <Table view /> }.into_any(),
        })}
    }
}

/// "N of M key pairs used".
#[component]
fn Quota() -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let text = move || {
        let reading = key_pairs.progress() == Progress::Loading;
        match key_pairs.quota() {
            (0, None) if reading => String::new(),
            (used, _) if reading => format!("{used} key pairs read…"),
            (used, Some(limit)) => format!("{used} of {limit} key pairs used"),
            (used, None) if key_pairs.is_limit_unknown() => {
                format!("{used} key pairs, quota unknown")
            }
            (used, None) => format!("{used} key pairs"),
        }
    };
    view! { <p class="quota" class:full=flag(move || key_pairs.is_full()) role="status">{words(text)}</p> }
}

#[component]
fn ReadFailure() -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let retry = Callback::new(move |()| key_pairs.refresh());
    dynamic(move || match key_pairs.progress() {
        Progress::Failed(error) => Some(view! { <Failure error retry /> }),
        _ => None,
    })
}

/// The table's place while nothing is there yet: as tall as its first rows, so that nothing jumps.
#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">"Reading your key pairs…"</span>
            {(0..5).map(|_| view! { <div class="skeleton-row" aria-hidden="true"></div> }).collect_view()}
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <section class="card empty">
            <h2>"No key pairs yet"</h2>
            <p>
                "A key pair lets you log in to the servers you launch. Create one here: the private key is made in this browser and saved
                to a file of yours, and the cloud gets the public key only. Or import the public key of a key that you have."
            </p>
            <div class="actions">
                <Link to=routes::KEY_PAIR_NEW class="button primary">"Create your first key pair"</Link>
                <Link to=routes::KEY_PAIR_IMPORT class="button quiet">"Import one you have"</Link>
            </div>
        </section>
    }
}

/// The rows that match the filter, in order.
fn arrange(rows: Vec<Arc<Row>>, filter: &str, order: Order, audit: Audit) -> Vec<Arc<Row>> {
    let needle = filter.trim().to_lowercase();
    let mut rows = rows;
    rows.retain(|row| row.matches(&needle));
    order.sort(&mut rows, audit);
    rows
}
