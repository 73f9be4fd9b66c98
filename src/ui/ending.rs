//! A word before the sign-in ends, so that nobody is interrupted.

use crate::{
    browser::time,
    session::{Ask, Auth},
    ui::dynamic::dynamic,
};
use leptos::{prelude::*, task::spawn_local};

/// How long before the end it is said, in milliseconds.
const AHEAD: f64 = 5.0 * 60.0 * 1000.0;
/// The longest time between two looks at the clock, in milliseconds.
const LOOK: f64 = 60.0 * 1000.0;

/// Shown in the last minutes of a sign-in.
#[component]
pub fn Ending() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let ends = Memo::new(move |_| auth.session().map(|session| session.signed_in.expires_at));
    let soon = RwSignal::new(false);
    // A timer is set, which nothing on a page does.
    Effect::new(move || {
        soon.set(false);
        let Some(end) = ends.get() else {
            return;
        };
        let Some(left) = time::parse(&end).map(|end| end - time::now()) else {
            return;
        };
        // A clock that is wrong by hours says nothing about the end.
        if left <= 0.0 {
            return;
        }
        spawn_local(async move {
            let until = time::now() + left - AHEAD;
            // A timer stands still while the machine sleeps, so the clock is looked at now and then.
            while time::now() < until {
                time::sleep((until - time::now()).min(LOOK) as u32).await;
            }
            if ends.try_get_untracked().flatten() == Some(end) {
                soon.set(true);
            }
        });
    });
    dynamic(move || {
        soon.get().then(|| {
            view! {
                <div class="ending" role="status">
                    <p>"Your sign-in ends in a few minutes."</p>
                    <button type="button" class="quiet small" on:click=move |_| auth.ask(Ask::Ending)>"Sign in again"</button>
                </div>
            }
        })
    })
}
