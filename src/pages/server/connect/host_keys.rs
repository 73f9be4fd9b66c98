//! The server's host keys, so that the first connection is no act of faith.

use crate::keys::known_hosts::{HostKeys, from_console, lines};
use crate::keys::public::PublicKey;
use crate::pages::server::console::{Console, WITHHELD};
use crate::ui::command;
use crate::ui::dynamic::dynamic;
use leptos::prelude::*;
use std::net::IpAddr;

/// The lines of known_hosts, or why there are none.
#[component]
pub fn KnownHosts(
    console: Console,
    address: Signal<Option<IpAddr>>,
    port: Signal<Option<u16>>,
) -> impl IntoView {
    let found = Memo::new(move |_| console.text().map(|text| from_console(&text)));
    let withheld = Memo::new(move |_| console.is_withheld());
    view! {
        <h3>"Is it really this server?"</h3>
        {dynamic(move || match found.get() {
            Some(HostKeys::Found(keys)) => view! { <Found keys address port /> }.into_any(),
            _ if withheld.get() => view! { <p class="hint">{format!("New servers print their host keys on the console. {WITHHELD}")}</p> }.into_any(),
            other => view! { <p class="hint" role="status">{missing(other.as_ref())}</p> }.into_any(),
        })}
    }
}

fn missing(found: Option<&HostKeys>) -> &'static str {
    match found {
        None => {
            "The server's console log, in which new servers print their host keys, is not there yet."
        }
        Some(HostKeys::Incomplete) => "The server is printing its host keys at this moment.",
        Some(HostKeys::Damaged) => {
            "The console log has a section for host keys, but nothing in it can be read. Compare the fingerprint at the first connection with one that you get in another way."
        }
        Some(HostKeys::Missing | HostKeys::Found(_)) => {
            "The console log shows no host keys (yet): images with cloud-init print them at the end of the first boot, and long logs lose them later. Without them, ssh asks at the first connection whether you trust the fingerprint that it sees."
        }
    }
}

#[component]
fn Found(
    keys: Vec<PublicKey>,
    address: Signal<Option<IpAddr>>,
    port: Signal<Option<u16>>,
) -> impl IntoView {
    let rows = keys
        .iter()
        .map(|key| view! { <dt>{key.type_label()}</dt><dd><code class="wrap">{key.sha256()}</code></dd> })
        .collect::<Vec<_>>();
    view! {
        <p>"It printed these host keys on its console. With the lines below in ~/.ssh/known_hosts, ssh accepts this server and no other in its place."</p>
        <dl class="facts">{rows}</dl>
        {dynamic(move || {
            let text = lines(&keys, address.get()?, port.get()?);
            Some(command::text("Copy known_hosts lines", text))
        })}
    }
}
