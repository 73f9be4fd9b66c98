//! The dialog that keeps a person from leaving a page that holds an unsaved private key.

use crate::ui::dynamic::dynamic;
use crate::{router::Router, ui::dialog::Modal};
use leptos::prelude::*;

/// Shown while [`Router`] asks.
#[component]
pub fn LeaveGuardDialog() -> impl IntoView {
    let router = expect_context::<Router>();
    let stay = Callback::new(move |()| router.stay());
    dynamic(move || {
        router.asks().map(|reason| {
            view! {
                <Modal title=Signal::stored("Leave this page?".to_owned()) close=stay>
                    <p>{reason}</p>
                    <div class="actions">
                        <button type="button" class="primary" autofocus on:click=move |_| router.stay()>"Stay here"</button>
                        <button type="button" class="danger" on:click=move |_| router.leave()>"Leave and lose it"</button>
                    </div>
                </Modal>
            }
        })
    })
}
