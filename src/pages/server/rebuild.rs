//! Making the server anew with another key pair: the last way in when a private key is lost.

use super::Here;
use crate::{
    explain::servers::explain,
    key_pairs::KeyPairs,
    openstack::{compute::ServerStatus, microversion::Capability},
    session::Auth,
    ui::{
        dialog::Modal,
        dynamic::{dynamic, flag, words},
        failure::shown,
        fetched::Fetched,
        field::SelectField,
        key_pairs_unread::KeyPairsUnread,
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The button, where the cloud can do it, and its dialog.
#[component]
pub fn Rebuild(here: Here) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let open = RwSignal::new(false);
    let can = Fetched::start(move || async move {
        auth.compute(|compute| async move { Ok(compute.can(Capability::RebuildKey)) })
            .await
    });
    let ready = move || {
        here.server.get().is_some_and(|server| {
            server.image_id.is_some()
                && !server.is_changing()
                && matches!(
                    server.status,
                    ServerStatus::Active | ServerStatus::Shutoff | ServerStatus::Error
                )
        })
    };
    dynamic(move || {
        can.value().unwrap_or_default().then(|| {
            view! {
                <div class="actions">
                    <button type="button" class="quiet" disabled=flag(move || !ready()) on:click=move |_| open.set(true)>
                        "Rebuild with another key pair"
                    </button>
                </div>
                {dynamic(move || open.get().then(|| view! { <Dialog here open /> }))}
            }
        })
    })
}

#[component]
fn Dialog(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let key_pairs = expect_context::<KeyPairs>();
    let Some(server) = untrack(|| here.server.get()) else {
        return ().into_any();
    };
    let names: Vec<(String, String)> = untrack(|| key_pairs.rows())
        .iter()
        .map(|row| (row.pair.name.clone(), row.pair.name.clone()))
        .collect();
    let none = names.is_empty();
    let chosen = RwSignal::new(
        names
            .first()
            .map(|(name, _)| name.clone())
            .unwrap_or_default(),
    );
    let sure = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let close = Callback::new(move |()| open.set(false));
    let title = format!("Rebuild {}?", server.name);
    let name = server.name.clone();
    let rebuild = move |_| {
        let (id, image) = (
            server.id.clone(),
            server.image_id.clone().unwrap_or_default(),
        );
        let name = server.name.clone();
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let key = chosen.get_untracked();
            let outcome = auth
                .compute(|compute| {
                    let (id, image, key) = (id.clone(), image.clone(), key.clone());
                    async move { compute.rebuild_server(&id, &image, Some(&key)).await }
                })
                .await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    notices.done(format!("{name} is being rebuilt with {key}."));
                    open.try_set(false);
                    here.watch.again();
                }
                Err(failed) => {
                    error.try_set(Some(explain(&failed)));
                    // It may have been done, or something else is under way.
                    here.watch.again();
                }
            }
        });
    };
    view! {
        <Modal title=Signal::stored(title) close>
            <p>
                <strong>"Everything on the server's disk is lost: "</strong>
                "it is made anew from its image, with new host keys. Its id and addresses stay. This is the way back in when the private
                key is lost and the disk holds nothing that matters."
            </p>
            <SelectField label="New key pair" id="rebuild-key" value=chosen options=Signal::stored(names) choose=move |name| chosen.set(name) />
            <KeyPairsUnread />
            <label class="check">
                <input type="checkbox" prop:checked=sure on:change=move |event| sure.set(event_target_checked(&event)) />
                {format!("Yes, everything on {name} may be lost")}
            </label>
            {dynamic(move || error.get().map(|explanation| shown(explanation, None)))}
            <div class="actions">
                <button type="button" class="danger" disabled=flag(move || busy.get() || none || !sure.get()) on:click=rebuild>
                    {words(move || if busy.get() { "Asking the cloud…" } else { "Rebuild" })}
                </button>
                <button type="button" class="quiet" autofocus on:click=move |_| close.run(())>"Cancel"</button>
            </div>
        </Modal>
    }
    .into_any()
}
