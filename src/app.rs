//! The app: what every page shares, and which page a path shows.

use crate::{
    browser::{boot, window},
    key_pairs::KeyPairs,
    pages,
    session::Auth,
    ui::{
        leave_guard::{LeaveGuard, LeaveGuardDialog},
        notice::{NoticeBoard, Notices},
        shell::Header,
        sign_in_dialog::SignInDialog,
    },
};
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
use wasm_bindgen::JsCast;

/// Puts the app into the page's `#app`.
pub fn mount() {
    let place = window()
        .document()
        .and_then(|document| document.get_element_by_id("app"));
    match place.and_then(|element| element.dyn_into().ok()) {
        Some(place) => leptos::mount::mount_to(place, App).forget(),
        None => leptos::mount::mount_to_body(App),
    }
}

#[component]
fn App() -> impl IntoView {
    let auth = Auth::start();
    provide_context(auth);
    provide_context(KeyPairs::follow(auth));
    provide_context(Notices::new());
    provide_context(LeaveGuard::new());
    let base = boot::base();
    view! {
        <Router base=base.clone()>
            <TurnPage />
            <a class="skip" href="#main">"Skip to the content"</a>
            <Header />
            <main id="main" tabindex="-1">
                <NoticeBoard />
                <Routes fallback=pages::not_found::NotFound>
                    <Route path=path!("/") view=pages::home::Home />
                    <Route path=path!("/sign-in") view=pages::sign_in::SignIn />
                    <Route path=path!("/key-pairs") view=pages::key_pairs::KeyPairsPage />
                    <Route path=path!("/key-pairs/new") view=pages::key_pair_create::CreatePage />
                    <Route path=path!("/key-pairs/import") view=pages::key_pair_import::ImportPage />
                    <Route path=path!("/key-pairs/:name") view=pages::key_pair::KeyPairPage />
                    <Route path=path!("/about") view=pages::about::About />
                </Routes>
            </main>
            <SignInDialog />
            <LeaveGuardDialog base />
        </Router>
    }
}

/// On each new page: notices of the last one go, and the page begins at its top.
#[component]
fn TurnPage() -> impl IntoView {
    let notices = expect_context::<Notices>();
    let path = use_location().pathname;
    // A change of path is what the router tells only through this signal.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            notices.turn_page();
        }
        now
    });
}
