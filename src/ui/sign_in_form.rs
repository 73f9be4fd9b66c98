//! The sign-in form: on its own page, and in the dialog that asks when a page needs a cloud.

use crate::ui::dynamic::{attribute, dynamic, flag, words};
use crate::{
    browser::{boot, http::BrowserHttp},
    config::{Cloud, Config, ConfigError},
    openstack::{
        error::{Error, SignInError},
        identity::{
            self, Credentials, NameOrId, Project, SignIn, SignInOutcome, SignedIn, Unscoped,
            UserRef, WantedProject,
        },
        secret::Secret,
    },
    session::{Auth, Session},
    ui::{
        failure::{Failure, Problem},
        field::{Kind, SelectField, TextField},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The choice that stands for a cloud that is not configured.
const OTHER: &str = "other";

/// What is typed into the form. Copies are handles to the same fields.
#[derive(Clone, Copy)]
struct Fields {
    cloud: RwSignal<String>,
    auth_url: RwSignal<String>,
    user: RwSignal<String>,
    password: RwSignal<String>,
    user_domain: RwSignal<String>,
    project: RwSignal<String>,
    project_domain: RwSignal<String>,
    region: RwSignal<String>,
    stay: RwSignal<bool>,
}

impl Fields {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            cloud: text(),
            auth_url: text(),
            user: text(),
            password: text(),
            user_domain: text(),
            project: text(),
            project_domain: text(),
            region: text(),
            stay: RwSignal::new(false),
        }
    }

    /// Takes over what the configuration says of a cloud.
    fn choose(self, index: String, clouds: &[Cloud]) {
        let cloud = index
            .parse()
            .ok()
            .and_then(|index: usize| clouds.get(index))
            .cloned();
        let cloud = cloud.unwrap_or_else(|| Cloud::other(""));
        self.cloud.set(index);
        self.auth_url.set(cloud.auth_url);
        self.user_domain.set(cloud.user_domain);
        self.project.set(cloud.project);
        self.project_domain.set(cloud.project_domain);
        self.region.set(cloud.region);
    }

    fn cloud(self, clouds: &[Cloud]) -> Cloud {
        let chosen = self
            .cloud
            .with_untracked(|index| index.parse::<usize>().ok());
        match chosen.and_then(|index| clouds.get(index)) {
            Some(cloud) => cloud.clone(),
            None => Cloud::other(self.auth_url.get_untracked().trim()),
        }
    }

    fn request(self, cloud: &Cloud) -> SignIn {
        let optional = |field: RwSignal<String>| {
            let text = field.get_untracked().trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let domain = optional(self.user_domain).unwrap_or_else(|| "Default".to_owned());
        SignIn {
            auth_url: boot::absolute(&cloud.auth_url),
            credentials: Credentials::Password {
                user: UserRef::Name {
                    name: self.user.get_untracked().trim().to_owned(),
                    domain: NameOrId::Name(domain),
                },
                password: Secret::new(self.password.get_untracked()),
                passcode: None,
            },
            project: match optional(self.project) {
                Some(project) => WantedProject::Named {
                    project,
                    domain: optional(self.project_domain),
                },
                None => WantedProject::Choose,
            },
        }
    }

    /// The session that came of it, in the region and for as long as the form says.
    fn session(self, cloud: Cloud, signed_in: SignedIn) -> Session {
        let region = self.region.get_untracked();
        Session::new(cloud, signed_in, region.trim(), self.stay.get_untracked())
    }

    /// The first field that is missing, as a sentence.
    fn missing(self) -> Option<&'static str> {
        let empty = |field: RwSignal<String>| field.with_untracked(|text| text.trim().is_empty());
        match () {
            () if empty(self.auth_url) => Some("Type the Auth URL of the cloud."),
            () if empty(self.user) => Some("Type your user name."),
            () if self.password.with_untracked(String::is_empty) => Some("Type your password."),
            () => None,
        }
    }
}

/// What the form shows besides its fields.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Busy,
    Incomplete(&'static str),
    Failed(Error),
    Choose(Choice),
}

#[derive(Clone, PartialEq)]
struct Choice {
    unscoped: Unscoped,
    projects: Vec<Project>,
}

/// Asks who the person is, and signs in.
#[component]
pub fn SignInForm() -> impl IntoView {
    let (config, problem) = match boot::config() {
        Ok(config) => (config, None),
        Err(problem) => (Config::none(), Some(problem)),
    };
    let clouds = StoredValue::new(config.clouds);
    let fields = Fields::new();
    fields.choose(
        if clouds.with_value(Vec::is_empty) {
            OTHER.to_owned()
        } else {
            "0".to_owned()
        },
        &clouds.get_value(),
    );
    let state = RwSignal::new(State::Idle);

    let options = move || {
        let named = clouds.with_value(|clouds| {
            clouds
                .iter()
                .enumerate()
                .map(|(index, cloud)| (index.to_string(), cloud.name.clone()))
                .collect::<Vec<_>>()
        });
        let other = config
            .other_clouds
            .then(|| (OTHER.to_owned(), "Other cloud".to_owned()));
        named.into_iter().chain(other).collect::<Vec<_>>()
    };
    let choose = move |index| fields.choose(index, &clouds.get_value());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if state.with_untracked(|state| *state != State::Busy) {
            sign_in(fields, clouds.get_value(), state);
        }
    };
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=submit>
                {problem.clone().map(|problem| view! { <ConfigProblem problem /> })}
                <SelectField label="Cloud" id="cloud" value=fields.cloud options=Signal::derive(options) choose />
                <CloudFields fields />
                <p class="error" role="alert">
                    {words(move || state.with(|state| match state { State::Incomplete(what) => *what, _ => "" }))}
                </p>
                {dynamic(move || state.with(|state| match state {
                    State::Failed(error) => Some(view! { <Failure error=error.clone() /> }),
                    _ => None,
                }))}
                <div class="actions">
                    <button type="submit" class="primary" aria-busy=attribute("true", move || busy(state))>
                        {words(move || if busy(state) { "Signing in…" } else { "Sign in" })}
                    </button>
                </div>
            </form>
        }
    };
    let choosing = Memo::new(move |_| match state.get() {
        State::Choose(choice) => Some(choice),
        _ => None,
    });
    dynamic(move || match choosing.get() {
        Some(choice) => {
            view! { <ChooseProject choice fields clouds=clouds.get_value() state /> }.into_any()
        }
        None => form().into_any(),
    })
}

fn busy(state: RwSignal<State>) -> bool {
    state.with(|state| *state == State::Busy)
}

#[component]
fn CloudFields(fields: Fields) -> impl IntoView {
    let other = Memo::new(move |_| fields.cloud.with(|cloud| cloud == OTHER));
    let fine = Signal::stored(None::<String>);
    let hint = Signal::stored(
        "Where the cloud's Keystone is, such as https://cloud.example.org:5000/v3.".to_owned(),
    );
    let auth_url = move || {
        let autocomplete = "url";
        other.get().then(|| {
            view! {
                <TextField label="Auth URL" id="auth-url" value=fields.auth_url error=fine hint kind=Kind::Url autocomplete />
            }
        })
    };
    view! {
        {auth_url}
        <TextField label="User name" id="user" value=fields.user error=fine autocomplete="username" focus=true />
        <TextField
            label="Password"
            id="password"
            value=fields.password
            error=fine
            kind=Kind::Password
            autocomplete="current-password"
        />
        <TextField
            label="Project"
            id="project"
            value=fields.project
            error=fine
            hint=Signal::stored("Left empty, you choose from yours.".to_owned())
        />
        <details class="more" prop:open=flag(move || other.get())>
            <summary>"Domains and region"</summary>
            <div class="grid">
                <TextField label="User domain" id="user-domain" value=fields.user_domain error=fine />
                <TextField label="Project domain" id="project-domain" value=fields.project_domain error=fine />
                <TextField label="Region" id="region" value=fields.region error=fine />
            </div>
        </details>
        <label class="check">
            <input type="checkbox" prop:checked=fields.stay on:change=move |event| fields.stay.set(event_target_checked(&event)) />
            "Stay signed in for this tab"
        </label>
    }
}

#[component]
fn ConfigProblem(problem: ConfigError) -> impl IntoView {
    view! {
        <Problem
            title="This site's list of clouds could not be read"
            detail=problem.to_string()
            next="Whoever hosts this site can mend it. You can sign in by your cloud's Auth URL, and make keys without any cloud."
        />
    }
}

/// After the password was right: which project?
#[component]
fn ChooseProject(
    choice: Choice,
    fields: Fields,
    clouds: Vec<Cloud>,
    state: RwSignal<State>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let first = choice
        .projects
        .first()
        .map(|project| project.id.clone())
        .unwrap_or_default();
    let chosen = RwSignal::new(first);
    let options: Vec<_> = choice
        .projects
        .iter()
        .map(|project| (project.id.clone(), project.name.clone()))
        .collect();
    let unscoped = StoredValue::new(choice.unscoped);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let cloud = fields.cloud(&clouds);
        spawn_local(async move {
            match identity::scope_to(&BrowserHttp, &unscoped.get_value(), &chosen.get_untracked())
                .await
            {
                Ok(signed_in) => auth.accept(fields.session(cloud, signed_in)),
                Err(error) => state.set(State::Failed(error)),
            }
        });
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
                <button type="button" class="quiet" on:click=move |_| state.set(State::Idle)>"Back"</button>
            </div>
        </form>
    }
}

fn sign_in(fields: Fields, clouds: Vec<Cloud>, state: RwSignal<State>) {
    let auth = expect_context::<Auth>();
    if let Some(what) = fields.missing() {
        return state.set(State::Incomplete(what));
    }
    state.set(State::Busy);
    let cloud = fields.cloud(&clouds);
    spawn_local(async move {
        let outcome = identity::sign_in(&BrowserHttp, &fields.request(&cloud)).await;
        if !matches!(outcome, Err(Error::Transport { .. })) {
            // The cloud has seen it: right or wrong, it is not kept.
            fields.password.set(String::new());
        }
        match outcome {
            Ok(SignInOutcome::SignedIn(signed_in)) => {
                state.set(State::Idle);
                auth.accept(fields.session(cloud, signed_in));
            }
            Ok(SignInOutcome::ChooseProject { unscoped, projects }) => {
                state.set(State::Choose(Choice { unscoped, projects }));
            }
            Ok(SignInOutcome::OneTimeCode(_)) => state.set(State::Failed(no_code_here())),
            Err(error) => {
                if let Error::SignIn(SignInError::NoRoleOnProject { .. }) = error {
                    // The next try then offers the projects that there are.
                    fields.project.set(String::new());
                }
                state.set(State::Failed(error));
            }
        }
    });
}

/// This form has no field for a one-time code.
fn no_code_here() -> Error {
    let methods = vec![vec!["password".to_owned(), "totp".to_owned()]];
    SignInError::SecondFactorNeeded { methods }.into()
}
