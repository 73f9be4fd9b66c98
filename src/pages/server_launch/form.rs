//! The form.

use super::{
    Launching, launch,
    more::{More, text},
    network::{Groups, NetworkField},
    pickers::{FlavorPicker, ImagePicker},
    quota::Quota,
};
use crate::{
    key_pairs::KeyPairs,
    launch::{checks::Field, commands},
    router::Router,
    routes,
    session::Auth,
    ui::{
        command,
        dynamic::{attribute, dynamic, flag, words},
        failure::shown,
        field::TextField,
        key_pairs_unread::KeyPairsUnread,
        link::Link,
        notice::Notices,
        role_note::may_launch_servers,
    },
};
use leptos::prelude::*;

/// Everything that can be filled in, and the button.
#[component]
pub fn Form(launching: Launching) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let router = expect_context::<Router>();
    let draft = launching.draft;
    let may = may_launch_servers(auth);
    let error = move |field| Signal::derive(move || launching.error(field));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        launch(launching, auth, notices, router);
    };
    view! {
        <form class="card stack" novalidate on:submit=submit>
            <TextField label="Server name" id="server-name" value=text(draft, |draft| &draft.name, |draft| &mut draft.name) error=error(Field::Name) focus=true />
            <div class="grid">
                <ImagePicker launching />
                <FlavorPicker launching />
            </div>
            <div class="grid">
                <KeyPairChoice launching />
                <NetworkField launching />
                <Groups launching />
            </div>
            <details class="more" open>
                <summary>"Boot volume, user data, count and more"</summary>
                <More launching />
            </details>
            <Quota launching />
            {dynamic(move || launching.failed.get().map(|explanation| shown(explanation, None)))}
            <div class="actions">
                <button type="submit" class="primary" disabled=flag(move || !may || launching.busy.get())>
                    {words(move || if launching.busy.get() { "Launching…" } else { "Launch" })}
                </button>
                <span class="error" role="alert">{words(move || missing(launching))}</span>
            </div>
            <Commands launching />
        </form>
    }
}

/// A word beside the button when something above is wrong and the person has tried.
fn missing(launching: Launching) -> String {
    let wrong =
        launching.tried.get() && launching.findings().iter().any(|finding| finding.is_error);
    match wrong {
        true => "Something above is missing or does not fit.".to_owned(),
        false => String::new(),
    }
}

#[component]
fn KeyPairChoice(launching: Launching) -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let draft = launching.draft;
    let value = move || draft.with(|draft| draft.key_pair.clone());
    // A select's values are texts: an index of its own tells “none” from “not chosen”.
    let options = move || {
        let chosen = value();
        let is = |name: Option<&str>| chosen.as_deref() == name;
        let mut names: Vec<String> = key_pairs
            .rows()
            .iter()
            .map(|row| row.pair.name.clone())
            .collect();
        // The one that the address names may still be on its way.
        if let Some(chosen) = chosen
            .as_ref()
            .filter(|chosen| !chosen.is_empty() && !names.contains(chosen))
        {
            names.push(chosen.clone());
        }
        let names = names
            .iter()
            .map(|name| {
                let selected = is(Some(name));
                let value = format!("={name}");
                view! { <option value=value prop:selected=selected>{name.clone()}</option> }
            })
            .collect::<Vec<_>>();
        let (open, none) = (is(None), is(Some("")));
        view! {
            <option value="" disabled=true prop:selected=open>"Choose one"</option>
            {names}
            <option value="=" prop:selected=none>"No key pair"</option>
        }
    };
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let name = value.strip_prefix('=').map(str::to_owned);
        draft.update(|draft| draft.key_pair = name);
    };
    view! {
        <div class="field">
            <label for="key-pair">"Key pair"</label>
            <select
                id="key-pair"
                aria-describedby="key-pair-hint key-pair-error"
                aria-invalid=attribute("true", move || launching.error(Field::KeyPair).is_some())
                on:change=choose
            >
                {dynamic(options)}
            </select>
            <p class="hint" id="key-pair-hint">
                {words(move || launching.advice(Field::KeyPair))}" "
                <Link to=routes::KEY_PAIR_NEW>"Create a key pair"</Link>" – what you filled in here stays."
            </p>
            <KeyPairsUnread />
            <p class="error" id="key-pair-error">{words(move || launching.error(Field::KeyPair).unwrap_or_default())}</p>
        </div>
    }
}

/// The same launch for a terminal.
#[component]
fn Commands(launching: Launching) -> impl IntoView {
    let ready = move || {
        let wrong = launching.findings().iter().any(|finding| finding.is_error);
        launching.draft.get().launch().filter(|_| !wrong)
    };
    dynamic(move || {
        ready().map(|launch| {
            view! {
                <details class="more">
                    <summary>"The same as a command"</summary>
                    <div class="stack">
                        {command::line("python-openstackclient", "Copy openstack command", commands::openstack(&launch))}
                        {command::line("python-novaclient", "Copy nova command", commands::nova(&launch))}
                        {(!launch.user_data.is_empty()).then(|| view! { <p class="hint">"Put the user data into a file user-data.txt first."</p> })}
                    </div>
                </details>
            }
        })
    })
}
