//! The first login with a new key, as lines to copy.

use crate::connect::quote::sh;
use crate::keys::file_format::FileFormat;
use crate::ui::command::line;
use leptos::prelude::*;

/// How to use the saved file `file_name`.
#[component]
pub fn ConnectHelp(
    /// The name under which the private key was saved.
    #[prop(into)]
    file_name: String,
    /// The file's format.
    format: FileFormat,
) -> impl IntoView {
    if matches!(format, FileFormat::Ppk | FileFormat::Ppk2) {
        return view! { <PuttyHelp file_name /> }.into_any();
    }
    let quoted = sh(&file_name);
    let unix = format!("mv ~/Downloads/{quoted} ~/.ssh/ && chmod 600 ~/.ssh/{quoted}");
    let ssh = format!("ssh -i ~/.ssh/{quoted} USER@ADDRESS");
    let windows = format!(
        "icacls \"$HOME\\.ssh\\{file_name}\" /inheritance:r /grant:r \"${{env:USERNAME}}:R\""
    );
    view! {
        <section class="card" aria-labelledby="connect-help">
            <h2 id="connect-help">"Log in with it"</h2>
            {line("Linux and macOS: move the file and keep it to yourself.", "Copy move command", unix)}
            {line("Windows (PowerShell), once it is in the folder .ssh: keep it to yourself.", "Copy icacls command", windows)}
            {line("Then, on a server that was launched with this key pair:", "Copy ssh command", ssh)}
            <p class="hint">
                "USER is the image's: often "{usual_users()}". ADDRESS is the server's."
            </p>
        </section>
    }
    .into_any()
}

/// How to use a file of PuTTY's format.
#[component]
fn PuttyHelp(file_name: String) -> impl IntoView {
    let plink = format!("plink -i \"{file_name}\" USER@ADDRESS");
    view! {
        <section class="card" aria-labelledby="connect-help">
            <h2 id="connect-help">"Log in with it"</h2>
            <ol>
                <li>"In PuTTY, under Session, type the server’s address."</li>
                <li>"Under Connection, SSH, Auth, Credentials, choose "<code>{file_name}</code>" as the private key file."</li>
                <li>"Open the connection and log in as the image’s user. If the file has a passphrase, PuTTY asks for it; Pageant asks once for all connections."</li>
            </ol>
            {line("Or from a command line, on a server that was launched with this key pair:", "Copy plink command", plink)}
            <p class="hint">
                "The image’s user is often "{usual_users()}". PuTTY before 0.75 does not read this file: convert it to PPK 2 under “Identify a key”."
            </p>
        </section>
    }
}

/// Whom images let log in.
fn usual_users() -> impl IntoView {
    view! {
        <code>"debian"</code>", "<code>"ubuntu"</code>", "<code>"fedora"</code>", "<code>"cloud-user"</code>" or "<code>"root"</code>
    }
}
