//! Deleting several key pairs: asks once, goes one by one, tells what came of each.

use crate::ui::dynamic::{dynamic, flag, words};
use crate::{
    explain::explain,
    key_pairs::KeyPairs,
    openstack::error::Error,
    session::Auth,
    ui::{dialog::Modal, notice::Notices},
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;

/// What came of one deletion.
type Outcome = (String, Result<(), Error>);

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    Closed,
    Asking(Vec<String>),
    Running { done: usize, of: usize },
    Over(Vec<Outcome>),
}

/// The button "Delete selected" and its dialog.
#[component]
pub fn BulkDelete(
    /// The names selected.
    selected: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Closed);
    let count = move || selected.with(BTreeSet::len);
    let ask = move |_| {
        stage.set(Stage::Asking(
            selected.get_untracked().into_iter().collect(),
        ))
    };
    let close = Callback::new(move |()| {
        if !stage.with_untracked(|stage| matches!(stage, Stage::Running { .. })) {
            stage.set(Stage::Closed);
        }
    });
    let title = move || match stage.get() {
        Stage::Asking(names) if names.len() == 1 => format!("Delete key pair {}?", names[0]),
        Stage::Asking(names) => format!("Delete {} key pairs?", names.len()),
        Stage::Running { done, of } => format!("Deleting: {done} of {of} done"),
        Stage::Over(outcomes) => summary(&outcomes),
        Stage::Closed => String::new(),
    };
    let open = Memo::new(move |_| stage.with(|stage| *stage != Stage::Closed));
    view! {
        <span class="selected-count" role="status">
            {words(move || match count() { 0 => String::new(), count => format!("{count} selected") })}
        </span>
        <button type="button" class="quiet danger-text" disabled=flag(move || count() == 0) on:click=ask>"Delete selected"</button>
        {dynamic(move || open.get().then(|| view! {
            <Modal title=Signal::derive(title) close>
                <Content stage selected close />
            </Modal>
        }))}
    }
}

#[component]
fn Content(
    stage: RwSignal<Stage>,
    selected: RwSignal<BTreeSet<String>>,
    close: Callback<()>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let key_pairs = expect_context::<KeyPairs>();
    let notices = expect_context::<Notices>();
    let go = move |names: Vec<String>| run(names, stage, selected, auth, key_pairs, notices);
    dynamic(move || {
        match stage.get() {
        Stage::Closed => ().into_any(),
        Stage::Asking(names) => {
            let list = names.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
            view! {
                <ul class="names" tabindex="0" aria-label="Key pairs to delete">{list}</ul>
                <p>"The cloud forgets these public keys. Servers that already have them keep them."</p>
                <div class="actions">
                    <button type="button" class="danger" on:click=move |_| go(names.clone())>"Delete"</button>
                    <button type="button" class="quiet" autofocus on:click=move |_| close.run(())>"Cancel"</button>
                </div>
            }
            .into_any()
        }
        Stage::Running { done, of } => {
            view! { <progress max=of value=done aria-label="Deleted so far"></progress> }.into_any()
        }
        Stage::Over(outcomes) => view! {
            <ul class="outcomes" tabindex="0" aria-label="What came of each">{outcomes.into_iter().map(outcome_line).collect_view()}</ul>
            <div class="actions">
                <button type="button" class="primary" on:click=move |_| close.run(())>"Close"</button>
            </div>
        }
        .into_any(),
    }
    })
}

fn outcome_line((name, outcome): Outcome) -> impl IntoView {
    let (class, text) = match outcome {
        Ok(()) => ("good-text", "deleted".to_owned()),
        Err(error) => {
            let explanation = explain(&error);
            (
                "bad-text",
                format!(
                    "not deleted: {} {}",
                    explanation.title,
                    explanation.request_id.unwrap_or_default()
                ),
            )
        }
    };
    view! { <li><strong>{name}</strong>" "<span class=class>{text}</span></li> }
}

fn summary(outcomes: &[Outcome]) -> String {
    let failed = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.is_err())
        .count();
    match failed {
        0 => format!("{} key pairs deleted", outcomes.len()),
        failed => format!("{failed} of {} key pairs not deleted", outcomes.len()),
    }
}

/// One after the other: clouds limit rates, and the person sees where it stopped.
fn run(
    names: Vec<String>,
    stage: RwSignal<Stage>,
    selected: RwSignal<BTreeSet<String>>,
    auth: Auth,
    key_pairs: KeyPairs,
    notices: Notices,
) {
    spawn_local(async move {
        let mut done: Vec<Outcome> = Vec::new();
        for name in &names {
            stage.try_set(Stage::Running {
                done: done.len(),
                of: names.len(),
            });
            let outcome = auth
                .compute(|compute| async move { compute.delete_key_pair(name).await })
                .await;
            if outcome.is_ok() {
                selected.try_update(|selected| selected.remove(name));
            }
            done.push((name.clone(), outcome));
        }
        // The rows go together at the end: the table, and this dialog with it, stays until then.
        if done.iter().all(|(_, outcome)| outcome.is_ok()) {
            stage.try_set(Stage::Closed);
            notices.done(match done.as_slice() {
                [(name, _)] => format!("Key pair {name} deleted."),
                _ => summary(&done) + ".",
            });
        } else {
            stage.try_set(Stage::Over(done.clone()));
        }
        for (name, _) in done.iter().filter(|(_, outcome)| outcome.is_ok()) {
            key_pairs.remove(name);
        }
    });
}
