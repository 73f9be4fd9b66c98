//! After the proof was right: which project?

use super::attempt::{Attempt, State};
use crate::openstack::identity::{Project, Unscoped};
use crate::ui::field::SelectField;
use leptos::prelude::*;

/// Asks for one of the projects.
#[component]
pub fn ChooseProject(
    attempt: Attempt,
    unscoped: Unscoped,
    projects: Vec<Project>,
) -> impl IntoView {
    let first = projects.first().map(|project| project.id.clone());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let options: Vec<_> = projects
        .into_iter()
        .map(|project| (project.id, project.name))
        .collect();
    let unscoped = StoredValue::new(unscoped);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.choose(unscoped.get_value(), chosen.get_untracked());
    };
    view! {
        <form class="stack" on:submit=go>
            <p>"You have a role in several projects. Your key pairs are the same in all of them."</p>
            <SelectField
                label="Project"
                id="choose-project"
                value=chosen
                options=Signal::stored(options)
                choose=move |id| chosen.set(id)
            />
            <div class="actions">
                <button type="submit" class="primary">"Continue"</button>
                <button type="button" class="quiet" on:click=move |_| attempt.state.set(State::Idle)>"Back"</button>
            </div>
        </form>
    }
}
