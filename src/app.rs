//! The app: what every page shares, and which page a path shows.

use crate::ui::dynamic::dynamic;
use crate::{
    audit::health::Audit,
    browser::window,
    key_pairs::KeyPairs,
    pages::{self, on_demand::OnDemand},
    router::Router,
    routes::Page,
    session::Auth,
    ui::{
        ending::Ending,
        leave_guard::LeaveGuardDialog,
        notice::{NoticeBoard, Notices},
        shell::Header,
        sign_in::SignInDialog,
    },
};
use leptos::prelude::*;
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
    let key_pairs = KeyPairs::follow(auth);
    provide_context(key_pairs);
    provide_context(Audit::new(auth, key_pairs));
    provide_context(Notices::new());
    provide_context(Router::start());
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <Header />
        <Ending />
        <main id="main" tabindex="-1">
            <NoticeBoard />
            <CurrentPage />
        </main>
        <SignInDialog />
        <LeaveGuardDialog />
    }
}

#[component]
fn CurrentPage() -> impl IntoView {
    let router = expect_context::<Router>();
    let notices = expect_context::<Notices>();
    let page = Memo::new(move |_| router.page());
    // Putting away what the last page but one said is an effect of turning the page, whatever turned it.
    Effect::new(move |before: Option<Page>| {
        let now = page.get();
        if before.is_some_and(|before| before != now) {
            notices.turn_page();
        }
        now
    });
    dynamic(move || match page.get() {
        Page::Home => view! { <pages::home::Home /> }.into_any(),
        Page::SignIn => view! { <pages::sign_in::SignIn /> }.into_any(),
        Page::KeyPairs => view! { <pages::key_pairs::KeyPairsPage /> }.into_any(),
        other => view! { <OnDemand page=other /> }.into_any(),
    })
}
