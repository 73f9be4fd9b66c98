//! The list of servers.

mod table;

use super::{signed_in, title};
use crate::ui::dynamic::{dynamic, flag, words};
use crate::ui::link::Link;
use crate::ui::role_note::{RoleNote, may_launch_servers};
use crate::{
    browser::{time, visibility},
    openstack::{
        compute::{Capacity, Server, Usage},
        error::Error,
    },
    routes,
    session::Auth,
    ui::{failure::Failure, fetched::Fetched},
};
use leptos::{prelude::*, task::spawn_local};
use table::Table;

/// Milliseconds between two readings while something is under way; longer each time.
const FIRST_PAUSE: u32 = 3000;
const LONGEST_PAUSE: u32 = 30_000;

/// How far the list is.
#[derive(Clone, PartialEq)]
enum Progress {
    Loading,
    Complete,
    Failed(Error),
}

/// The project's servers, read page by page. Copies are handles to the same list.
#[derive(Clone, Copy)]
struct Servers {
    auth: Auth,
    rows: RwSignal<Vec<Server>>,
    progress: RwSignal<Progress>,
    /// Counts the readings, so that one that was overtaken stops.
    reading: StoredValue<u32>,
}

impl Servers {
    fn start(auth: Auth) -> Self {
        let servers = Self {
            auth,
            rows: RwSignal::new(Vec::new()),
            progress: RwSignal::new(Progress::Loading),
            reading: StoredValue::new(0),
        };
        servers.again();
        servers
    }

    fn again(self) {
        let reading = self.reading.get_value() + 1;
        self.reading.set_value(reading);
        self.progress.set(Progress::Loading);
        spawn_local(self.follow(reading));
    }

    fn is_current(self, reading: u32) -> bool {
        // The value is gone with the page.
        self.reading.try_get_value() == Some(reading)
    }

    /// Reads the list, and again while something is under way with one of the servers.
    async fn follow(self, reading: u32) {
        let mut pause = FIRST_PAUSE;
        // The page may have been left in a pause.
        while self.is_current(reading) {
            let outcome = self.read(reading).await;
            if !self.is_current(reading) {
                return;
            }
            match outcome {
                Ok(()) => self.progress.set(Progress::Complete),
                Err(error) => return self.progress.set(Progress::Failed(error)),
            }
            if !self
                .rows
                .with_untracked(|rows| rows.iter().any(Server::is_changing))
            {
                return;
            }
            time::sleep(pause).await;
            visibility::shown().await;
            pause = (pause + pause / 2).min(LONGEST_PAUSE);
        }
    }

    async fn read(self, reading: u32) -> Result<(), Error> {
        let first = self.rows.with_untracked(Vec::is_empty);
        let rows = self
            .auth
            .compute(|compute| async move {
                let mut pages = compute.servers();
                let mut all = Vec::new();
                while let Some(page) = pages.next().await {
                    all.append(&mut page?);
                    // The first reading shows what has come; a later one puts itself in the place of the one before.
                    if first && self.is_current(reading) {
                        self.rows.set(all.clone());
                    }
                }
                Ok(all)
            })
            .await?;
        if self.is_current(reading) && self.rows.with_untracked(|shown| *shown != rows) {
            self.rows.set(rows);
        }
        Ok(())
    }
}

/// Which of its faces the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Empty,
    Failed,
    Rows,
}

/// `/servers`.
#[component]
pub fn ServersPage() -> impl IntoView {
    title("Servers");
    signed_in(move |_| view! { <List /> })
}

#[component]
fn List() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let servers = Servers::start(auth);
    let face =
        Memo::new(
            move |_| match (servers.rows.with(Vec::is_empty), servers.progress.get()) {
                (false, _) => Face::Rows,
                (true, Progress::Complete) => Face::Empty,
                (true, Progress::Failed(_)) => Face::Failed,
                (true, Progress::Loading) => Face::Loading,
            },
        );
    let busy = move || servers.progress.get() == Progress::Loading;
    let retry = Callback::new(move |()| servers.again());
    let capacity = Fetched::start(move || async move {
        auth.compute(|compute| async move { compute.capacity().await })
            .await
    });
    let refresh = move || {
        servers.again();
        capacity.again();
    };
    let may = may_launch_servers(auth);
    view! {
        <div class="page-head">
            <h1>"Servers"</h1>
            <Quota capacity />
            <span class="grow"></span>
            <button type="button" class="quiet" disabled=flag(busy) on:click=move |_| refresh()>"Refresh"</button>
            {may.then(|| view! { <Link to=routes::SERVER_NEW class="button primary">"Launch server"</Link> })}
        </div>
        <RoleNote />
        {dynamic(move || match servers.progress.get() {
            Progress::Failed(error) => Some(view! { <Failure error retry /> }),
            _ => None,
        })}
        {dynamic(move || match face.get() {
            Face::Loading => view! { <p class="loading" role="status">"Reading the servers…"</p> }.into_any(),
            Face::Empty => view! { <Empty may /> }.into_any(),
            Face::Failed => ().into_any(),
            Face::Rows => view! { <Table servers=servers.rows /> }.into_any(),
        })}
    }
}

/// "N of M servers used".
#[component]
fn Quota(capacity: Fetched<Capacity>) -> impl IntoView {
    let text = move || match capacity.get() {
        Some(Ok(Capacity {
            instances: Usage {
                used,
                max: Some(max),
            },
            ..
        })) => format!("{used} of {max} servers used"),
        Some(Err(_)) => "quota unknown".to_owned(),
        _ => String::new(),
    };
    view! { <p class="quota" role="status">{words(text)}</p> }
}

#[component]
fn Empty(may: bool) -> impl IntoView {
    view! {
        <section class="card empty">
            <h2>"No servers in this project"</h2>
            <p>
                "Launch one with a key pair of yours: Keyhaven follows it until it runs, and then gives you the lines to log in with."
            </p>
            {may.then(|| view! {
                <div class="actions"><Link to=routes::SERVER_NEW class="button primary">"Launch your first server"</Link></div>
            })}
        </section>
    }
}
