//! What is around every page: the mark, the navigation, project and region, the account.

use crate::ui::dynamic::{dynamic, flag};
use crate::{
    browser::time,
    explain::explain,
    openstack::identity::Method,
    router::Router,
    routes,
    session::{Auth, Session},
    ui::{field::Options, icon::Mark, link::Link, notice::Notices, take_along::TakeAlong},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let signed_in = Memo::new(move |_| auth.identity());
    view! {
        <header class="site-header">
            <div class="bar">
                <Link to=routes::HOME class="brand"><Mark /><span>"Keyhaven"</span></Link>
                <nav aria-label="Main">
                    <Link to=routes::KEY_PAIRS>"Key pairs"</Link>
                    <Link to=routes::SERVERS>"Servers"</Link>
                    <Link to=routes::IDENTIFY>"Identify a key"</Link>
                    <Link to=routes::ABOUT>"About"</Link>
                </nav>
                <div class="account-area">
                    {dynamic(move || match signed_in.get() {
                        Some(_) => view! { <SignedInControls /> }.into_any(),
                        None => view! { <SignInLink /> }.into_any(),
                    })}
                </div>
            </div>
        </header>
    }
}

#[component]
fn SignInLink() -> impl IntoView {
    let router = expect_context::<Router>();
    let elsewhere = move || router.path() != routes::SIGN_IN;
    dynamic(move || {
        elsewhere()
            .then(|| view! { <Link to=routes::SIGN_IN class="button quiet">"Sign in"</Link> })
    })
}

#[component]
fn SignedInControls() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let projects = move || {
        let list = |session: Session| {
            let signed_in = session.signed_in;
            // Bound to one project, there is nothing to choose.
            let projects = match signed_in.can_switch_project() {
                true => signed_in.projects,
                false => vec![signed_in.project],
            };
            projects
                .into_iter()
                .map(|project| (project.id, project.name))
                .collect()
        };
        auth.session().map(list).unwrap_or_default()
    };
    let project = move || {
        auth.identity()
            .map(|identity| identity.project)
            .unwrap_or_default()
    };
    let regions = move || {
        let session = auth.session();
        let regions = session
            .map(|session| session.signed_in.catalog.regions())
            .unwrap_or_default();
        regions
            .into_iter()
            .map(|region| (region.clone(), region))
            .collect::<Vec<_>>()
    };
    let region = move || {
        auth.identity()
            .map(|identity| identity.region)
            .unwrap_or_default()
    };
    let switch = move |id: String| {
        spawn_local(async move {
            if let Err(error) = auth.switch_project(id).await {
                notices.wrong(explain(&error).sentences());
            }
        });
    };
    view! {
        <Choice label="Project" value=Signal::derive(project) options=Signal::derive(projects) choose=switch />
        <Choice
            label="Region"
            value=Signal::derive(region)
            options=Signal::derive(regions)
            choose=move |region| auth.switch_region(region)
        />
        <Account />
    }
}

/// A small combobox of the header.
#[component]
fn Choice(
    label: &'static str,
    value: Signal<String>,
    options: Signal<Vec<(String, String)>>,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    // What is chosen is on show only once it is in force: the cloud may refuse, and is then asked again by the same choice.
    let change = move |event: leptos::ev::Event| {
        let list: HtmlSelectElement = event_target(&event);
        let wanted = list.value();
        list.set_value(&value.get_untracked());
        choose(wanted);
    };
    view! {
        <label class="choice">
            <span>{label}</span>
            <select on:change=change><Options value options /></select>
        </label>
    }
}

#[component]
fn Account() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let open = RwSignal::new(false);
    let facts = move || {
        auth.session().map(|session| {
            let signed_in = session.signed_in;
            let by = means(&signed_in.method);
            let until = time::readable(&signed_in.expires_at);
            view! {
                <dl class="facts">
                    <dt>"User"</dt>
                    <dd>{signed_in.user.name}</dd>
                    <dt>"Cloud"</dt>
                    <dd>{session.cloud.name}</dd>
                    <dt>"By"</dt>
                    <dd>{by}</dd>
                    <dt>"Roles"</dt>
                    <dd>{signed_in.roles.join(", ")}</dd>
                    <dt>"Signed in until"</dt>
                    <dd>{until}</dd>
                </dl>
                <p class="hint">"Key pairs belong to you, not to the project: nobody else in it sees or changes them."</p>
                <TakeAlong />
            }
        })
    };
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
        }
    };
    let leave = move |event: leptos::ev::FocusEvent| {
        let inside = |target: Element| {
            target
                .closest(".account")
                .is_ok_and(|found| found.is_some())
        };
        let goes_to = event
            .related_target()
            .and_then(|target| target.dyn_into().ok());
        if !goes_to.is_some_and(inside) {
            open.set(false);
        }
    };
    view! {
        <div class="account" on:keydown=escape on:focusout=leave>
            <button
                type="button"
                class="quiet"
                aria-expanded=Signal::derive(move || Some(if open.get() { "true" } else { "false" }))
                aria-controls="account-panel"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "Account"
            </button>
            <div id="account-panel" class="panel" tabindex="-1" hidden=flag(move || !open.get())>
                {dynamic(facts)}
            </div>
        </div>
        <SignOut />
    }
}

/// By what somebody signed in.
fn means(method: &Method) -> String {
    match method {
        Method::Password | Method::RackspacePassword => "Password".to_owned(),
        Method::PasswordAndCode => "Password and one-time code".to_owned(),
        Method::ApplicationCredential { name, .. } => format!("Application credential {name}"),
        Method::Token => "Token".to_owned(),
        Method::RackspaceApiKey => "Rackspace API key".to_owned(),
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let notices = expect_context::<Notices>();
    let router = expect_context::<Router>();
    let leave = Callback::new(move |()| {
        let revoked = auth.sign_out();
        // A cloud that takes its time must not lead away later from where the person is then.
        router.go(routes::SIGN_IN);
        spawn_local(async move {
            match revoked.await {
                Ok(()) => notices.done("Signed out. The cloud has revoked the sign-in."),
                Err(error) => notices.wrong(format!(
                    "Signed out here, but the cloud did not confirm that it revoked the sign-in. It ends by itself when it expires. {}",
                    explain(&error).sentences()
                )),
            }
        });
    });
    view! { <button type="button" class="quiet" on:click=move |_| router.before(leave)>"Sign out"</button> }
}
