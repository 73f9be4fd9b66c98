//! Why there are no key pairs to choose from.

use crate::key_pairs::{KeyPairs, Progress};
use crate::ui::dynamic::dynamic;
use crate::ui::failure::Failure;
use leptos::prelude::*;

/// Says so when the list of key pairs could not be read, and reads it again; nothing else.
#[component]
pub fn KeyPairsUnread() -> impl IntoView {
    let key_pairs = expect_context::<KeyPairs>();
    let retry = Callback::new(move |()| key_pairs.refresh());
    dynamic(move || match key_pairs.progress() {
        Progress::Failed(error) => Some(view! { <Failure error retry /> }),
        _ => None,
    })
}
