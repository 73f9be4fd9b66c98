//! Floating addresses of the project that lead nowhere: what was released stays the project's, and is often paid for, until
//! it is given back.

use super::addresses::Reach;
use crate::{
    explain::servers::explain,
    openstack::network::FloatingIp,
    session::Auth,
    ui::{
        dialog::Modal,
        dynamic::{dynamic, flag, words},
        failure::shown,
        fetched::Fetched,
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The list, when there are any. It stays open while the addresses are read anew.
#[component]
pub fn FreeAddresses(reach: Fetched<Reach>) -> impl IntoView {
    let asking = RwSignal::new(None::<FloatingIp>);
    let free = Memo::new(move |_| {
        let floating = reach.value().map(|reach| reach.floating);
        let free = floating.into_iter().flatten();
        free.filter(|ip| ip.port_id.is_none()).collect::<Vec<_>>()
    });
    let some = Memo::new(move |_| !free.with(Vec::is_empty));
    let row = move |ip: FloatingIp| {
        let shown = ip.address.to_string();
        let label = format!("Give back {shown}");
        view! {
            <li>
                <code>{shown}</code>
                <button type="button" class="quiet small" aria-label=label on:click=move |_| asking.set(Some(ip.clone()))>"Give back"</button>
            </li>
        }
    };
    let summary = move || {
        format!(
            "Free floating addresses of the project ({})",
            free.with(Vec::len)
        )
    };
    view! {
        {dynamic(move || some.get().then(|| view! {
            <details class="more">
                <summary>{words(summary)}</summary>
                <ul class="plain">{dynamic(move || free.get().into_iter().map(row).collect_view())}</ul>
            </details>
        }))}
        {dynamic(move || asking.get().map(|ip| view! { <GiveBack reach ip asking /> }))}
    }
}

#[component]
fn GiveBack(
    reach: Fetched<Reach>,
    ip: FloatingIp,
    asking: RwSignal<Option<FloatingIp>>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let close = Callback::new(move |()| asking.set(None));
    let title = format!("Give back {}?", ip.address);
    let give = move |_| {
        let ip = ip.clone();
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let outcome = auth
                .network(|network| {
                    let id = ip.id.clone();
                    async move { network.delete_floating_ip(&id).await }
                })
                .await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    notices.done(format!("{} is the cloud’s again.", ip.address));
                    asking.try_set(None);
                    reach.again();
                }
                Err(failed) => {
                    error.try_set(Some(explain(&failed)));
                }
            }
        });
    };
    view! {
        <Modal title=Signal::stored(title) close>
            <p>"The cloud may give the address to anybody else. The project cannot count on getting it again."</p>
            {dynamic(move || error.get().map(|explanation| shown(explanation, None)))}
            <div class="actions">
                <button type="button" class="danger" disabled=flag(move || busy.get()) on:click=give>
                    {words(move || if busy.get() { "Giving back…" } else { "Give back" })}
                </button>
                <button type="button" class="quiet" autofocus on:click=move |_| close.run(())>"Cancel"</button>
            </div>
        </Modal>
    }
}
