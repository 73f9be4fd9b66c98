//! The list's table: filter, and a hundred rows at a time.

use crate::openstack::compute::Server;
use crate::ui::ago::ago;
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::link::Link;
use crate::ui::server_status::StatusBadge;
use crate::{browser::time, routes};
use leptos::prelude::*;

/// How many rows are shown at once.
const PAGE: usize = 100;

/// Whether `needle`, in lower case, is in what the row shows.
fn matches(server: &Server, needle: &str) -> bool {
    let addresses = server
        .addresses
        .iter()
        .map(|address| address.ip.to_string());
    let mut texts = [
        server.name.clone(),
        server.status.to_string(),
        server.key_name.clone().unwrap_or_default(),
        server.id.clone(),
    ]
    .into_iter()
    .chain(addresses);
    texts.any(|text| text.to_lowercase().contains(needle))
}

/// The table with its tools.
#[component]
pub fn Table(
    /// All of them, as the cloud lists them: the newest first.
    servers: RwSignal<Vec<Server>>,
) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let page = RwSignal::new(0);
    let shown = Memo::new(move |_| {
        let needle = filter.get().trim().to_lowercase();
        servers.with(|servers| {
            servers
                .iter()
                .filter(|server| matches(server, &needle))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let last = move || shown.with(Vec::len).saturating_sub(1) / PAGE;
    let first = move || page.get().min(last()) * PAGE;
    let rows = move || {
        shown.with(|rows| {
            let rows = rows.iter().skip(first()).take(PAGE).cloned();
            rows.map(|server| view! { <Row server /> }).collect_view()
        })
    };
    let none = move || shown.with(Vec::is_empty);
    let span = move || {
        let total = shown.with(Vec::len);
        format!("{}–{} of {total}", first() + 1, (first() + PAGE).min(total))
    };
    view! {
        <div class="tools">
            <label class="filter">
                <span class="visually-hidden">"Filter servers"</span>
                <input
                    type="search"
                    placeholder="Filter by name, status, address or key pair"
                    autocomplete="off"
                    prop:value=filter
                    on:input=move |event| {
                        filter.set(event_target_value(&event));
                        page.set(0);
                    }
                />
            </label>
        </div>
        <div class="table-frame">
            <table class="servers" aria-label="Servers">
                <thead><tr><th>"Name"</th><th>"Status"</th><th>"Addresses"</th><th>"Key pair"</th><th>"Created"</th></tr></thead>
                <tbody>{dynamic(rows)}</tbody>
            </table>
            {dynamic(move || none().then(|| view! { <p class="nothing" role="status">"No server matches the filter."</p> }))}
        </div>
        {dynamic(move || (shown.with(Vec::len) > PAGE).then(|| view! {
            <nav class="pager" aria-label="Pages of the list">
                <button type="button" class="quiet" disabled=flag(move || first() == 0) on:click=move |_| page.set(page.get().min(last()) - 1)>"Previous"</button>
                <span role="status">{words(span)}</span>
                <button type="button" class="quiet" disabled=flag(move || page.get() >= last()) on:click=move |_| page.set(page.get() + 1)>"Next"</button>
            </nav>
        }))}
    }
}

#[component]
fn Row(server: Server) -> impl IntoView {
    let addresses = server
        .addresses
        .iter()
        .map(|address| view! { <code>{address.ip.to_string()}</code>" " })
        .collect_view();
    let created = server.created.clone();
    let (name, id) = (server.name.clone(), server.id.clone());
    let key = server.key_name.clone().unwrap_or_else(|| "none".to_owned());
    view! {
        <tr>
            <th scope="row"><Link to=routes::server(&id)>{name}</Link></th>
            <td><StatusBadge server /></td>
            <td class="addresses">{addresses}</td>
            <td>{key}</td>
            <td title=time::readable(&created)>{ago(&created)}</td>
        </tr>
    }
}
