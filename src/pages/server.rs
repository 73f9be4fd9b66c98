//! One server: what is under way, how to log in, its addresses, its console, its password.

mod actions;
mod addresses;
pub(super) mod connect;
mod console;
mod facts;
mod free_addresses;
mod password;
mod progress;
mod rebuild;
mod ssh_rule;

use super::{signed_in, title};
use crate::openstack::compute::Server;
use crate::openstack::error::Error;
use crate::openstack::image::Image;
use crate::routes;
use crate::session::Auth;
use crate::ui::dynamic::{dynamic, words};
use crate::ui::failure::Failure;
use crate::ui::fetched::Fetched;
use crate::ui::link::Link;
use crate::ui::role_note::{RoleNote, may_change_servers};
use crate::ui::server_status::StatusBadge;
use crate::ui::watch::Watch;
use leptos::prelude::*;

/// What the parts of the page share. Copies are handles to the same.
#[derive(Clone, Copy)]
pub struct Here {
    watch: Watch,
    /// The server as last seen.
    server: Memo<Option<Server>>,
    /// The image that it was launched from; `None` when it is gone, or never was.
    image: Fetched<Option<Image>>,
}

/// `/servers/:id`.
#[component]
pub fn ServerPage(
    /// The server's id.
    id: String,
) -> impl IntoView {
    title("Server");
    signed_in(move |_| view! { <Details id=id.clone() /> })
}

#[component]
fn Details(id: String) -> impl IntoView {
    let watch = Watch::start(expect_context::<Auth>(), &id);
    let there = Memo::new(move |_| watch.server().is_some());
    let name = move || watch.server().map(|server| server.name);
    // The document's title follows the name, which a rebuild may change.
    Effect::new(move || {
        if let Some(name) = name() {
            title(&name);
        }
    });
    let retry = Callback::new(move |()| watch.again());
    view! {
        <p class="crumb"><Link to=routes::SERVERS>"Servers"</Link></p>
        {dynamic(move || {
            // Once it is there its parts stay, whatever comes of later looks: what was typed and opened in them is not lost.
            if there.get() {
                return view! { <Parts watch /> }.into_any();
            }
            match watch.error() {
                Some(error) => view! { <h1>"Server"</h1><Failure error retry /> }.into_any(),
                None => view! { <h1>"Server"</h1><p class="loading" role="status">"Reading the server…"</p> }.into_any(),
            }
        })}
    }
}

#[component]
fn Parts(watch: Watch) -> impl IntoView {
    let auth = expect_context::<Auth>();
    let server = Memo::new(move |_| watch.server());
    let image = Memo::new(move |_| server.get().and_then(|server| server.image_id));
    let image = Fetched::start(move || {
        let id = untrack(|| image.get());
        async move { read_image(auth, id).await }
    });
    let here = Here {
        watch,
        server,
        image,
    };
    let console = console::Console::start(auth, here);
    let may = may_change_servers(auth);
    view! {
        <div class="page-head">
            <h1 class="name">{words(move || server.get().map(|server| server.name).unwrap_or_default())}</h1>
            {dynamic(move || server.get().map(|server| view! { <StatusBadge server /> }))}
        </div>
        <RoleNote />
        <progress::Progress here />
        {may.then(|| view! { <actions::Actions here /> })}
        <connect::Connect here console />
        <div class="columns">
            <addresses::Addresses here may />
            <facts::Facts here may />
        </div>
        <password::Password here />
        <console::ConsoleLog console />
    }
}

/// The image, if there is one still.
async fn read_image(auth: Auth, id: Option<String>) -> Result<Option<Image>, Error> {
    let Some(id) = id else { return Ok(None) };
    let outcome = auth
        .images(|images| {
            let id = id.clone();
            async move { images.image(&id).await }
        })
        .await;
    match outcome {
        Ok(image) => Ok(Some(image)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
