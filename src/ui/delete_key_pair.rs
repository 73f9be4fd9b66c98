//! The button that deletes a key pair, and the dialog that asks first.

use crate::{
    explain::explain,
    key_pairs::KeyPairs,
    openstack::error::Error,
    session::Auth,
    ui::{
        dialog::Modal,
        dynamic::{dynamic, flag, words},
        notice::Notices,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// Deletes a key pair, once the person has confirmed it.
#[component]
pub fn DeleteKeyPair(
    /// Its name.
    name: String,
    /// What the person should know first: a sentence.
    #[prop(into)]
    first: Signal<String>,
    /// Called when it is gone.
    gone: Callback<()>,
) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let key_pairs = expect_context::<KeyPairs>();
    let notices = expect_context::<Notices>();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let name = StoredValue::new(name);
    let delete = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let name = &name.get_value();
            let outcome = auth
                .compute(|compute| async move { compute.delete_key_pair(name).await })
                .await;
            busy.try_set(false);
            asking.try_set(false);
            let said = match outcome {
                Ok(()) => format!("Key pair {name} deleted."),
                // It was deleted already, perhaps by the first of two requests that the browser sent.
                Err(Error::NotFound(_)) => format!("Key pair {name} is gone."),
                Err(error) => {
                    let why = explain(&error).sentences();
                    return notices.wrong(format!("Key pair {name} was not deleted. {why}"));
                }
            };
            key_pairs.remove(name);
            gone.try_run(());
            notices.done(said);
        });
    });
    let close = Callback::new(move |()| asking.set(false));
    let dialog = move || {
        let title = format!("Delete key pair {}?", name.get_value());
        view! {
            <Modal title=Signal::stored(title) close>
                <p><strong>{words(move || first.get())}</strong></p>
                <p>
                    "The cloud forgets its public key, so no new server can be launched with it. Servers that already have the key keep it:
                    whoever holds the private key still gets in there."
                </p>
                <div class="actions">
                    <button type="button" class="danger" disabled=flag(move || busy.get()) on:click=move |_| delete.run(())>
                        {words(move || if busy.get() { "Deleting…" } else { "Delete" })}
                    </button>
                    <button type="button" class="quiet" autofocus on:click=move |_| close.run(())>"Cancel"</button>
                </div>
            </Modal>
        }
    };
    view! {
        <button type="button" class="quiet danger-text" on:click=move |_| asking.set(true)>"Delete key pair"</button>
        {dynamic(move || asking.get().then(dialog))}
    }
}
