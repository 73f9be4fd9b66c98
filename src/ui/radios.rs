//! One choice of several, each with a word of advice.

use crate::ui::dynamic::flag;
use leptos::prelude::*;

/// What can be chosen.
#[derive(Clone, Copy)]
pub struct Choice<T> {
    /// What it is.
    pub value: T,
    /// Its short name, for ids.
    pub code: &'static str,
    /// Its accessible name.
    pub label: &'static str,
    /// When to choose it.
    pub hint: &'static str,
}

/// The choices that these rows of value, label and hint are; `code` gives each its short name.
pub fn choices<T: Copy>(
    rows: &[(T, &'static str, &'static str)],
    code: fn(T) -> &'static str,
) -> Vec<Choice<T>> {
    let choice = |&(value, label, hint): &_| Choice {
        value,
        code: code(value),
        label,
        hint,
    };
    rows.iter().map(choice).collect()
}

/// A radio group.
#[component]
pub fn Radios<T: Copy + PartialEq + Send + Sync + 'static>(
    /// The accessible name.
    label: &'static str,
    /// Unique in the page; ids are made of it.
    name: &'static str,
    /// What can be chosen.
    choices: Vec<Choice<T>>,
    /// What is.
    chosen: RwSignal<T>,
) -> impl IntoView {
    let legend = format!("{name}-legend");
    let labelled_by = legend.clone();
    let choice = move |choice: Choice<T>| {
        let Choice {
            value,
            code,
            label,
            hint,
        } = choice;
        let id = format!("{name}-{code}");
        let hint_id = format!("{id}-hint");
        view! {
            <label class="radio">
                <input
                    type="radio"
                    name=name
                    id=id
                    value=code
                    aria-label=label
                    aria-describedby=hint_id.clone()
                    prop:checked=flag(move || chosen.get() == value)
                    on:change=move |_| chosen.set(value)
                />
                <span class="radio-text">
                    <span class="radio-label">{label}</span>
                    <span class="hint" id=hint_id>{hint}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset role="radiogroup" aria-labelledby=labelled_by>
            <legend id=legend>{label}</legend>
            <div class="radios">{choices.into_iter().map(choice).collect_view()}</div>
        </fieldset>
    }
}
