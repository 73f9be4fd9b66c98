//! What can be done with a server, each behind a word of what it means.

use super::Here;
use crate::ui::dynamic::{dynamic, flag, words};
use crate::{
    browser::http::BrowserHttp,
    explain::servers::explain,
    openstack::{
        compute::{Compute, Reboot, Server, ServerStatus},
        error::Error,
    },
    router::Router,
    routes,
    session::Auth,
    ui::{dialog::Modal, notice::Notices},
};
use leptos::{prelude::*, task::spawn_local};

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Start,
    Stop,
    Reboot,
    ForceReboot,
    Delete,
}

impl Act {
    fn label(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Stop => "Stop",
            Self::Reboot => "Reboot",
            Self::ForceReboot => "Force reboot",
            Self::Delete => "Delete server",
        }
    }

    /// What is asked before, when something would be lost.
    fn warning(self) -> Option<&'static str> {
        Some(match self {
            Self::Start => return None,
            Self::Stop => {
                "It shuts down, and nobody can log in until it is started again. Its disk and addresses stay."
            }
            Self::Reboot => "It shuts down and starts again. Whoever is logged in is thrown out.",
            Self::ForceReboot => {
                "It is switched off and on without shutting down: what is not yet written to the disk is lost."
            }
            Self::Delete => {
                "The server and its disk are deleted for good. Its fixed addresses go back to the cloud; a floating address stays yours."
            }
        })
    }

    fn done(self) -> &'static str {
        match self {
            Self::Start => "is starting",
            Self::Stop => "is stopping",
            Self::Reboot | Self::ForceReboot => "is rebooting",
            Self::Delete => "is being deleted",
        }
    }

    fn is_possible(self, server: &Server) -> bool {
        let running = server.status == ServerStatus::Active;
        match self {
            Self::Delete => true,
            _ if server.is_changing() => false,
            Self::Start => server.status == ServerStatus::Shutoff,
            Self::Stop | Self::Reboot => running,
            Self::ForceReboot => {
                running
                    || server.status == ServerStatus::Error
                    || server.status == ServerStatus::Shutoff
            }
        }
    }

    async fn ask(self, compute: Compute<BrowserHttp>, id: String) -> Result<(), Error> {
        match self {
            Self::Start => compute.start_server(&id).await,
            Self::Stop => compute.stop_server(&id).await,
            Self::Reboot => compute.reboot_server(&id, Reboot::Soft).await,
            Self::ForceReboot => compute.reboot_server(&id, Reboot::Hard).await,
            Self::Delete => compute.delete_server(&id).await,
        }
    }
}

/// The buttons, and the dialog that some of them open.
#[component]
pub fn Actions(here: Here) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let router = expect_context::<Router>();
    let asking = RwSignal::new(None::<Act>);
    let busy = RwSignal::new(false);
    let go = Callback::new(move |act: Act| {
        let (Some(server), false) = (here.server.get_untracked(), busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let outcome = auth
                .compute(|compute| act.ask(compute, server.id.clone()))
                .await;
            busy.try_set(false);
            asking.try_set(None);
            match outcome {
                Ok(()) => {
                    notices.done(format!("{} {}.", server.name, act.done()));
                    match act {
                        Act::Delete => router.go(routes::SERVERS),
                        _ => here.watch.patiently(),
                    }
                }
                // It was deleted already, perhaps by the first of two requests that the browser sent.
                Err(Error::NotFound(_)) if act == Act::Delete => {
                    notices.done(format!("{} is gone.", server.name));
                    router.go(routes::SERVERS);
                }
                Err(error) => {
                    let why = explain(&error).sentences();
                    notices.wrong(format!("{} {}: {why}", act.label(), server.name));
                    // It may have been done, or something else is under way.
                    here.watch.again();
                }
            }
        });
    });
    let choose = move |act: Act| match act.warning() {
        Some(_) => asking.set(Some(act)),
        None => go.run(act),
    };
    let button = move |act: Act| {
        let class = match act {
            Act::Delete => "quiet danger-text",
            _ => "quiet",
        };
        let off = flag(move || {
            busy.get()
                || !here
                    .server
                    .get()
                    .is_some_and(|server| act.is_possible(&server))
        });
        view! { <button type="button" class=class disabled=off on:click=move |_| choose(act)>{act.label()}</button> }
    };
    view! {
        <div class="actions">
            {[Act::Start, Act::Stop, Act::Reboot, Act::ForceReboot].map(button).collect_view()}
            <span class="grow"></span>
            {button(Act::Delete)}
        </div>
        {dynamic(move || asking.get().map(|act| view! { <Confirm here act asking busy go /> }))}
    }
}

#[component]
fn Confirm(
    here: Here,
    act: Act,
    asking: RwSignal<Option<Act>>,
    busy: RwSignal<bool>,
    go: Callback<Act>,
) -> impl IntoView {
    let name = untrack(|| here.server.get())
        .map(|server| server.name)
        .unwrap_or_default();
    let (title, button) = match act {
        Act::Delete => (format!("Delete server {name}?"), "Delete"),
        act => (format!("{} {name}?", act.label()), act.label()),
    };
    let close = Callback::new(move |()| asking.set(None));
    let class = match act {
        Act::Delete | Act::ForceReboot => "danger",
        _ => "primary",
    };
    view! {
        <Modal title=Signal::stored(title) close>
            <p>{act.warning()}</p>
            <div class="actions">
                <button type="button" class=class disabled=flag(move || busy.get()) on:click=move |_| go.run(act)>
                    {words(move || if busy.get() { "Asking the cloud…" } else { button })}
                </button>
                <button type="button" class="quiet" autofocus on:click=move |_| close.run(())>"Cancel"</button>
            </div>
        </Modal>
    }
}
