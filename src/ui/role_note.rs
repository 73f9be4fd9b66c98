//! What the person's roles allow, told before a button fails.

use crate::openstack::identity::{Action, Allowed};
use crate::session::Auth;
use leptos::prelude::*;

/// Whether the roles are enough, as far as they tell: when they tell nothing, yes.
fn may(auth: Auth, action: Action) -> bool {
    untrack(|| auth.session()).is_some_and(|session| session.signed_in.may(action) != Allowed::No)
}

/// Whether key pairs can be registered.
pub fn may_create_key_pairs(auth: Auth) -> bool {
    may(auth, Action::CreateKeyPair)
}

/// Whether servers can be launched.
pub fn may_launch_servers(auth: Auth) -> bool {
    may(auth, Action::CreateServer)
}

/// Whether servers, and what belongs to them, can be changed.
pub fn may_change_servers(auth: Auth) -> bool {
    may(auth, Action::ChangeServer)
}

/// Says what the person cannot do with servers, when it is so.
#[component]
pub fn RoleNote() -> impl IntoView {
    let auth = expect_context::<Auth>();
    let limits = match (may_launch_servers(auth), may_change_servers(auth)) {
        (_, true) => return None,
        (true, false) => {
            "you can look at its servers and launch new ones, but not change or delete any"
        }
        (false, false) => "you can look at its servers, but not launch or change any",
    };
    let signed_in = untrack(|| auth.session())?.signed_in;
    let (project, roles) = (signed_in.project.name, signed_in.roles.join(", "));
    Some(view! {
        <p class="info">
            {format!("Your role in the project {project} is {roles}: {limits}. Its owner can give you a role that may.")}
        </p>
    })
}
