//! Which page is shown: the address bar, links, the back button, and the guard that asks before a page with an unsaved
//! private key is left.
//!
//! Our own rather than leptos_router: nine flat routes do not need it, it costs a quarter of the first load's budget, and
//! it has no way to hold a navigation back.

use crate::{
    browser::{boot, window},
    routes::Page,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;

/// What the person was about to do when the guard held them.
type Leave = Callback<()>;

/// The address, and the guard over leaving it. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Router {
    base: StoredValue<String>,
    /// The path below the base, escaped as in the address bar.
    path: RwSignal<String>,
    /// What would be lost by leaving, when anything would.
    reason: RwSignal<Option<String>>,
    pending: RwSignal<Option<Leave>>,
}

impl Router {
    /// Begins at the address that the page was loaded from, and follows the back and forward buttons.
    pub fn start() -> Self {
        let base = boot::base();
        let path = current_path(&base);
        let router = Self {
            base: StoredValue::new(base),
            path: RwSignal::new(path),
            reason: RwSignal::new(None),
            pending: RwSignal::new(None),
        };
        window_event_listener(ev::popstate, move |_| router.follow_history());
        window_event_listener(ev::beforeunload, move |event| {
            if router.holds() {
                event.prevent_default();
            }
        });
        router
    }

    /// The page to show; tracked.
    pub fn page(self) -> Page {
        self.path.with(|path| Page::at(path))
    }

    /// The path below the base; tracked.
    pub fn path(self) -> String {
        self.path.get()
    }

    /// The address of a path, for a link.
    pub fn address(self, path: &str) -> String {
        self.base.with_value(|base| format!("{base}{path}"))
    }

    /// Goes to `path`, which may have a query, after asking when something would be lost by it.
    pub fn go(self, path: impl Into<String>) {
        let path = path.into();
        self.before(Callback::new(move |()| self.show(path.clone(), false)));
    }

    /// Puts `path` in the place of the present one: the back button does not come back here.
    pub fn replace(self, path: &str) {
        self.show(path.to_owned(), true);
    }

    fn show(self, path: String, replace: bool) {
        self.write_address(&path, replace);
        self.path.set(before_query(&path).to_owned());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    fn write_address(self, path: &str, replace: bool) {
        let address = self.address(path);
        if let Ok(history) = window().history() {
            // An address of the same origin is always allowed.
            let _ = match replace {
                true => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
                false => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
            };
        }
    }

    fn follow_history(self) {
        let wanted = self.base.with_value(|base| current_path(base));
        if self.holds() {
            // The browser has changed the address already; the page stays until the person has answered.
            self.write_address(&self.path.get_untracked(), false);
            self.go(wanted);
        } else {
            self.path.set(wanted);
        }
    }

    // ---- the guard --------------------------------------------------------------------------------------------------

    /// From now on leaving asks; `reason` says what would be lost.
    pub fn hold(self, reason: &str) {
        self.reason.set(Some(reason.to_owned()));
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

    /// What would be lost, while the person is being asked; tracked.
    pub fn asks(self) -> Option<String> {
        self.pending
            .with(Option::is_some)
            .then(|| self.reason.get())
            .flatten()
    }

    /// The person stays.
    pub fn stay(self) {
        self.pending.set(None);
    }

    /// The person leaves, knowing what is lost.
    pub fn leave(self) {
        let leave = self.pending.get_untracked();
        self.release();
        if let Some(leave) = leave {
            leave.run(());
        }
    }
}

fn before_query(path: &str) -> &str {
    path.split_once('?').map_or(path, |(path, _)| path)
}

/// The address bar's path below `base`; a path outside of it is taken as it is, and is no page.
fn current_path(base: &str) -> String {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix(base).map(str::to_owned).unwrap_or(path)
}
