//! One choice of several, each with a word of advice.

use crate::ui::dynamic::flag;
use leptos::prelude::*;

/// What can be chosen.
#[derive(Clone, Copy)]
pub struct Choice {
    /// Its value.
    pub code: &'static str,
    /// Its accessible name.
    pub label: &'static str,
    /// When to choose it.
    pub hint: &'static str,
}

/// A radio group.
#[component]
pub fn Radios(
    /// The accessible name.
    label: &'static str,
    /// Unique in the page; ids are made of it.
    name: &'static str,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The code of what is.
    chosen: Signal<&'static str>,
    /// Takes the code of what was chosen.
    choose: Callback<&'static str>,
) -> impl IntoView {
    let legend = format!("{name}-legend");
    let labelled_by = legend.clone();
    let choice = move |Choice { code, label, hint }: Choice| {
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
                    prop:checked=flag(move || chosen.get() == code)
                    on:change=move |_| choose.run(code)
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
