//! The dialog that asks to sign in, over whatever page is open: nothing on that page is lost.

use super::code::CodeForm;
use super::fields::By;
use super::form::SignInForm;
use crate::ui::dynamic::{dynamic, words};
use crate::{
    browser::http::BrowserHttp,
    openstack::{
        error::{Error, SignInError},
        identity::{self, Method, OneTimeCode, SignInOutcome},
        secret::Secret,
    },
    session::{Ask, Auth, Session},
    ui::{
        dialog::Modal,
        failure::Failure,
        field::{Kind, TextField},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// Shown while something waits for a sign-in.
#[component]
pub fn SignInDialog() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let close = Callback::new(move |()| auth.close());
    let title = |why| match why {
        Ask::SignIn => "Sign in to your cloud".to_owned(),
        Ask::Renew | Ask::Ending => "Sign in again".to_owned(),
    };
    dynamic(move || {
        auth.asked().map(|why| {
            let form = match why {
                Ask::SignIn => view! { <SignInForm /> }.into_any(),
                Ask::Renew | Ask::Ending => view! { <Renew why /> }.into_any(),
            };
            view! {
                <Modal title=Signal::stored(title(why)) close>
                    {form}
                    <div class="actions"><button type="button" class="quiet" on:click=move |_| close.run(())>"Not now"</button></div>
                </Modal>
            }
        })
    })
}

/// How far the renewal is.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Busy,
    Failed(Error),
    Code(OneTimeCode, Option<Error>),
}

/// Asks for the secret alone: cloud, user and project stay as they are.
#[component]
fn Renew(why: Ask) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let state = RwSignal::new(State::Idle);
    let take = move |session: Session, outcome: Result<SignInOutcome, Error>| async move {
        let signed_in = match outcome {
            Ok(SignInOutcome::SignedIn(signed_in)) => Ok(signed_in),
            Ok(SignInOutcome::ChooseProject { unscoped, .. }) => {
                let project = &session.signed_in.project.id;
                identity::scope_to(&BrowserHttp, &unscoped, project).await
            }
            Ok(SignInOutcome::OneTimeCode(asked)) => return state.set(State::Code(asked, None)),
            Err(error) => Err(error),
        };
        match signed_in {
            Ok(signed_in) => {
                let Session {
                    cloud,
                    region,
                    stay,
                    ..
                } = session;
                auth.accept(Session::new(cloud, signed_in, &region, stay));
            }
            Err(error) => state.set(State::Failed(error)),
        }
    };
    let submit = Callback::new(move |secret: String| {
        let Some(session) = auth.session() else {
            return;
        };
        if state.with_untracked(|state| *state == State::Busy) {
            return;
        }
        state.set(State::Busy);
        spawn_local(async move {
            let secret = Secret::new(secret);
            let before = &session.signed_in;
            let outcome = identity::sign_in_again(&BrowserHttp, before, secret).await;
            take(session, outcome).await;
        });
    });
    let send = move |asked: OneTimeCode, code: String| {
        let Some(session) = auth.session() else {
            return;
        };
        spawn_local(async move {
            match identity::send_code(&BrowserHttp, &asked, &Secret::new(code)).await {
                Err(error @ Error::SignIn(SignInError::WrongPasscode { .. })) => {
                    state.set(State::Code(asked, Some(error)));
                }
                outcome => take(session, outcome).await,
            }
        });
    };
    let asked = Memo::new(move |_| match state.get() {
        State::Code(asked, failure) => Some((asked, failure)),
        _ => None,
    });
    dynamic(move || match asked.get() {
        Some((asked, failure)) => {
            let user = asked.user.clone();
            let send = Callback::new(move |code| send(asked.clone(), code));
            let back = Callback::new(move |()| state.set(State::Idle));
            view! { <CodeForm user failure send back /> }.into_any()
        }
        None => view! { <SecretForm why state submit /> }.into_any(),
    })
}

#[component]
fn SecretForm(why: Ask, state: RwSignal<State>, submit: Callback<String>) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let secret = RwSignal::new(String::new());
    let (user, method) = untrack(|| auth.session())
        .map(|session| (session.signed_in.user.name, session.signed_in.method))
        .unzip();
    let label = method.as_ref().map_or(By::Password, By::of).secret_label();
    let credential = match method {
        Some(Method::ApplicationCredential { name, .. }) => Some(name),
        _ => None,
    };
    let reason = match why {
        Ask::Ending => {
            "Your sign-in is about to end. Sign in again now, and nothing is interrupted."
        }
        _ => {
            "The cloud no longer takes your sign-in: it has expired or was revoked. What you were doing goes on as soon as you have signed in."
        }
    };
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit.run(secret.get_untracked());
        secret.set(String::new());
    };
    let busy = move || state.with(|state| *state == State::Busy);
    view! {
        <form class="stack" on:submit=enter>
            <p>{reason}</p>
            <p>"User name: "<strong>{user}</strong></p>
            {credential.map(|name| view! { <p>"Application credential: "<strong>{name}</strong></p> })}
            <TextField
                label
                id="renew-password"
                value=secret
                kind=Kind::Password
                autocomplete="current-password"
                focus=true
            />
            {dynamic(move || state.with(|state| match state {
                State::Failed(error) => Some(view! { <Failure error=error.clone() /> }),
                _ => None,
            }))}
            <div class="actions">
                <button type="submit" class="primary">{words(move || if busy() { "Signing in…" } else { "Sign in" })}</button>
            </div>
        </form>
    }
}
