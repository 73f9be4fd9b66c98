//! Where the server can be reached, and a floating address for one that cannot be from outside.

use super::{Here, free_addresses::FreeAddresses, ssh_rule::SshRule};
use crate::{
    explain::servers::explain,
    openstack::{
        compute::AddressKind,
        network::{FloatingIp, Network, Port},
    },
    session::Auth,
    ui::{
        dialog::Modal,
        dynamic::{dynamic, flag, words},
        failure::shown,
        fetched::Fetched,
        field::SelectField,
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The server's ports, and the project's floating addresses and external networks.
#[derive(Clone, PartialEq)]
pub struct Reach {
    pub ports: Vec<Port>,
    pub floating: Vec<FloatingIp>,
    pub networks: Vec<Network>,
}

/// The card.
#[component]
pub fn Addresses(here: Here, may: bool) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let addresses = Memo::new(move |_| {
        here.server
            .get()
            .map(|server| server.addresses)
            .unwrap_or_default()
    });
    // The ports are there when the addresses are.
    let none = Memo::new(move |_| addresses.with(Vec::is_empty));
    let list = move || {
        let row = |address: crate::openstack::compute::Address| {
            let kind = match address.kind {
                AddressKind::Fixed => "fixed",
                AddressKind::Floating => "floating",
                AddressKind::Unknown => "",
            };
            view! { <li><code>{address.ip.to_string()}</code>" "<span class="hint">{format!("{kind} {}", address.network)}</span></li> }
        };
        addresses.get().into_iter().map(row).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="addresses">
            <h2 id="addresses">"Addresses"</h2>
            {dynamic(move || match none.get() {
                true => view! { <p class="hint">"It has none yet, or was launched without a network."</p> }.into_any(),
                false => view! {
                    <ul class="plain">{dynamic(list)}</ul>
                    <Reaching here auth may />
                }.into_any(),
            })}
        </section>
    }
}

#[component]
fn Reaching(here: Here, auth: Auth, may: bool) -> impl IntoView {
    let id = untrack(|| here.server.get())
        .map(|server| server.id)
        .unwrap_or_default();
    let id = StoredValue::new(id);
    let reach = Fetched::start(move || {
        let id = id.get_value();
        async move {
            let id = &id;
            auth.network(|network| async move {
                Ok(Reach {
                    ports: network.ports_of(id).await?,
                    floating: network.floating_ips().await?,
                    networks: network.networks().await?,
                })
            })
            .await
        }
    });
    view! {
        {reach.view("Reading its ports…", move |found| view! {
            <Floating here reach found=found.clone() may />
            <SshRule found may />
        })}
        {may.then(|| view! { <FreeAddresses reach /> })}
    }
}

#[component]
fn Floating(here: Here, reach: Fetched<Reach>, found: Reach, may: bool) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let asking = RwSignal::new(false);
    let ports: Vec<String> = found.ports.iter().map(|port| port.id.clone()).collect();
    let own = found
        .floating
        .iter()
        .filter(|ip| ip.port_id.as_ref().is_some_and(|port| ports.contains(port)))
        .cloned()
        .collect::<Vec<_>>();
    let release = move |ip: FloatingIp| {
        spawn_local(async move {
            let outcome = auth
                .network(|network| {
                    let id = ip.id.clone();
                    async move { network.lead(&id, None).await }
                })
                .await;
            match outcome {
                Ok(_) => notices.done(format!(
                    "{} is taken from the server; it stays yours.",
                    ip.address
                )),
                Err(error) => {
                    let why = explain(&error).sentences();
                    notices.wrong(format!("Release {}: {why}", ip.address));
                }
            }
            reach.again();
            here.watch.patiently();
        });
    };
    let rows = own
        .into_iter()
        .map(|ip| {
            let label = format!("Release {}", ip.address);
            let shown = ip.address.to_string();
            view! {
                <li>
                    <code>{shown}</code>
                    {may.then(|| view! { <button type="button" class="quiet small" aria-label=label on:click=move |_| release(ip.clone())>"Release"</button> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let has = !rows.is_empty();
    let possible = may && found.networks.iter().any(|network| network.is_external);
    view! {
        {has.then(|| view! { <h3>"Floating"</h3><ul class="plain">{rows}</ul> })}
        {possible.then(|| view! {
            <div class="actions"><button type="button" class="quiet" on:click=move |_| asking.set(true)>"Associate floating address"</button></div>
        })}
        {dynamic(move || {
            let found = found.clone();
            asking.get().then(|| view! { <Associate here reach found asking /> })
        })}
    }
}

/// A new address, or one that the project has.
const NEW: &str = "new ";

#[component]
fn Associate(
    here: Here,
    reach: Fetched<Reach>,
    found: Reach,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let free = found.floating.iter().filter(|ip| ip.port_id.is_none());
    let mut choices: Vec<(String, String)> = free
        .map(|ip| (ip.id.clone(), format!("{} (yours, free)", ip.address)))
        .collect();
    choices.extend(
        found
            .networks
            .iter()
            .filter(|network| network.is_external)
            .map(|network| {
                (
                    format!("{NEW}{}", network.id),
                    format!("A new one from {}", network.name),
                )
            }),
    );
    let chosen = RwSignal::new(
        choices
            .first()
            .map(|(value, _)| value.clone())
            .unwrap_or_default(),
    );
    let ports: Vec<(String, String)> = found
        .ports
        .iter()
        .map(|port| {
            let addresses = port.addresses.iter().map(|ip| ip.to_string());
            (port.id.clone(), addresses.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let several = ports.len() > 1;
    let port = RwSignal::new(ports.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let close = Callback::new(move |()| {
        asking.set(false);
        // What failed may have been done all the same.
        if error.with_untracked(Option::is_some) {
            reach.again();
        }
    });
    let associate = move |_| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let (choice, port) = (chosen.get_untracked(), port.get_untracked());
            let outcome = auth
                .network(|network| {
                    let (choice, port) = (choice.clone(), port.clone());
                    async move {
                        match choice.strip_prefix(NEW) {
                            Some(external) => network.create_floating_ip(external, &port).await,
                            None => network.lead(&choice, Some(&port)).await,
                        }
                    }
                })
                .await;
            busy.try_set(false);
            match outcome {
                Ok(ip) => {
                    notices.done(format!("{} leads to the server.", ip.address));
                    asking.try_set(false);
                    reach.again();
                    here.watch.patiently();
                }
                Err(failed) => {
                    error.try_set(Some(explain(&failed)));
                }
            }
        });
    };
    view! {
        <Modal title=Signal::stored("Associate floating address".to_owned()) close>
            <p>"A floating address is reachable from outside and leads to the server until you take it away. Clouds often charge for them."</p>
            <SelectField label="Floating address" id="floating" value=chosen options=Signal::stored(choices) choose=move |value| chosen.set(value) />
            {several.then(|| view! {
                <SelectField label="Leads to" id="floating-port" value=port options=Signal::stored(ports) choose=move |value| port.set(value) />
            })}
            {dynamic(move || error.get().map(|explanation| shown(explanation, None)))}
            <div class="actions">
                <button type="button" class="primary" disabled=flag(move || busy.get()) on:click=associate>
                    {words(move || if busy.get() { "Associating…" } else { "Associate" })}
                </button>
                <button type="button" class="quiet" on:click=move |_| close.run(())>"Cancel"</button>
            </div>
        </Modal>
    }
}
