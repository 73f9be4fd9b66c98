//! Registering a key pair in other regions of the cloud: asks which, does all at once, tells what came of each.

use crate::{
    key_pairs::Row,
    openstack::{compute::Copied, error::Error},
    session::Auth,
    ui::{
        dialog::Modal,
        dynamic::{dynamic, flag},
        failure::Failure,
        role_note::may_create_key_pairs,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// How far it is in one region.
#[derive(Clone, PartialEq)]
enum State {
    Open,
    Running,
    Over(Copied),
    Failed(Error),
}

/// One region. Copies are handles to the same.
#[derive(Clone, Copy)]
struct Target {
    auth: Auth,
    row: StoredValue<Arc<Row>>,
    region: StoredValue<String>,
    wanted: RwSignal<bool>,
    state: RwSignal<State>,
}

impl Target {
    /// Whether the button "Copy" means it; tracked.
    fn is_next(self) -> bool {
        self.wanted.get() && self.state.get() == State::Open
    }

    fn copy(self) {
        self.state.set(State::Running);
        spawn_local(async move {
            let (row, region) = (&self.row.get_value(), self.region.get_value());
            let Some(key) = row.public_half() else { return };
            let outcome = self
                .auth
                .compute_in(&region, |compute| async move {
                    compute.copy_key_pair(&row.pair.name, key).await
                })
                .await;
            // The page may have gone meanwhile.
            self.state.try_set(match outcome {
                Ok(copied) => State::Over(copied),
                Err(error) => State::Failed(error),
            });
        });
    }
}

/// The button "Copy to…" and its dialog, where the cloud has other regions that can be reached.
#[component]
pub fn CopyToRegions(
    /// What is copied.
    row: Arc<Row>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let open = RwSignal::new(false);
    let regions = untrack(|| auth.other_regions());
    if !may_create_key_pairs(auth) || regions.is_empty() || row.public_half().is_none() {
        return ().into_any();
    }
    let name = row.pair.name.clone();
    let row = StoredValue::new(row);
    // What came of it is kept here: the dialog may be closed meanwhile.
    let target = |region| Target {
        auth,
        row,
        region: StoredValue::new(region),
        wanted: RwSignal::new(true),
        state: RwSignal::new(State::Open),
    };
    let targets = StoredValue::new(regions.into_iter().map(target).collect::<Vec<_>>());
    view! {
        <button type="button" class="quiet" on:click=move |_| open.set(true)>"Copy to…"</button>
        {dynamic(move || open.get().then(|| view! { <Dialog name=name.clone() targets open /> }))}
    }
    .into_any()
}

#[component]
fn Dialog(name: String, targets: StoredValue<Vec<Target>>, open: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let next = move || targets.with_value(|targets| targets.iter().any(|target| target.is_next()));
    let copy = move |_| {
        for target in targets.get_value() {
            if untrack(|| target.is_next()) {
                target.copy();
            }
        }
    };
    let title = format!("Copy key pair {name} to other regions");
    let rows = targets.get_value().into_iter().map(row).collect_view();
    view! {
        <Modal title=Signal::stored(title) close>
            <p>"Each region of a cloud has key pairs of its own. The public key is registered there under the same name; your private key’s file opens the servers of all of them."</p>
            <ul class="regions" aria-label="Regions">{rows}</ul>
            <div class="actions">
                <button type="button" class="primary" disabled=flag(move || !next()) on:click=copy>"Copy"</button>
                <button type="button" class="quiet" on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Modal>
    }
}

fn row(target: Target) -> impl IntoView {
    let settled = flag(move || target.state.get() != State::Open);
    let retry = Callback::new(move |()| target.copy());
    let choose = move |event| target.wanted.set(event_target_checked(&event));
    let outcome = move || match target.state.get() {
        State::Open => ().into_any(),
        State::Running => view! { <p class="loading" role="status">"Copying…"</p> }.into_any(),
        State::Over(copied) => {
            let (class, text) = told(copied);
            view! { <p class=class role="status">{text}</p> }.into_any()
        }
        State::Failed(error) => view! { <Failure error retry /> }.into_any(),
    };
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=target.wanted disabled=settled on:change=choose />
                {target.region.get_value()}
            </label>
            {dynamic(outcome)}
        </li>
    }
}

/// What came of it, in a sentence, and how it looks.
fn told(copied: Copied) -> (&'static str, String) {
    match copied {
        Copied::Registered => ("good-text", "Registered there now.".to_owned()),
        Copied::ThereAlready => (
            "good-text",
            "There already, with this same key.".to_owned(),
        ),
        Copied::NameTaken => (
            "bad-text",
            "Another key has this name there; it was left as it is. Choose the region in the page’s header to see it, and delete it there or import this key under another name."
                .to_owned(),
        ),
        Copied::NameRefused(error) => (
            "bad-text",
            format!("This region is older and takes other names. {error} Choose the region in the page’s header and import the key under another name."),
        ),
    }
}
