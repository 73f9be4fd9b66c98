//! A server that is looked at again and again while something is under way with it.

use crate::browser::{time, visibility};
use crate::openstack::compute::Server;
use crate::openstack::error::Error;
use crate::session::Auth;
use crate::ui::server_status::doing;
use leptos::{prelude::*, task::spawn_local};

/// Milliseconds between the first looks; each pause is half as long again as the one before.
const FIRST_PAUSE: u32 = 1000;
/// The longest pause.
const LONGEST_PAUSE: u32 = 10_000;
/// How often is looked when something was asked that does not show at once, such as a new address.
const PATIENT: u32 = 6;
/// How often a look that failed is repeated before the watch ends.
const FAILURES: u32 = 5;

/// What the cloud was doing for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// In plain words.
    pub name: String,
    /// When it was first seen, in milliseconds since 1970.
    pub since: f64,
}

/// A watched server. Copies are handles to the same watch; it ends with the page.
#[derive(Clone, Copy)]
pub struct Watch {
    auth: Auth,
    id: StoredValue<String>,
    server: RwSignal<Option<Server>>,
    error: RwSignal<Option<Error>>,
    phases: RwSignal<Vec<Phase>>,
    /// Counts the rounds, so that one that was overtaken stops.
    round: StoredValue<u32>,
}

impl Watch {
    /// Looks at once, and goes on looking while something is under way.
    pub fn start(auth: Auth, id: &str) -> Self {
        let watch = Self {
            auth,
            id: StoredValue::new(id.to_owned()),
            server: RwSignal::new(None),
            error: RwSignal::new(None),
            phases: RwSignal::new(Vec::new()),
            round: StoredValue::new(0),
        };
        watch.again();
        watch
    }

    /// The server as last seen; tracked.
    pub fn server(self) -> Option<Server> {
        self.server.get()
    }

    /// Why the last look failed; tracked.
    pub fn error(self) -> Option<Error> {
        self.error.get()
    }

    /// What was seen to be under way since the page was opened; tracked.
    pub fn phases(self) -> Vec<Phase> {
        self.phases.get()
    }

    /// Looks anew.
    pub fn again(self) {
        self.look_at_least(1);
    }

    /// Looks anew for a while, for what was asked may not show at once.
    pub fn patiently(self) {
        self.look_at_least(PATIENT);
    }

    fn look_at_least(self, times: u32) {
        // Whoever asks may have waited for the cloud, and the page be gone meanwhile.
        let Some(round) = self.round.try_get_value().map(|round| round + 1) else {
            return;
        };
        self.round.set_value(round);
        spawn_local(self.look(round, times));
    }

    async fn look(self, round: u32, mut times: u32) {
        let (mut pause, mut failures) = (FIRST_PAUSE, 0);
        // The value is gone with the page.
        while self.round.try_get_value() == Some(round) {
            let Some(id) = self.id.try_get_value() else {
                return;
            };
            let outcome = self
                .auth
                .compute(|compute| {
                    let id = id.clone();
                    async move { compute.server(&id).await }
                })
                .await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            match outcome {
                Ok(server) => {
                    failures = 0;
                    times = times.saturating_sub(1);
                    let over = !server.is_changing() && times == 0;
                    self.note(server);
                    if over {
                        return;
                    }
                }
                Err(error) => {
                    failures += 1;
                    let over = failures == FAILURES || !is_passing(&error);
                    self.error.try_set(Some(error));
                    if over {
                        return;
                    }
                }
            }
            time::sleep(pause).await;
            visibility::shown().await;
            pause = (pause + pause / 2).min(LONGEST_PAUSE);
        }
    }

    fn note(self, server: Server) {
        let name = doing(&server);
        let newest = self
            .phases
            .with_untracked(|phases| phases.last().map(|phase| phase.name.clone()));
        if newest.as_deref() != Some(&name) {
            let since = time::now();
            self.phases
                .try_update(|phases| phases.push(Phase { name, since }));
        }
        if self.error.try_get_untracked().flatten().is_some() {
            self.error.try_set(None);
        }
        self.server.try_set(Some(server));
    }
}

/// Whether another look may go well.
fn is_passing(error: &Error) -> bool {
    matches!(
        error,
        Error::Transport { .. }
            | Error::Server(_)
            | Error::Unavailable { .. }
            | Error::RateLimited { .. }
    )
}
