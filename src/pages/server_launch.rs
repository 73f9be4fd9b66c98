//! Launching a server with a key pair.

mod form;
mod more;
mod network;
mod offers;
mod pickers;
mod quota;

use super::{in_address, signed_in, title};
use crate::{
    explain::servers::explain,
    key_pairs::KeyPairs,
    launch::{
        Against, Draft,
        checks::{Field, Finding, findings},
    },
    openstack::{
        compute::{Before, Launch, Launched, NotLaunched},
        error::Error,
    },
    router::Router,
    routes,
    session::Auth,
    ui::{link::Link, notice::Notices, role_note::RoleNote},
};
use leptos::{prelude::*, task::spawn_local};
use offers::Offers;
use std::cell::RefCell;

thread_local! {
    /// What was filled in when the page was left, to make a key pair for instance.
    static LEFT: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

/// The form's state. Copies are handles to the same.
#[derive(Clone, Copy)]
struct Launching {
    draft: RwSignal<Draft>,
    offers: Offers,
    key_pairs: KeyPairs,
    /// Whether the person has tried, so that what is missing is told.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<crate::explain::Explanation>>,
    /// The last wish, when it is not known what became of it.
    unsure: StoredValue<Option<(Launch, Before)>>,
}

impl Launching {
    fn against(self) -> Against {
        let draft = self.draft.get();
        let key = draft.key_pair.as_ref().and_then(|name| {
            let rows = self.key_pairs.rows();
            let row = rows.iter().find(|row| row.pair.name == *name)?.clone();
            Some(row.key.as_ref().ok()?.type_label())
        });
        Against {
            image: self.offers.image(&draft.image),
            flavor: self.offers.flavor(&draft.flavor),
            key_type: key,
            capacity: self.offers.capacity.value(),
        }
    }

    fn findings(self) -> Vec<Finding> {
        findings(&self.draft.get(), &self.against())
    }

    /// What is wrong with a field. What is merely missing is told once the person has tried.
    fn error(self, field: Field) -> Option<String> {
        let missing = self.is_empty(field) && !self.tried.get();
        let mut found = self.findings().into_iter();
        found
            .find(|finding| finding.is_error && finding.field == field && !missing)
            .map(|finding| finding.text)
    }

    /// What is worth knowing about a field.
    fn advice(self, field: Field) -> String {
        let mut found = self.findings().into_iter();
        found
            .find(|finding| !finding.is_error && finding.field == field)
            .map(|finding| finding.text)
            .unwrap_or_default()
    }

    fn is_empty(self, field: Field) -> bool {
        self.draft.with(|draft| match field {
            Field::Name => draft.name.is_empty(),
            Field::Image => draft.image.is_empty(),
            Field::Flavor => draft.flavor.is_empty(),
            Field::KeyPair => draft.key_pair.is_none(),
            Field::Network => draft.network == crate::launch::NetworkChoice::Open,
            Field::Volume | Field::UserData | Field::Count => false,
        })
    }
}

/// `/servers/new`.
#[component]
pub fn LaunchPage() -> impl IntoView {
    title("Launch server");
    signed_in(move |_| view! { <Page /> })
}

#[component]
fn Page() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let left = LEFT.take().unwrap_or_default();
    let draft = RwSignal::new(Draft {
        key_pair: in_address("key").or_else(|| left.key_pair.clone()),
        ..left
    });
    let launching = Launching {
        draft,
        offers: Offers::start(auth),
        key_pairs: expect_context::<KeyPairs>(),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        unsure: StoredValue::new(None),
    };
    launching.offers.propose(draft);
    on_cleanup(move || {
        if let Some(draft) = draft.try_get_untracked() {
            LEFT.set(Some(draft));
        }
    });
    view! {
        <p class="crumb"><Link to=routes::SERVERS>"Servers"</Link></p>
        <h1>"Launch server"</h1>
        <RoleNote />
        <form::Form launching />
    }
}

/// Sends it, once nothing is wrong.
fn launch(launching: Launching, auth: Auth, notices: Notices, router: Router) {
    launching.tried.set(true);
    let wrong = untrack(|| launching.findings())
        .iter()
        .any(|finding| finding.is_error);
    let Some(launch) = launching.draft.get_untracked().launch() else {
        return;
    };
    if wrong || launching.busy.get_untracked() {
        return;
    }
    launching.busy.set(true);
    launching.failed.set(None);
    spawn_local(async move {
        let unsure = launching.unsure.get_value();
        let unsure = unsure.filter(|(wish, _)| *wish == launch);
        let (wish, before) = (&launch, unsure.as_ref().map(|(_, before)| before));
        let outcome = auth
            .compute(|compute| async move {
                match compute.launch(wish, before).await {
                    // Asks for the password, and then for the same again.
                    Err(NotLaunched {
                        error: error @ Error::Unauthorized(_),
                        ..
                    }) => Err(error),
                    outcome => Ok(outcome),
                }
            })
            .await
            .unwrap_or_else(|error| Err(error.into()));
        launching.busy.try_set(false);
        match outcome {
            Ok(launched) => {
                // The next launch begins with an empty form.
                launching.draft.try_set(Draft::default());
                match launch.count {
                    1 => {
                        notices.done(format!("{} is being launched.", launch.name));
                        router.go(routes::server(&launched.id));
                    }
                    count => {
                        notices.done(format!("{count} servers are being launched."));
                        router.go(routes::SERVERS);
                    }
                }
                tell_of_twins(auth, notices, &launch.name, &launched).await;
            }
            Err(not) => {
                if let Some(before) = not.unsure {
                    launching.unsure.try_set_value(Some((launch, before)));
                }
                launching.failed.try_set(Some(explain(&not.error)));
            }
        }
    });
}

/// Says so when the browser sent the wish twice. Whoever cannot be told sees it in the list.
async fn tell_of_twins(auth: Auth, notices: Notices, name: &str, launched: &Launched) {
    let twins = auth
        .compute(|compute| async move { compute.twins(launched).await })
        .await;
    if twins.is_ok_and(|twins| !twins.is_empty()) {
        notices.wrong(format!(
            "{name} was launched twice: the connection broke, and the browser sent the wish again by itself. Delete in the list of \
             servers what you do not need."
        ));
    }
}
