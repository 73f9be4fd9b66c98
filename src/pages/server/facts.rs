//! What is known of the server.

use super::{Here, rebuild::Rebuild};
use crate::browser::time;
use crate::key_pairs::{KeyPairs, Progress};
use crate::openstack::compute::{Server, ServerFlavor};
use crate::routes;
use crate::ui::dynamic::dynamic;
use crate::ui::link::Link;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Facts(here: Here, may: bool) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="facts">
            <h2 id="facts">"About the server"</h2>
            {dynamic(move || here.server.get().map(|server| view! { <List here server /> }))}
            {may.then(|| view! { <Rebuild here /> })}
        </section>
    }
}

fn size(flavor: &ServerFlavor) -> String {
    let name = flavor.name.as_ref().or(flavor.id.as_ref());
    let parts = [
        name.cloned(),
        flavor.vcpus.map(|count| format!("{count} vCPU")),
        flavor.ram.map(|size| format!("{size} MB of memory")),
        flavor.disk.map(|size| format!("{size} GB of disk")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[component]
fn List(here: Here, server: Server) -> impl IntoView {
    let image = move || match (here.image.get(), &server.image_id) {
        (Some(Ok(Some(image))), _) => image.name,
        (Some(Ok(None)), Some(id)) => format!("{id} (gone)"),
        (_, Some(id)) => id.clone(),
        (_, None) => "none: it boots from a volume".to_owned(),
    };
    let key = server.key_name.clone();
    let zone = server.availability_zone.clone();
    let description = server.description.clone();
    let groups = server.security_groups.join(", ");
    view! {
        <dl class="facts">
            <dt>"Key pair"</dt>
            <dd><KeyName name=key /></dd>
            <dt>"Image"</dt>
            <dd>{dynamic(image)}{here.image.unread("The image")}</dd>
            <dt>"Flavor"</dt>
            <dd>{size(&server.flavor)}</dd>
            <dt>"Created"</dt>
            <dd>{time::readable(&server.created)}</dd>
            {zone.map(|zone| view! { <dt>"Availability zone"</dt><dd>{zone}</dd> })}
            {(!groups.is_empty()).then(|| view! { <dt>"Security groups"</dt><dd>{groups}</dd> })}
            {description.map(|text| view! { <dt>"Description"</dt><dd>{text}</dd> })}
            <dt>"Id"</dt>
            <dd><code>{server.id}</code></dd>
        </dl>
    }
}

/// The key pair's name, leading to it when it is one of the person's.
#[component]
fn KeyName(name: Option<String>) -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let Some(name) = name else {
        return view! { "none" }.into_any();
    };
    dynamic(move || {
        let name = name.clone();
        let own = key_pairs.rows().iter().any(|row| row.pair.name == name);
        let known = key_pairs.progress() == Progress::Complete;
        match own {
            true => view! { <Link to=routes::key_pair(&name)>{name}</Link> }.into_any(),
            false if !known => name.into_any(),
            false => {
                view! { {name}" "<span class="hint">"(not, or no longer, one of yours)"</span> }
                    .into_any()
            }
        }
    })
}
