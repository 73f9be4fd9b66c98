//! A sign-in under way: from the form's fields, over what the cloud asks back, to the session.

use super::fields::Fields;
use crate::{
    browser::http::BrowserHttp,
    config::Cloud,
    openstack::{
        error::{Error, SignInError},
        identity::{self, OneTimeCode, Project, SignInOutcome, Unscoped},
        secret::Secret,
    },
    session::Auth,
};
use leptos::{prelude::*, task::spawn_local};

/// What the form shows besides its fields, or in their place.
#[derive(Clone, PartialEq)]
pub enum State {
    /// Nothing.
    Idle,
    /// The cloud is asked.
    Busy,
    /// A field is missing.
    Incomplete(&'static str),
    /// The cloud said no.
    Failed(Error),
    /// Which project?
    Choose(Unscoped, Vec<Project>),
    /// The one-time code, and what was wrong with the last one.
    Code(OneTimeCode, Option<Error>),
}

/// The attempt. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Attempt {
    auth: Auth,
    /// The form's fields.
    pub fields: Fields,
    /// The configured clouds.
    pub clouds: StoredValue<Vec<Cloud>>,
    /// How far it is.
    pub state: RwSignal<State>,
}

impl Attempt {
    /// One that has not begun.
    pub fn new(fields: Fields, clouds: StoredValue<Vec<Cloud>>) -> Self {
        Self {
            auth: expect_context(),
            fields,
            clouds,
            state: RwSignal::new(State::Idle),
        }
    }

    /// Whether the cloud is being asked; tracked.
    pub fn is_busy(self) -> bool {
        self.state.with(|state| *state == State::Busy)
    }

    /// Signs in with what is typed. A second call while one is under way does nothing.
    pub fn sign_in(self) {
        if self.state.with_untracked(|state| *state == State::Busy) {
            return;
        }
        if let Some(what) = self.fields.missing() {
            return self.state.set(State::Incomplete(what));
        }
        self.state.set(State::Busy);
        let cloud = self.cloud();
        spawn_local(async move {
            let outcome = identity::sign_in(&BrowserHttp, &self.fields.request(&cloud)).await;
            if !matches!(outcome, Err(Error::Transport { .. })) {
                // The cloud has seen it: right or wrong, it is not kept.
                self.fields.forget_secrets();
            }
            self.take(cloud, outcome);
        });
    }

    /// Goes on with the one-time code.
    pub fn send_code(self, asked: OneTimeCode, code: String) {
        let cloud = self.cloud();
        spawn_local(async move {
            match identity::send_code(&BrowserHttp, &asked, &Secret::new(code)).await {
                Err(error @ Error::SignIn(SignInError::WrongPasscode { .. })) => {
                    self.state.set(State::Code(asked, Some(error)));
                }
                outcome => self.take(cloud, outcome),
            }
        });
    }

    /// Goes on in a project.
    pub fn choose(self, unscoped: Unscoped, project: String) {
        let cloud = self.cloud();
        spawn_local(async move {
            let outcome = identity::scope_to(&BrowserHttp, &unscoped, &project).await;
            self.take(cloud, outcome.map(SignInOutcome::SignedIn));
        });
    }

    fn cloud(self) -> Cloud {
        self.clouds.with_value(|clouds| self.fields.cloud(clouds))
    }

    fn take(self, cloud: Cloud, outcome: Result<SignInOutcome, Error>) {
        let state = match outcome {
            Ok(SignInOutcome::SignedIn(signed_in)) => {
                self.auth.accept(self.fields.session(cloud, signed_in));
                State::Idle
            }
            Ok(SignInOutcome::ChooseProject { unscoped, projects }) => {
                State::Choose(unscoped, projects)
            }
            Ok(SignInOutcome::OneTimeCode(asked)) => State::Code(asked, None),
            Err(error) => {
                if let Error::SignIn(SignInError::NoRoleOnProject { .. }) = error {
                    // The next try then offers the projects that there are.
                    self.fields.project.set(String::new());
                }
                State::Failed(error)
            }
        };
        // Signed in, the form may be gone.
        self.state.try_set(state);
    }
}
