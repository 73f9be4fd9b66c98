//! Putting a new key pair in the place of an old one, server by server, so that nobody is locked out on the way.

use super::{in_address, server::connect::guess, signed_in, title};
use crate::{
    connect::{address, quote, rotate},
    key_pairs::{KeyPairs, Row},
    keys::{file_name, key_type::KeyType, public::PublicKey},
    openstack::compute::{AddressKind, KeyPairKind, Server},
    openstack::error::Error,
    openstack::image::Image,
    routes,
    session::Auth,
    ui::{
        command, dynamic::dynamic, fetched::Fetched, field::SelectField,
        key_pairs_unread::KeyPairsUnread, link::Link, server_status::StatusBadge,
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `/key-pairs/:name/rotate`.
#[component]
pub fn RotatePage(
    /// The old key pair's name.
    name: String,
) -> impl IntoView {
    title(&format!("Replace {name}"));
    signed_in(move |_| view! { <Guide name=name.clone() /> })
}

/// The keys of a rotation. Copies are handles to the same.
#[derive(Clone, Copy)]
struct Rotation {
    old_name: StoredValue<String>,
    new_name: RwSignal<String>,
    old: Memo<Option<PublicKey>>,
    new: Memo<Option<PublicKey>>,
    /// The ids of the servers that are done.
    done: RwSignal<BTreeSet<String>>,
}

fn key_of(rows: &[Arc<Row>], name: &str) -> Option<PublicKey> {
    let row = rows.iter().find(|row| row.pair.name == name)?;
    row.key.clone().ok()
}

#[component]
fn Guide(name: String) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let key_pairs = expect_context::<KeyPairs>();
    let old_name = StoredValue::new(name.clone());
    let new_name = RwSignal::new(in_address("with").unwrap_or_default());
    let rotation = Rotation {
        old_name,
        new_name,
        old: Memo::new(move |_| old_name.with_value(|name| key_of(&key_pairs.rows(), name))),
        new: Memo::new(move |_| key_of(&key_pairs.rows(), &new_name.get())),
        done: RwSignal::new(BTreeSet::new()),
    };
    let servers = Fetched::start(move || {
        let name = old_name.get_value();
        async move {
            let found = auth
                .compute(|compute| {
                    let name = name.clone();
                    async move { compute.servers_with_key(&name).await }
                })
                .await?;
            // They only tell whom to log in as, which is asked where they do not.
            let images = match auth
                .images(|images| async move { images.all().await })
                .await
            {
                Err(ended @ Error::Unauthorized(_)) => return Err(ended),
                images => images.unwrap_or_default(),
            };
            let image = |server: &Server| {
                let id = server.image_id.as_ref()?;
                images.iter().find(|image| image.id == *id).cloned()
            };
            Ok(found
                .into_iter()
                .map(|server| (image(&server), server))
                .collect::<Vec<_>>())
        }
    });
    let heading = format!("Replace {name} with a new key");
    view! {
        <p class="crumb"><Link to=routes::KEY_PAIRS>"Key pairs"</Link>" / "<Link to=routes::key_pair(&name)>{name}</Link></p>
        <h1 class="name">{heading}</h1>
        <p class="lead">
            "A cloud puts a key into a server once, when it is launched. So a new key is brought to each server that runs by logging in with
            the old one; then the old one is taken out."
        </p>
        <ChooseNew rotation />
        <section class="card" aria-labelledby="on-servers">
            <h2 id="on-servers">"2. On each server"</h2>
            {servers.view("Looking for servers…", move |found| match found.is_empty() {
                true => view! { <p>"No server of this project was launched with it. Servers elsewhere that have it need the same steps."</p> }.into_any(),
                false => {
                    let items = found.into_iter().map(move |(image, server)| view! { <Steps rotation image server /> });
                    view! { <ul class="findings">{items.collect::<Vec<_>>()}</ul> }.into_any()
                }
            })}
        </section>
        <Finish rotation servers />
    }
}

#[component]
fn ChooseNew(rotation: Rotation) -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let options = move || {
        let old = rotation.old.get();
        let is_other = |row: &&Arc<Row>| {
            let key = row.key.as_ref().ok();
            row.pair.kind == KeyPairKind::Ssh
                && key.is_some_and(|key| old.as_ref().is_none_or(|old| !old.same_key(key)))
        };
        let rows = key_pairs.rows();
        let mut options = vec![(String::new(), "Choose one".to_owned())];
        options.extend(
            rows.iter()
                .filter(is_other)
                .map(|row| (row.pair.name.clone(), row.pair.name.clone())),
        );
        options
    };
    let new_name = rotation.new_name;
    let create = routes::create_to_replace(&rotation.old_name.get_value());
    view! {
        <section class="card" aria-labelledby="new-key">
            <h2 id="new-key">"1. The new key pair"</h2>
            <SelectField label="New key pair" id="new-key-pair" value=new_name options=Signal::derive(options) choose=move |name| new_name.set(name) />
            <KeyPairsUnread />
            <p class="hint"><Link to=create>"Create a key pair"</Link>" and save its file; the way leads back here."</p>
        </section>
    }
}

/// `user@address` to log in to, as far as it is known.
fn place(auth: Auth, server: &Server, image: Option<Image>) -> String {
    let addresses = server
        .addresses
        .iter()
        .map(|address| (address.ip, address.kind == AddressKind::Floating));
    let address = address::best_first(addresses.collect())
        .first()
        .map_or_else(|| "ADDRESS".to_owned(), ToString::to_string);
    let user = match guess(auth, image).user {
        user if user.is_empty() => "USER".to_owned(),
        user => user,
    };
    quote::sh(&format!("{user}@{address}"))
}

/// `ssh` with a key pair's file.
fn ssh(key_pair: &str, place: &str) -> String {
    let file = file_name::propose(key_pair, KeyType::default());
    format!(
        "ssh -i ~/.ssh/{} -o IdentitiesOnly=yes {place}",
        quote::sh(&file)
    )
}

#[component]
fn Steps(rotation: Rotation, image: Option<Image>, server: Server) -> impl IntoView {
    let place = place(expect_context::<Auth>(), &server, image);
    let id = server.id.clone();
    let commands = move || {
        let (old, new) = (rotation.old.get()?, rotation.new.get()?);
        let with_old = ssh(&rotation.old_name.get_value(), &place);
        let with_new = ssh(&rotation.new_name.get(), &place);
        Some(view! {
            <div class="stack">
                {command::line("Log in with the old key and let the new one in", "Copy add command", format!("{with_old} {}", quote::sh(&rotate::add(&new))))}
                {command::line("See that the new key gets in", "Copy check command", format!("{with_new} whoami"))}
                {command::line("Take the old key out, with the new one", "Copy remove command", format!("{with_new} {}", quote::sh(&rotate::remove(&old, &new))))}
            </div>
        })
    };
    let toggle = move |event| {
        rotation.done.update(|done| {
            match event_target_checked(&event) {
                true => done.insert(id.clone()),
                false => done.remove(&id),
            };
        });
    };
    let label = format!("{} is done", server.name);
    let (name, page) = (server.name.clone(), routes::server(&server.id));
    view! {
        <li>
            <p><Link to=page>{name}</Link>" "<StatusBadge server /></p>
            {dynamic(commands)}
            <label class="check"><input type="checkbox" on:change=toggle />{label}</label>
        </li>
    }
}

#[component]
fn Finish(rotation: Rotation, servers: Fetched<Vec<(Option<Image>, Server)>>) -> impl IntoView {
    // Nothing is known to be done before the servers are.
    let left = move || {
        let servers = servers.value()?;
        let done = rotation.done.get();
        let open = servers
            .iter()
            .filter(|(_, server)| !done.contains(&server.id));
        Some(open.count())
    };
    let name = rotation.old_name.get_value();
    view! {
        <section class="card" aria-labelledby="old-key">
            <h2 id="old-key">"3. Delete the old key pair"</h2>
            {dynamic(move || match (rotation.new.get().is_some(), left()) {
                (_, None) => view! { <p class="hint">"Once it is known which servers have it."</p> }.into_any(),
                (true, Some(0)) => view! {
                    <p>"Nothing needs it any more. Its page deletes it; then delete its private key’s file, and its copies."</p>
                    <div class="actions"><Link to=routes::key_pair(&name) class="button primary">"Go to the old key pair"</Link></div>
                }
                .into_any(),
                (false, Some(0)) => view! { <p class="hint">"Once there is a new one."</p> }.into_any(),
                (_, Some(1)) => view! { <p class="hint">"Once the server above is done."</p> }.into_any(),
                (_, Some(left)) => view! { <p class="hint">{format!("Once the servers above are done: {left} are left.")}</p> }.into_any(),
            })}
        </section>
    }
}
