//! The fields of each way to sign in.

use super::fields::{By, Fields, OTHER};
use crate::ui::{
    dynamic::{dynamic, flag},
    field::{Kind, SelectField, TextField},
};
use leptos::prelude::*;

/// By what, and what belongs to it.
#[component]
pub fn Method(fields: Fields) -> impl IntoView {
    let number = |by: By| By::ALL.iter().position(|(known, _)| *known == by);
    let code = move |by: By| number(by).unwrap_or_default().to_string();
    let options = By::ALL.map(|(by, label)| (code(by), label.to_owned()));
    let choose = move |code: String| {
        let chosen = code.parse().ok().and_then(|at: usize| By::ALL.get(at));
        if let Some((by, _)) = chosen {
            // A password must not be sent as a token.
            fields.forget_secrets();
            fields.by.set(*by);
        }
    };
    let by = Memo::new(move |_| fields.by.get());
    // Only when the form is opened: whoever is choosing a method must not lose the place.
    let first = StoredValue::new(true);
    let focus = move || first.try_update_value(std::mem::take).unwrap_or_default();
    view! {
        <SelectField
            label="Sign-in method"
            id="method"
            value=Signal::derive(move || code(by.get()))
            options=Signal::stored(options.to_vec())
            choose
        />
        {dynamic(move || match by.get() {
            By::Password => view! { <User fields focus=focus() /><SecretField fields /><Project fields /> }.into_any(),
            By::ApplicationCredential => view! { <Credential fields focus=focus() /><SecretField fields /> }.into_any(),
            By::Token => view! { <SecretField fields /><Project fields /> }.into_any(),
            By::RackspaceApiKey => view! { <User fields focus=focus() /><SecretField fields /> }.into_any(),
        })}
        {dynamic(move || view! { <More fields by=by.get() /> })}
    }
}

#[component]
fn User(fields: Fields, focus: bool) -> impl IntoView {
    view! { <TextField label="User name" id="user" value=fields.user autocomplete="username" focus /> }
}

#[component]
fn Credential(fields: Fields, focus: bool) -> impl IntoView {
    view! {
        <TextField
            label="Credential ID"
            id="credential"
            value=fields.credential
            hint="It belongs to one project, which need not be named."
            focus
        />
    }
}

#[component]
fn SecretField(fields: Fields) -> impl IntoView {
    let by = fields.by.get_untracked();
    let (id, autocomplete) = match by {
        By::Password => ("password", "current-password"),
        _ => ("secret", "off"),
    };
    view! {
        <TextField label=by.secret_label() id value=fields.secret kind=Kind::Password autocomplete />
    }
}

#[component]
fn Project(fields: Fields) -> impl IntoView {
    view! {
        <TextField
            label="Project"
            id="project"
            value=fields.project
            hint="Left empty, you choose from yours."
        />
    }
}

/// What most people need not touch.
#[component]
fn More(fields: Fields, by: By) -> impl IntoView {
    let other = Memo::new(move |_| fields.cloud.with(|cloud| cloud == OTHER));
    let open = flag(move || other.get());
    let (summary, user_domain, project_domain) = match by {
        By::Password => ("Domains, region, one-time code", true, true),
        By::ApplicationCredential => ("User and region", true, false),
        By::Token => ("Domain and region", false, true),
        By::RackspaceApiKey => ("Region", false, false),
    };
    let by_name = (by == By::ApplicationCredential).then(|| {
        view! {
            <TextField
                label="User name"
                id="user"
                value=fields.user
                hint="Only when a name is typed above in place of an ID."
            />
        }
    });
    let code = (by == By::Password).then(|| {
        view! {
            <TextField
                label="One-time code"
                id="code"
                value=fields.code
                hint="Only where a cloud wants it along with the password."
                autocomplete="one-time-code"
            />
        }
    });
    view! {
        <details class="more" prop:open=open>
            <summary>{summary}</summary>
            <div class="grid">
                {by_name}
                {user_domain.then(|| view! { <TextField label="User domain" id="user-domain" value=fields.user_domain /> })}
                {project_domain.then(|| view! { <TextField label="Project domain" id="project-domain" value=fields.project_domain /> })}
                <TextField label="Region" id="region" value=fields.region />
                {code}
            </div>
        </details>
    }
}
