//! The second factor: a one-time code.

use crate::{
    openstack::error::Error,
    ui::{failure::Failure, field::TextField},
};
use leptos::prelude::*;

/// Asks for the code.
#[component]
pub fn CodeForm(
    /// Whose.
    user: String,
    /// What was wrong with the last one.
    failure: Option<Error>,
    /// Called with the code.
    send: Callback<String>,
    /// Called when the person goes back.
    back: Callback<()>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let error = Signal::derive(move || {
        missing
            .get()
            .then(|| "Type the code that your device shows.".to_owned())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // Devices show codes in groups.
        let digits: String = code.get_untracked().split_whitespace().collect();
        missing.set(digits.is_empty());
        if !digits.is_empty() {
            send.run(digits);
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p>"The password of "<strong>{user}</strong>" is right. Your cloud asks for a one-time code as well."</p>
            {failure.map(|error| view! { <Failure error /> })}
            <TextField
                label="One-time code"
                id="one-time-code"
                value=code
                error
                hint="From your authenticator app or device."
                autocomplete="one-time-code"
                focus=true
            />
            <div class="actions">
                <button type="submit" class="primary">"Continue"</button>
                <button type="button" class="quiet" on:click=move |_| back.run(())>"Back"</button>
            </div>
        </form>
    }
}
