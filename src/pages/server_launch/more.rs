//! What most launches leave as it is: boot volume, count, zone, description, user data.

use super::Launching;
use crate::browser::files;
use crate::launch::{Draft, checks::Field};
use crate::ui::dynamic::{attribute, dynamic, flag, words};
use crate::ui::field::{SelectField, Text, TextField};
use crate::ui::notice::Notices;
use leptos::{prelude::*, task::spawn_local};

/// A text of the draft.
pub fn text(
    draft: RwSignal<Draft>,
    get: fn(&Draft) -> &String,
    set: fn(&mut Draft) -> &mut String,
) -> Text {
    Text::new(
        move || draft.with(|draft| get(draft).clone()),
        move |text| draft.update(|draft| *set(draft) = text),
    )
}

/// All of it.
#[component]
pub fn More(launching: Launching) -> impl IntoView {
    let draft = launching.draft;
    let error = move |field| Signal::derive(move || launching.error(field));
    let has_volume = Memo::new(move |_| draft.with(|draft| !draft.volume.trim().is_empty()));
    view! {
        <div class="stack">
            <div class="grid">
                <TextField
                    label="Boot volume size (GB)"
                    id="volume"
                    value=text(draft, |draft| &draft.volume, |draft| &mut draft.volume)
                    error=error(Field::Volume)
                    hint="Empty: the flavor’s own disk."
                />
                <TextField label="Count" id="count" value=text(draft, |draft| &draft.count, |draft| &mut draft.count) error=error(Field::Count) hint="Empty: one server." />
                <Zone launching />
                <TextField label="Description" id="description" value=text(draft, |draft| &draft.description, |draft| &mut draft.description) />
            </div>
            {dynamic(move || has_volume.get().then(|| view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=flag(move || draft.with(|draft| draft.keep_volume))
                        on:change=move |event| draft.update(|draft| draft.keep_volume = event_target_checked(&event))
                    />
                    "Keep the volume when the server is deleted"
                </label>
            }))}
            <UserData launching />
        </div>
    }
}

#[component]
fn Zone(launching: Launching) -> impl IntoView {
    let draft = launching.draft;
    // A cloud that does not tell its zones has one all the same.
    let choice = dynamic(move || {
        let zones = launching.offers.zones.value().unwrap_or_default();
        let mut options = vec![(String::new(), "Any".to_owned())];
        options.extend(zones.into_iter().map(|zone| (zone.clone(), zone)));
        view! {
            <SelectField
                label="Availability zone"
                id="zone"
                value=Signal::derive(move || draft.with(|draft| draft.zone.clone()))
                options=Signal::stored(options)
                choose=move |zone| draft.update(|draft| draft.zone = zone)
            />
        }
    });
    view! { <div>{choice}{launching.offers.zones.unread("The availability zones")}</div> }
}

#[component]
fn UserData(launching: Launching) -> impl IntoView {
    let draft = launching.draft;
    let notices = expect_context::<Notices>();
    let input = NodeRef::<leptos::html::Input>::new();
    let pick = move |_| {
        let Some(file) = input.get().and_then(|input| files::first(input.files())) else {
            return;
        };
        spawn_local(async move {
            match files::read(&file).await {
                Ok(text) => {
                    draft.try_update(|draft| draft.user_data = text);
                }
                Err(error) => notices.wrong(error.to_string()),
            }
        });
    };
    view! {
        <div class="field">
            <label for="user-data">"User data"</label>
            <textarea
                id="user-data"
                rows="5"
                class="mono"
                spellcheck="false"
                aria-describedby="user-data-hint user-data-error"
                aria-invalid=attribute("true", move || launching.error(Field::UserData).is_some())
                prop:value=Signal::derive(move || draft.with(|draft| draft.user_data.clone()))
                on:input=move |event| draft.update(|draft| draft.user_data = event_target_value(&event))
            ></textarea>
            <p class="hint" id="user-data-hint">
                "For cloud-init: a script or #cloud-config. The cloud keeps it readable for the project and on the server: no secrets in it. "
                {words(move || launching.advice(Field::UserData))}
            </p>
            <p class="error" id="user-data-error">{words(move || launching.error(Field::UserData).unwrap_or_default())}</p>
            <label for="user-data-file" class="file-label">"User data file"</label>
            <input id="user-data-file" type="file" node_ref=input on:change=pick />
        </div>
    }
}
