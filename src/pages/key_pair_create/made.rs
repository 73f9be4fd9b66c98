//! After the key was made: save it, see it registered, know how to use it.

use super::draft::{Draft, Registration, Stage};
use super::kept::FileQuestion;
use super::kind::Public;
use crate::ui::dynamic::{attribute, dynamic, words};
use crate::ui::link::Link;
use crate::{
    browser::files,
    key_pairs::KeyPairs,
    pages::in_address,
    routes,
    session::Auth,
    ui::{
        certificate::Certificate, connect_help::ConnectHelp, copy::CopyButton,
        copy_to_regions::CopyToRegions, failure::Failure, field::TextField,
        fingerprints::Fingerprints, icon::Tick, role_note::may_launch_servers,
        winrm_help::WinrmHelp,
    },
};
use leptos::prelude::*;

/// The three steps and which are done.
#[component]
pub fn Steps(draft: Draft) -> impl IntoView {
    let saved = move || draft.saved_as.with(Option::is_some);
    let registered = move || draft.registration.get() == Registration::Done;
    let step = |done: Signal<bool>, now: Signal<bool>, text: &'static str| {
        let state = move || {
            if done.get() {
                " (done)"
            } else if now.get() {
                " (now)"
            } else {
                ""
            }
        };
        view! {
            <li class:done=done class:now=now aria-current=attribute("step", move || now.get())>
                {dynamic(move || done.get().then(|| view! { <Tick /> }))}
                {text}
                <span class="visually-hidden">{words(state)}</span>
            </li>
        }
    };
    let yes = Signal::stored(true);
    let no = Signal::stored(false);
    view! {
        <ol class="steps">
            {step(yes, no, "Made on this machine")}
            {step(Signal::derive(saved), Signal::derive(move || !saved()), "Private key saved")}
            {step(Signal::derive(registered), Signal::derive(move || saved() && !registered()), "Public key registered")}
        </ol>
    }
}

/// What follows below the vault.
#[component]
pub fn AfterSaving(draft: Draft) -> impl IntoView {
    let Stage::Made(public) = draft.stage.get_untracked() else {
        return ().into_any();
    };
    let text = public.text();
    let (heading, copy, take, suffix) = match public {
        Public::Ssh(_) => (
            "Public key",
            "Copy public key",
            "Download public key",
            "pub",
        ),
        Public::X509(_) => (
            "Certificate",
            "Copy certificate",
            "Download certificate",
            "crt",
        ),
    };
    let file = untrack(move || format!("{}.{suffix}", draft.file_name.get()));
    let download = {
        let text = text.clone();
        move |_| {
            // A refusal is the browser's to show; the text is on the page to be copied.
            let _ = files::save(&file, &format!("{text}\n"));
        }
    };
    let saved = Memo::new(move |_| draft.saved_as.get());
    let facts = match public.clone() {
        Public::Ssh(key) => view! { <Fingerprints key /> }.into_any(),
        Public::X509(text) => view! { <Certificate text /> }.into_any(),
    };
    let help = move |file_name| match public.clone() {
        Public::Ssh(_) => {
            let format = draft.format.get_untracked();
            view! { <ConnectHelp file_name format /> }.into_any()
        }
        Public::X509(certificate) => {
            let format = draft.certificate_format.get_untracked();
            view! { <WinrmHelp file_name format certificate /> }.into_any()
        }
    };
    view! {
        <section class="card" aria-label="Registration"><RegistrationState draft /></section>
        {dynamic(move || saved.get().map(|file_name| view! { <FileQuestion draft file_name /> }))}
        <section class="card" aria-labelledby="public-key">
            <h2 id="public-key">{heading}</h2>
            <pre class="code" tabindex="0">{text.clone()}</pre>
            <div class="actions">
                <CopyButton label=copy text=Signal::stored(text) />
                <button type="button" class="quiet" on:click=download>{take}</button>
            </div>
            {facts}
        </section>
        {dynamic(move || saved.get().map(&help))}
    }
    .into_any()
}

#[component]
fn RegistrationState(draft: Draft) -> impl IntoView {
    dynamic(move || {
        match draft.registration.get() {
        Registration::NotYet => view! {
            <p>"Save the private key first. As soon as you have it, the public key is registered at your cloud. Without you it is forgotten after ten minutes."</p>
        }
        .into_any(),
        Registration::Running => view! { <p class="loading" role="status">"Registering the public key at your cloud…"</p> }.into_any(),
        Registration::Done => view! { <Registered name=draft.name.get_untracked().trim().to_owned() /> }.into_any(),
        Registration::SignedOut => view! {
            <p>"You are not signed in, so no cloud has the public key yet. The file is yours; you can also import its public key later."</p>
            <div class="actions">
                <button type="button" class="primary" on:click=move |_| draft.sign_in_and_register()>"Sign in and register"</button>
            </div>
        }
        .into_any(),
        Registration::GivenUp => view! {
            <p role="status">"Not registered. You have the private key's file; its public key can be imported later."</p>
            <div class="actions">
                <button type="button" class="quiet" on:click=move |_| draft.register()>"Register it after all"</button>
            </div>
        }
        .into_any(),
        Registration::Failed(error) => view! {
            <Failure error />
            <p>"Nothing is lost: the key is still here, and its file is saved. Change the name if you like, and try again."</p>
            <TextField label="Name" id="name-again" value=draft.name error=Signal::derive(move || draft.name_error()) />
            <div class="actions">
                <button type="button" class="primary" on:click=move |_| draft.register()>"Register again"</button>
                <button type="button" class="quiet" on:click=move |_| draft.give_up()>"Do not register it"</button>
            </div>
        }
        .into_any(),
    }
    })
}

/// Where to go from here.
#[component]
fn Registered(name: String) -> impl IntoView {
    let launch = may_launch_servers(expect_context::<Auth>()).then(|| routes::launch_with(&name));
    let row = untrack(|| expect_context::<KeyPairs>().named(&name));
    let replaces = in_address("replaces").map(|old| {
        let to = routes::rotate_with(&old, &name);
        view! { <Link to class="button primary">{format!("Go on replacing {old}")}</Link> }
    });
    let launch_class = match replaces.is_some() {
        true => "button quiet",
        false => "button primary",
    };
    view! {
        <p role="status" class="good-text"><Tick />" Registered at your cloud. New servers can be launched with it."</p>
        <div class="actions">
            {replaces}
            {launch.map(|launch| view! { <Link to=launch class=launch_class>"Launch a server with it"</Link> })}
            <Link to=routes::key_pair(&name) class="button quiet">"Show the key pair"</Link>
            {row.map(|row| view! { <CopyToRegions row /> })}
            <Link to=routes::KEY_PAIRS class="button quiet">"All key pairs"</Link>
        </div>
    }
}
