//! Whether the person can see the page at all.

use super::window;
use futures_channel::oneshot;
use leptos::prelude::window_event_listener_untyped;
use std::cell::RefCell;
use std::rc::Rc;

fn hidden() -> bool {
    window()
        .document()
        .is_some_and(|document| document.hidden())
}

/// Waits until the page is in a tab that is shown; no time at all when it is.
pub async fn shown() {
    while hidden() {
        let (changed, change) = oneshot::channel();
        let changed = Rc::new(RefCell::new(Some(changed)));
        // The event is the document's, and bubbles.
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            if let Some(changed) = changed.take() {
                // Whoever waited may have gone.
                let _ = changed.send(());
            }
        });
        let _ = change.await;
        listener.remove();
    }
}
