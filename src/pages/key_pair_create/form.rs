//! What is typed before a key is made.

use super::draft::{Draft, Stage};
use super::kind::Kind;
use crate::ui::dynamic::{attribute, dynamic, flag, words};
use crate::{
    explain::explain_vault,
    keys::file_format::{CertificateFormat, FileFormat},
    session::Auth,
    ui::{
        failure::{Failure, Problem},
        field::TextField,
        radios::{Choice, Radios, choices},
    },
    vault::client::Start,
};
use leptos::prelude::*;

/// Name, type, comment or account, and file name. The passphrase is typed in the vault.
#[component]
pub fn Form(draft: Draft) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let signed_out = Memo::new(move |_| auth.identity().is_none());
    let is_x509 = Memo::new(move |_| draft.kind.get() == Kind::X509);
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.submit();
    };
    view! {
        {dynamic(move || signed_out.get().then(|| view! {
            <p class="info">"You are not signed in. The key pair is made and saved on this machine; afterwards you can sign in and register it."</p>
        }))}
        {dynamic(move || draft.is_full().then(|| view! {
            <Problem
                title="Your quota of key pairs is used up"
                detail="The cloud takes no further one."
                next="Delete a key pair that you no longer need, or ask your cloud's operator for more."
            />
        }))}
        <form id="create-form" class="card stack" novalidate on:submit=enter>
            <TextField
                label="Name"
                id="name"
                value=draft.name
                error=Signal::derive(move || draft.name_error())
                hint="What the cloud calls it, such as “laptop” or “webserver”."
                focus=true
            />
            <KeyTypes draft />
            <div class="grid">
                {dynamic(move || match is_x509.get() {
                    false => view! { <Comment draft /> }.into_any(),
                    true => view! { <User draft /> }.into_any(),
                })}
                <TextField
                    label="File name"
                    id="file-name"
                    value=draft.file_name
                    error=Signal::derive(move || draft.file_name_error())
                    hint="Of the private key."
                />
            </div>
            {dynamic(move || match is_x509.get() {
                false => view! { <FileFormats draft /> }.into_any(),
                true => view! { <CertificateFormats draft /> }.into_any(),
            })}
        </form>
    }
}

#[component]
fn KeyTypes(draft: Draft) -> impl IntoView {
    let choices = Kind::all().map(|kind| Choice {
        value: kind,
        code: kind.code(),
        label: kind.label(),
        hint: kind.advice(),
    });
    view! { <Radios label="Key type" name="key-type" choices=choices.collect() chosen=draft.kind /> }
}

#[component]
fn Comment(draft: Draft) -> impl IntoView {
    view! {
        <TextField
            label="Comment"
            id="comment"
            value=draft.comment
            error=Signal::derive(move || draft.comment_error())
            hint="Stands in the public key: who or where it is from."
        />
    }
}

/// For whom a certificate is.
#[component]
fn User(draft: Draft) -> impl IntoView {
    view! {
        <TextField
            label="Windows account"
            id="windows-account"
            value=draft.user
            error=Signal::derive(move || draft.user_error())
            hint="Stands in the certificate. Accounts of the machine itself end in @localhost."
        />
    }
}

/// What a new key can be saved as. Other formats are there on the page that converts.
const FORMATS: [(FileFormat, &str, &str); 3] = [
    (FileFormat::OpenSsh, "OpenSSH", "For ssh, on every system."),
    (
        FileFormat::Ppk,
        "PuTTY (PPK)",
        "For PuTTY 0.75 and later, WinSCP, FileZilla.",
    ),
    (
        FileFormat::Pkcs8,
        "PKCS#8 PEM",
        "For openssl and libraries; not for Ed25519 with ssh.",
    ),
];

#[component]
fn FileFormats(draft: Draft) -> impl IntoView {
    let choices = choices(&FORMATS, FileFormat::code);
    let caution = move || {
        // The passphrase is the vault's secret; none of these formats has a lock to warn of.
        let caution = draft
            .format
            .get()
            .caution(draft.kind.get().key_type().algorithm(), false);
        caution.map(|text| view! { <p class="info">{text}</p> })
    };
    view! {
        <Radios label="File format" name="file-format" choices chosen=draft.format />
        {dynamic(caution)}
    }
}

/// What a new certificate can be saved as, with its key.
const CERTIFICATE_FORMATS: [(CertificateFormat, &str, &str); 2] = [
    (
        CertificateFormat::Pkcs12,
        "PKCS#12 (PFX)",
        "For Windows, which takes it with a double click.",
    ),
    (
        CertificateFormat::Pem,
        "Certificate and key in PEM",
        "For pywinrm and Ansible.",
    ),
];

#[component]
fn CertificateFormats(draft: Draft) -> impl IntoView {
    let choices = choices(&CERTIFICATE_FORMATS, CertificateFormat::code);
    view! { <Radios label="File format" name="certificate-format" choices chosen=draft.certificate_format /> }
}

/// The button that makes it, and what stood in its way.
#[component]
pub fn Submit(draft: Draft) -> impl IntoView {
    let making = move || draft.stage.get() == Stage::Making;
    let blocked = move || draft.vault.start() != Start::Ready || draft.is_full();
    view! {
        {dynamic(move || draft.refusal.get().map(|error| view! { <Failure error /> }))}
        {dynamic(move || draft.trouble.get().map(|trouble| {
            let explanation = explain_vault(&trouble);
            view! {
                <Problem title=explanation.title detail=explanation.detail next=explanation.next />
            }
        }))}
        <div class="actions">
            <button type="submit" form="create-form" class="primary" disabled=flag(blocked) aria-busy=attribute("true", making)>
                {words(move || if making() { "Creating…" } else { "Create key pair" })}
            </button>
        </div>
    }
}
