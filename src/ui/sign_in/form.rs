//! The sign-in form.

use super::attempt::{Attempt, State};
use super::choose_project::ChooseProject;
use super::code::CodeForm;
use super::fields::{Fields, OTHER};
use super::file::FromFile;
use super::method::Method;
use crate::ui::dynamic::{attribute, dynamic, words};
use crate::{
    browser::boot,
    config::{Config, ConfigError},
    ui::{
        failure::{Failure, Problem},
        field::{Kind, SelectField, TextField},
    },
};
use leptos::prelude::*;

/// Asks who the person is, and signs in.
#[component]
pub fn SignInForm() -> impl IntoView {
    let (config, problem) = match boot::config() {
        Ok(config) => (config, None),
        Err(problem) => (Config::none(), Some(problem)),
    };
    let other_clouds = config.other_clouds;
    let clouds = StoredValue::new(config.clouds);
    let fields = Fields::new();
    let first = match clouds.with_value(Vec::is_empty) {
        true => OTHER,
        false => "0",
    };
    clouds.with_value(|clouds| fields.choose(first.to_owned(), clouds));
    let attempt = Attempt::new(fields, clouds);
    // What is asked in place of the fields, if anything; what is shown beside them does not build the form anew.
    let asked = Memo::new(move |_| match attempt.state.get() {
        state @ (State::Choose(..) | State::Code(..)) => Some(state),
        _ => None,
    });
    dynamic(move || match asked.get() {
        Some(State::Choose(unscoped, projects)) => {
            view! { <ChooseProject attempt unscoped projects /> }.into_any()
        }
        Some(State::Code(code, failure)) => {
            let user = code.user.clone();
            let send = Callback::new(move |text| attempt.send_code(code.clone(), text));
            let back = Callback::new(move |()| attempt.state.set(State::Idle));
            view! { <CodeForm user failure send back /> }.into_any()
        }
        _ => view! { <FieldsForm attempt other_clouds problem=problem.clone() /> }.into_any(),
    })
}

#[component]
fn FieldsForm(attempt: Attempt, other_clouds: bool, problem: Option<ConfigError>) -> impl IntoView {
    let Attempt {
        fields,
        clouds,
        state,
        ..
    } = attempt;
    let options = clouds.with_value(|clouds| {
        let named = clouds.iter().enumerate();
        let named = named.map(|(index, cloud)| (index.to_string(), cloud.name.clone()));
        let other = other_clouds.then(|| (OTHER.to_owned(), "Other cloud".to_owned()));
        named.chain(other).collect::<Vec<_>>()
    });
    let choose = move |index| clouds.with_value(|clouds| fields.choose(index, clouds));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        attempt.sign_in();
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {problem.map(|problem| view! { <ConfigProblem problem /> })}
            <SelectField label="Cloud" id="cloud" value=fields.cloud options=Signal::stored(options) choose />
            <AuthUrlField fields />
            <Method fields />
            <label class="check">
                <input type="checkbox" prop:checked=fields.stay on:change=move |event| fields.stay.set(event_target_checked(&event)) />
                "Stay signed in for this tab"
            </label>
            <p class="error" role="alert">
                {words(move || state.with(|state| match state { State::Incomplete(what) => *what, _ => "" }))}
            </p>
            {dynamic(move || state.with(|state| match state {
                State::Failed(error) => Some(view! { <Failure error=error.clone() /> }),
                _ => None,
            }))}
            <div class="actions">
                <button type="submit" class="primary" aria-busy=attribute("true", move || attempt.is_busy())>
                    {words(move || if attempt.is_busy() { "Signing in…" } else { "Sign in" })}
                </button>
            </div>
            <FromFile attempt other_clouds />
        </form>
    }
}

#[component]
fn AuthUrlField(fields: Fields) -> impl IntoView {
    let other = Memo::new(move |_| fields.cloud.with(|cloud| cloud == OTHER));
    let hint = "Where the cloud's Keystone is, such as https://cloud.example.org:5000/v3.";
    dynamic(move || {
        other.get().then(|| {
            view! {
                <TextField
                    label="Auth URL"
                    id="auth-url"
                    value=fields.auth_url
                    hint
                    kind=Kind::Url
                    autocomplete="url"
                />
            }
        })
    })
}

#[component]
fn ConfigProblem(problem: ConfigError) -> impl IntoView {
    view! {
        <Problem
            title="This site's list of clouds could not be read"
            detail=problem.to_string()
            next="Without a network it cannot be had; otherwise whoever hosts this site can mend it. You can sign in by your cloud's Auth URL, and make keys without any cloud."
        />
    }
}
