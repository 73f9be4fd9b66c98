//! Pages whose code is fetched when one of them is first shown, so that the first visit downloads less. The build cuts
//! the program here (see `xtask/src/split.rs`).

use super::{
    about, identify, key_pair, key_pair_create, key_pair_import, not_found, rotate, server,
    server_launch, servers,
};
use crate::routes::Page;
use crate::ui::dynamic::dynamic;
use crate::ui::failure::Problem;
use crate::ui::part::at_once;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};

#[wasm_split(servers, wasm_split_path = leptos::wasm_split, fallible, preload(fetch_servers))]
fn build_servers(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Page::ServerNew => view! { <server_launch::LaunchPage /> }.into_any(),
        Page::Server(id) => view! { <server::ServerPage id /> }.into_any(),
        Page::Rotate(name) => view! { <rotate::RotatePage name /> }.into_any(),
        _ => view! { <servers::ServersPage /> }.into_any(),
    })
}

#[wasm_split(pages, wasm_split_path = leptos::wasm_split, fallible, preload(fetch))]
fn build(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Page::KeyPairNew => view! { <key_pair_create::CreatePage /> }.into_any(),
        Page::KeyPairImport => view! { <key_pair_import::ImportPage /> }.into_any(),
        Page::KeyPair(name) => view! { <key_pair::KeyPairPage name /> }.into_any(),
        Page::Identify => view! { <identify::Identify /> }.into_any(),
        Page::About => view! { <about::About /> }.into_any(),
        _ => view! { <not_found::NotFound /> }.into_any(),
    })
}

/// Shows the page, at once when its code is here already.
#[component]
pub fn OnDemand(
    /// Which.
    page: Page,
) -> impl IntoView {
    let failed = RwSignal::new(false);
    dynamic(move || {
        if failed.get() {
            return view! { <NotFetched retry=move || failed.set(false) /> }.into_any();
        }
        let is_server = matches!(
            page,
            Page::Servers | Page::ServerNew | Page::Server(_) | Page::Rotate(_)
        );
        let page = page.clone();
        let view = match is_server {
            true => at_once(build_servers(page)),
            false => at_once(build(page)),
        };
        if let Some(Ok(view)) = view {
            return view;
        }
        spawn_local(async move {
            let outcome = match is_server {
                true => fetch_servers().await,
                false => fetch().await,
            };
            // The person may have gone elsewhere meanwhile. Setting it has the page built, even if it is as it was.
            failed.try_set(outcome.is_err());
        });
        view! { <p class="hint" role="status">"Loading…"</p> }.into_any()
    })
}

#[component]
fn NotFetched(retry: impl Fn() + Send + 'static) -> impl IntoView {
    view! {
        <Problem
            title="This page could not be fetched"
            detail="The site did not send a part of its program."
            next="Check the connection, then try again. If the site was updated meanwhile, reload the page."
        >
            <button type="button" class="quiet" on:click=move |_| retry()>"Try again"</button>
        </Problem>
    }
}
