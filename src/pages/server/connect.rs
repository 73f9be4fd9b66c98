//! How to log in to this server with this key file.

mod host_keys;

use super::{Here, console::Console};
use crate::{
    browser::storage,
    connect::{
        address,
        commands::Target,
        login_user::{self, Guess, ImageFacts, USUAL},
        quote::{is_literal_to_ssh, is_one_line},
    },
    keys::{file_name, key_type::KeyType},
    openstack::{
        compute::{AddressKind, Server, ServerStatus},
        identity::Method,
        image::Image,
    },
    session::Auth,
    ui::{
        command,
        dynamic::dynamic,
        field::{Proposed, SelectField, TextField},
    },
};
use host_keys::KnownHosts;
use leptos::prelude::*;
use std::net::IpAddr;

/// Where the user of an image is remembered.
fn user_key(image: &str) -> String {
    format!("keyhaven.user.{image}")
}

/// What a person can set, and what follows.
#[derive(Clone, Copy)]
struct Login {
    user: Proposed,
    address: RwSignal<Option<IpAddr>>,
    port: RwSignal<String>,
    key_file: Proposed,
    addresses: Memo<Vec<IpAddr>>,
}

impl Login {
    fn address(self) -> Option<IpAddr> {
        let chosen = self.address.get();
        self.addresses.with(|addresses| {
            chosen
                .filter(|chosen| addresses.contains(chosen))
                .or(addresses.first().copied())
        })
    }

    fn port(self) -> Option<u16> {
        match self.port.get().trim() {
            "" => Some(22),
            text => text.parse().ok().filter(|port| *port > 0),
        }
    }

    fn user_error(self) -> Option<String> {
        let user = self.user.get();
        let user = user.trim();
        (!user.is_empty() && !login_user::is_user_name(user))
            .then(|| "This cannot be a user's name.".to_owned())
    }

    fn file_error(self) -> Option<String> {
        let file = self.key_file.get();
        match file_name::check(file.trim()) {
            Ok(()) if !is_one_line(&file) => Some("A file's name is one line.".to_owned()),
            Ok(()) if !is_literal_to_ssh(&file) => Some(
                "ssh takes “%” and “${” in a file's name for something else: give the file another name."
                    .to_owned(),
            ),
            Ok(()) => None,
            Err(error) => Some(format!("Cannot be used: {error}.")),
        }
    }

    /// What to log in to, once everything is there and right.
    fn target(self, server: &str) -> Option<Target> {
        let user = self.user.get().trim().to_owned();
        if user.is_empty() || self.user_error().is_some() || self.file_error().is_some() {
            return None;
        }
        Some(Target {
            user,
            address: self.address()?,
            port: self.port()?,
            key_file: self.key_file.get().trim().to_owned(),
            server: server.to_owned(),
        })
    }
}

/// Whom to log in as at a server of this image: who was typed for it before, else the likeliest.
pub fn guess(auth: Auth, image: Option<Image>) -> Guess {
    let root = untrack(|| auth.session()).is_some_and(|session| {
        matches!(
            session.signed_in.method,
            Method::RackspaceApiKey | Method::RackspacePassword
        )
    });
    if let Some(user) = image
        .as_ref()
        .and_then(|image| storage::remembered(&user_key(&image.id)))
    {
        return Guess {
            user,
            reason: "You logged in to this image as this user before.".to_owned(),
        };
    }
    let facts = image.as_ref().map(|image| ImageFacts {
        admin_user: image.os_admin_user.as_deref(),
        distro: image.os_distro.as_deref(),
        os_type: image.os_type.as_deref(),
        name: &image.name,
        root,
    });
    login_user::guess(&facts.unwrap_or_default())
}

fn reachable(server: Option<Server>) -> Vec<IpAddr> {
    let addresses = server.map(|server| server.addresses).unwrap_or_default();
    let told = addresses
        .into_iter()
        .map(|address| (address.ip, address.kind == AddressKind::Floating));
    address::best_first(told.collect())
}

/// The region.
#[component]
pub fn Connect(here: Here, console: Console) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let image = Memo::new(move |_| here.image.value().flatten());
    let guessed = Memo::new(move |_| guess(auth, image.get()));
    let key_file = move || {
        let key = here.server.get().and_then(|server| server.key_name);
        file_name::propose(&key.unwrap_or_default(), KeyType::default())
    };
    let login = Login {
        user: Proposed::new(move || guessed.get().user),
        address: RwSignal::new(None),
        port: RwSignal::new(String::new()),
        key_file: Proposed::new(key_file),
        addresses: Memo::new(move |_| reachable(here.server.get())),
    };
    // What a person typed for an image is remembered; that is the effect of typing.
    Effect::new(move || {
        let user = login.user.get();
        let typed = user != guessed.get_untracked().user && login_user::is_user_name(&user);
        if let Some(image) = image.get_untracked().filter(|_| typed) {
            storage::remember(&user_key(&image.id), &user);
        }
    });
    let running = Memo::new(move |_| {
        here.server
            .get()
            .is_some_and(|server| server.status == ServerStatus::Active)
    });
    let has_key = Memo::new(move |_| {
        here.server
            .get()
            .is_some_and(|server| server.key_name.is_some())
    });
    view! {
        <section class="card" aria-labelledby="connect">
            <h2 id="connect">"Connect"</h2>
            {dynamic(move || (!running.get()).then(|| view! {
                <p class="hint" role="status">"The server does not run at the moment. These lines work as soon as it does."</p>
            }))}
            {dynamic(move || (!has_key.get()).then(|| view! {
                <p class="warning">"It was launched without a key pair: a key gets in only if somebody put it there since."</p>
            }))}
            {dynamic(move || match login.addresses.with(Vec::is_empty) {
                true => view! { <p class="hint">"It has no address yet to connect to."</p> }.into_any(),
                false => view! { <Fields here login guessed /><Lines here login /><KnownHosts console address=Signal::derive(move || login.address()) port=Signal::derive(move || login.port()) /> }.into_any(),
            })}
        </section>
    }
}

fn warning(here: Here, login: Login) -> Option<&'static str> {
    let (server, ip) = (here.server.get()?, login.address()?);
    let is_floating = server
        .addresses
        .iter()
        .any(|address| address.ip == ip && address.kind == AddressKind::Floating);
    address::warning(ip, is_floating)
}

#[component]
fn Fields(here: Here, login: Login, guessed: Memo<Guess>) -> impl IntoView {
    let hint = move || {
        let Guess { user, reason } = guessed.get();
        match user.is_empty() {
            true => format!("{reason} Usual: {}.", USUAL.join(", ")),
            false => reason,
        }
    };
    let options = move || {
        let addresses = login.addresses.get().into_iter();
        addresses
            .map(|address| (address.to_string(), address.to_string()))
            .collect::<Vec<_>>()
    };
    let chosen = move || {
        login
            .address()
            .map(|address| address.to_string())
            .unwrap_or_default()
    };
    let port_error = move || {
        login
            .port()
            .is_none()
            .then(|| "A port is a number from 1 to 65535.".to_owned())
    };
    view! {
        <div class="grid">
            <TextField label="Log in as" id="login-user" value=login.user error=Signal::derive(move || login.user_error()) hint=Signal::derive(hint) />
            <SelectField
                label="Address"
                id="login-address"
                value=Signal::derive(chosen)
                options=Signal::derive(options)
                choose=move |text| login.address.set(text.parse().ok())
            />
            <TextField label="Port" id="login-port" value=login.port error=Signal::derive(port_error) hint="22 unless the image says otherwise." />
            <TextField
                label="Private key file"
                id="login-file"
                value=login.key_file
                error=Signal::derive(move || login.file_error())
                hint="As you saved it. For PuTTY it ends in .ppk."
            />
        </div>
        {dynamic(move || warning(here, login).map(|text| view! { <p class="warning">{text}</p> }))}
    }
}

#[component]
fn Lines(here: Here, login: Login) -> impl IntoView {
    let name = Memo::new(move |_| {
        here.server
            .get()
            .map(|server| server.name)
            .unwrap_or_default()
    });
    let target = Memo::new(move |_| login.target(&name.get()));
    dynamic(move || match target.get() {
        None => {
            view! { <p class="hint">"The commands appear once there is a user to log in as."</p> }
                .into_any()
        }
        Some(target) if target.key_file.to_ascii_lowercase().ends_with(".ppk") => {
            let lines = target
                .putty()
                .into_iter()
                .map(|line| command::line(line.what, line.copy, line.text));
            view! { <div class="stack">{lines.collect::<Vec<_>>()}</div> }.into_any()
        }
        Some(target) => view! { <OpenSsh target /> }.into_any(),
    })
}

#[component]
fn OpenSsh(target: Target) -> impl IntoView {
    let list = |lines: Vec<crate::connect::commands::Line>| {
        lines
            .into_iter()
            .map(|line| command::line(line.what, line.copy, line.text))
            .collect::<Vec<_>>()
    };
    let alias = format!(
        "In ~/.ssh/config: afterwards “ssh {}” is enough.",
        target.alias()
    );
    view! {
        <div class="stack">
            {command::line("In a terminal", "Copy ssh command", target.ssh())}
            <p>{alias}</p>
            {command::text("Copy ssh config", target.config())}
            <details class="more">
                <summary>"First time: put the key file in its place"</summary>
                <div class="stack">{list(target.first())}</div>
            </details>
            <details class="more">
                <summary>"Files, editors, PowerShell"</summary>
                <div class="stack">{list(target.others())}</div>
            </details>
            <p class="hint">"PuTTY? Convert the file to PPK under “Identify a key”, and type its new name above."</p>
        </div>
    }
}
