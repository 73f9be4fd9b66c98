//! One key pair: what the cloud knows of it, its public key to take along, and its deletion.

use super::{signed_in, title};
use crate::ui::dynamic::dynamic;
use crate::ui::link::Link;
use crate::{
    audit::health::Audit,
    browser::{files, time},
    key_pairs::Row,
    keys::{file_name, key_type::KeyType, public::PublicKey},
    openstack::compute::{KeyPairDetails, KeyPairKind, Server},
    openstack::error::Error,
    router::Router,
    routes,
    session::Auth,
    ui::{
        ago::ago,
        certificate::Certificate,
        copy::CopyButton,
        copy_to_regions::CopyToRegions,
        delete_key_pair::DeleteKeyPair,
        failure::Failure,
        fetched::Fetched,
        fingerprints::Fingerprints,
        health::{HealthBadge, class, kind_label},
        notice::Notices,
        role_note::may_launch_servers,
        server_status::StatusBadge,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// `/key-pairs/:name`.
#[component]
pub fn KeyPairPage(
    /// The key pair's name.
    name: String,
) -> impl IntoView {
    signed_in(move |_| view! { <Details name=name.clone() /> })
}

#[component]
fn Details(name: String) -> impl IntoView {
    title(&name);
    let auth = expect_context::<Auth>();
    let found = RwSignal::new(None::<Result<KeyPairDetails, Error>>);
    let wanted = StoredValue::new(name.clone());
    let read = move || {
        spawn_local(async move {
            let name = &wanted.get_value();
            let outcome = auth
                .compute(|compute| async move { compute.key_pair(name).await })
                .await;
            found.try_set(Some(outcome));
        });
    };
    read();
    let retry = Callback::new(move |()| {
        found.set(None);
        read();
    });
    view! {
        <p class="crumb"><Link to=routes::KEY_PAIRS>"Key pairs"</Link></p>
        <h1 class="name">{name}</h1>
        {dynamic(move || match found.get() {
            None => view! { <p class="loading" role="status">"Reading the key pair…"</p> }.into_any(),
            Some(Err(error)) => view! { <Failure error retry /> }.into_any(),
            Some(Ok(details)) => view! { <Facts details /> }.into_any(),
        })}
    }
}

#[component]
fn Facts(details: KeyPairDetails) -> impl IntoView {
    let row = Arc::new(Row::new(details.key_pair));
    let (pair, key) = (row.pair.clone(), row.key.clone());
    let line = key.as_ref().map_or_else(
        |_| pair.public_key_text.trim_end().to_owned(),
        PublicKey::to_line,
    );
    let suffix = match pair.kind {
        KeyPairKind::Ssh => "pub",
        KeyPairKind::X509 => "crt",
    };
    let file = format!(
        "{}.{suffix}",
        file_name::propose(&pair.name, KeyType::default())
    );
    let servers = using(&pair.name);
    let copied = row.clone();
    let download = StoredValue::new((file, format!("{line}\n")));
    let notices = expect_context::<Notices>();
    let save = move |_| {
        let (file, text) = download.get_value();
        if files::save(&file, &text).is_err() {
            notices.wrong("The browser did not take the file. Copy the public key instead.");
        }
    };
    let about_key = key.as_ref().ok().map(|key| {
        let size = key
            .bits()
            .map(|bits| format!("{bits} bits"))
            .unwrap_or_default();
        let comment = match key.comment() {
            "" => "none".to_owned(),
            comment => comment.to_owned(),
        };
        view! {
            <dt>"Type"</dt><dd>{key.type_label()}</dd>
            <dt>"Size"</dt><dd>{size}</dd>
            <dt>"Comment"</dt><dd class="wrap">{comment}</dd>
        }
    });
    let created = details
        .created_at
        .map(|created| view! { <dt>"Created"</dt><dd>{time::readable(&created)}</dd> });
    let router = expect_context::<Router>();
    let gone = Callback::new(move |()| router.go(routes::KEY_PAIRS));
    let first = Signal::derive(move || used_by(servers.get()));
    view! {
        <div class="columns">
            <section class="card" aria-label="About the key pair">
                <dl class="facts">
                    {about_key}
                    <dt>"Kind"</dt><dd>{kind_label(pair.kind)}</dd>
                    {created}
                    <dt>"Health"</dt><dd><HealthBadge row /></dd>
                </dl>
            </section>
            <section class="card" aria-label="Fingerprints">
                {match key {
                    Ok(key) => view! { <Fingerprints key /> }.into_any(),
                    Err(_) if pair.kind == KeyPairKind::X509 => view! { <Certificate text=pair.public_key_text.clone() /> }.into_any(),
                    Err(error) => view! {
                        <p>{format!("This public key cannot be read: {error}.")}</p>
                        <dl class="facts"><dt>"Fingerprint"</dt><dd><code class="wrap">{pair.fingerprint_md5_from_cloud.clone()}</code></dd></dl>
                    }.into_any(),
                }}
            </section>
        </div>
        <Findings name=pair.name.clone() />
        <UsedBy name=pair.name.clone() servers />
        <section class="card" aria-labelledby="public-key">
            <h2 id="public-key">"Public key"</h2>
            <pre class="code" tabindex="0">{line.clone()}</pre>
            <div class="actions">
                <CopyButton label="Copy public key" text=Signal::stored(line) />
                <button type="button" class="quiet" on:click=save>"Download public key"</button>
                <CopyToRegions row=copied />
                <span class="grow"></span>
                {(pair.kind == KeyPairKind::Ssh).then(|| view! { <Link to=routes::rotate(&pair.name) class="button quiet">"Replace with a new key"</Link> })}
                <DeleteKeyPair name=pair.name first gone />
            </div>
        </section>
    }
}

/// The servers in the project that were launched with a key pair of this name.
fn using(name: &str) -> Fetched<Vec<Server>> {
    let auth = expect_context::<Auth>();
    let name = StoredValue::new(name.to_owned());
    Fetched::start(move || {
        let name = name.get_value();
        async move {
            let name = &name;
            auth.compute(|compute| async move { compute.servers_with_key(name).await })
                .await
        }
    })
}

/// A sentence for the dialog that asks before the key pair is deleted.
fn used_by(servers: Option<Result<Vec<Server>, Error>>) -> String {
    match servers.map(|servers| servers.map(|servers| servers.len())) {
        Some(Ok(0)) => String::new(),
        Some(Ok(1)) => "One server of this project uses it.".to_owned(),
        Some(Ok(count)) => format!("{count} servers of this project use it."),
        Some(Err(_)) | None => "Whether servers of this project use it is not known.".to_owned(),
    }
}

/// The servers that use the key pair.
#[component]
fn UsedBy(name: String, servers: Fetched<Vec<Server>>) -> impl IntoView {
    let launch = may_launch_servers(expect_context::<Auth>()).then(|| routes::launch_with(&name));
    let row = |server: Server| {
        let (id, name, created) = (server.id.clone(), server.name.clone(), ago(&server.created));
        view! {
            <li><Link to=routes::server(&id)>{name}</Link>" "<StatusBadge server />" "<span class="hint">{created}</span></li>
        }
    };
    view! {
        <section class="card" aria-labelledby="used-by">
            <h2 id="used-by">"Servers using this key"</h2>
            {servers.view("Looking for servers…", move |found| match found.is_empty() {
                true => view! { <p class="hint">"None in this project."</p> }.into_any(),
                false => view! { <ul class="plain" aria-label="Servers using this key">{found.into_iter().map(row).collect::<Vec<_>>()}</ul> }.into_any(),
            })}
            {launch.map(|launch| view! {
                <div class="actions"><Link to=launch class="button quiet">"Launch a server with it"</Link></div>
            })}
        </section>
    }
}

/// What the audit found about it.
#[component]
fn Findings(name: String) -> impl IntoView {
    let audit = expect_context::<Audit>();
    audit.begin();
    dynamic(move || {
        let findings = audit.findings(&name);
        (!findings.is_empty()).then(|| {
            let items = findings.into_iter().map(|finding| {
                let class = format!("badge {}", class(Some(finding.severity)));
                view! { <li><p><span class=class>{finding.label}</span></p><p>{finding.why}</p><p>{finding.what_to_do}</p></li> }
            });
            view! {
                <section class="card" aria-labelledby="findings">
                    <h2 id="findings">"What the audit found"</h2>
                    <ul class="findings">{items.collect_view()}</ul>
                </section>
            }
        })
    })
}
