//! What a person may do, as far as the names of their roles tell it before the cloud is asked.
//!
//! Source: Nova's default policies ("Policy concepts": every user has their own key pairs, whatever the role; servers
//! are for members); Rackspace's "Role-based access control". An operator may have set other rules, so no answer here
//! replaces the cloud's own.

use super::rackspace::is_version_2;
use super::types::SignedIn;

/// Something that a role may be needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Registering a key pair.
    CreateKeyPair,
    /// Deleting a key pair.
    DeleteKeyPair,
    /// Making a server.
    CreateServer,
    /// Deleting, stopping or rebuilding a server.
    ChangeServer,
}

/// Whether the roles are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Allowed {
    /// By the usual rules, yes.
    Yes,
    /// By the usual rules, no: the cloud is going to answer 403.
    No,
    /// The roles have names of the cloud's own.
    Unknown,
}

impl SignedIn {
    /// Whether the person's roles in the project are enough.
    pub fn may(&self, action: Action) -> Allowed {
        match is_version_2(&self.auth_url) {
            true => at_rackspace(&self.roles, action),
            false => by_default(&self.roles, action),
        }
    }

    /// Whether the person can look, but not make servers: the role `reader`, or Rackspace's `observer`, alone.
    pub fn is_reader_only(&self) -> bool {
        self.may(Action::CreateServer) == Allowed::No
    }
}

fn by_default(roles: &[String], action: Action) -> Allowed {
    if matches!(action, Action::CreateKeyPair | Action::DeleteKeyPair) {
        return Allowed::Yes;
    }
    let has = |wanted: &[&str]| roles.iter().any(|role| is_one_of(role, wanted));
    if has(&["member", "_member_", "manager", "admin"]) {
        Allowed::Yes
    } else if !roles.is_empty() && roles.iter().all(|role| is_one_of(role, &["reader"])) {
        Allowed::No
    } else {
        Allowed::Unknown
    }
}

/// The roles of one product begin with its name, as `nova:creator`.
fn at_rackspace(roles: &[String], action: Action) -> Allowed {
    let has = |wanted: &[&str]| {
        roles.iter().any(|role| {
            let role = role.strip_prefix("nova:").unwrap_or(role);
            is_one_of(role, wanted)
        })
    };
    let makes = matches!(action, Action::CreateKeyPair | Action::CreateServer);
    if has(&["admin", "identity:user-admin", "identity:user-manage"]) {
        Allowed::Yes
    } else if has(&["creator"]) {
        match makes {
            true => Allowed::Yes,
            false => Allowed::No,
        }
    } else if has(&["observer"]) {
        Allowed::No
    } else {
        Allowed::Unknown
    }
}

fn is_one_of(role: &str, names: &[&str]) -> bool {
    names.iter().any(|name| role.eq_ignore_ascii_case(name))
}
