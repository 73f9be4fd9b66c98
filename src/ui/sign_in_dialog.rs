//! The dialog that asks to sign in, over whatever page is open: nothing on that page is lost.

use crate::ui::dynamic::{dynamic, words};
use crate::{
    browser::http::BrowserHttp,
    openstack::{
        error::{Error, SignInError},
        identity::{self, SignInOutcome},
        secret::Secret,
    },
    session::{Ask, Auth, Session},
    ui::{
        dialog::Modal,
        failure::Failure,
        field::{Kind, TextField},
        sign_in_form::SignInForm,
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
        Ask::Renew => "Sign in again".to_owned(),
    };
    dynamic(move || {
        auth.asked().map(|why| {
            let form = match why {
                Ask::SignIn => view! { <SignInForm /> }.into_any(),
                Ask::Renew => view! { <RenewForm /> }.into_any(),
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

/// Asks for the password alone: cloud, user and project stay as they are.
#[component]
fn RenewForm() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Error>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(session) = auth.session().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let outcome = renew(&session, password.get_untracked()).await;
            password.set(String::new());
            busy.set(false);
            match outcome {
                Ok(session) => auth.accept(session),
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let user = auth
        .identity()
        .map(|identity| identity.user)
        .unwrap_or_default();
    view! {
        <form class="stack" on:submit=submit>
            <p>"The cloud no longer takes your sign-in: it has expired or was revoked. What you were doing goes on as soon as you have signed in."</p>
            <p>"User name: "<strong>{user}</strong></p>
            <TextField
                label="Password"
                id="renew-password"
                value=password
                error=Signal::stored(None::<String>)
                kind=Kind::Password
                autocomplete="current-password"
                focus=true
            />
            {dynamic(move || failure.get().map(|error| view! { <Failure error /> }))}
            <div class="actions">
                <button type="submit" class="primary">{words(move || if busy.get() { "Signing in…" } else { "Sign in" })}</button>
            </div>
        </form>
    }
}

async fn renew(session: &Session, secret: String) -> Result<Session, Error> {
    let before = &session.signed_in;
    let outcome = identity::sign_in_again(&BrowserHttp, before, Secret::new(secret)).await?;
    let signed_in = match outcome {
        SignInOutcome::SignedIn(signed_in) => signed_in,
        SignInOutcome::ChooseProject { unscoped, .. } => {
            identity::scope_to(&BrowserHttp, &unscoped, &before.project.id).await?
        }
        // This form has no field for it.
        SignInOutcome::OneTimeCode(_) => {
            let methods = vec![vec!["password".to_owned(), "totp".to_owned()]];
            return Err(SignInError::SecondFactorNeeded { methods }.into());
        }
    };
    Ok(Session::new(
        session.cloud.clone(),
        signed_in,
        &session.region,
        session.stay,
    ))
}
