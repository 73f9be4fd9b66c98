//! Keeps a person from leaving a page that holds an unsaved private key: by link, by button, by the back button, by
//! closing the tab.

use crate::{browser::window, ui::dialog::Modal};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Element;

/// What the person was about to do.
type Leave = Callback<()>;

/// The guard, for every page. While it holds, leaving asks first.
#[derive(Clone, Copy)]
pub struct LeaveGuard {
    reason: RwSignal<Option<String>>,
    pending: RwSignal<Option<Leave>>,
}

impl LeaveGuard {
    /// Nothing to guard.
    pub fn new() -> Self {
        Self {
            reason: RwSignal::new(None),
            pending: RwSignal::new(None),
        }
    }

    /// From now on leaving asks; `reason` says what would be lost.
    pub fn hold(self, reason: impl Into<String>) {
        if self.reason.with_untracked(Option::is_none) {
            // The back button then comes to this same page first, and there is time to ask.
            push_same_page();
        }
        self.reason.set(Some(reason.into()));
    }

    /// From now on leaving is free.
    pub fn release(self) {
        self.reason.set(None);
        self.pending.set(None);
    }

    fn holds(self) -> bool {
        self.reason.with_untracked(Option::is_some)
    }

    /// Does `leave` at once when nothing is lost by it, else asks first.
    pub fn before(self, leave: Leave) {
        if self.holds() {
            self.pending.set(Some(leave))
        } else {
            leave.run(())
        }
    }
}

impl Default for LeaveGuard {
    fn default() -> Self {
        Self::new()
    }
}

fn push_same_page() {
    if let Ok(history) = window().history() {
        // The same address is always allowed.
        let _ = history.push_state_with_url(&JsValue::NULL, "", None);
    }
}

/// Listens for every way out, and asks. Mounted once, inside the router, for as long as the page lives.
#[component]
pub fn LeaveGuardDialog(
    /// The site's base path.
    base: String,
) -> impl IntoView {
    let guard = expect_context::<LeaveGuard>();
    let navigate = use_navigate();

    listen_first(move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.filter(|link| guard.holds() && !link.has_attribute("download"))
        else {
            return;
        };
        let Some(href) = link.get_attribute("href") else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let navigate = navigate.clone();
        let path = href
            .strip_prefix(base.as_str())
            .map(str::to_owned)
            .unwrap_or(href);
        guard.before(Callback::new(move |()| {
            navigate(&path, NavigateOptions::default())
        }));
    });
    window_event_listener(ev::popstate, move |_| {
        if guard.holds() {
            push_same_page();
            guard.before(Callback::new(|()| {
                if let Ok(history) = window().history() {
                    // Past the page's double and the page itself; where there is nothing before, it stays.
                    let _ = history.go_with_delta(-2);
                }
            }));
        }
    });
    window_event_listener(ev::beforeunload, move |event| {
        if guard.holds() {
            event.prevent_default();
        }
    });

    let stay = Callback::new(move |()| guard.pending.set(None));
    let go = move |_| {
        let leave = guard.pending.get_untracked();
        guard.release();
        if let Some(leave) = leave {
            leave.run(());
        }
    };
    let reason = move || guard.reason.get().unwrap_or_default();
    move || {
        guard.pending.with(Option::is_some).then(|| {
            view! {
                <Modal title=Signal::stored("Leave this page?".to_owned()) close=stay>
                    <p>{reason}</p>
                    <div class="actions">
                        <button type="button" class="primary" autofocus on:click=move |_| stay.run(())>"Stay here"</button>
                        <button type="button" class="danger" on:click=go>"Leave and lose it"</button>
                    </div>
                </Modal>
            }
        })
    }
}

/// Hears clicks before anything else does, the router's own listener included, for as long as the page lives.
fn listen_first(listen: impl Fn(web_sys::MouseEvent) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::MouseEvent)>::new(listen);
    // With a function for its listener the call cannot fail.
    let _ = window().add_event_listener_with_callback_and_bool(
        "click",
        closure.as_ref().unchecked_ref(),
        true,
    );
    closure.forget();
}
