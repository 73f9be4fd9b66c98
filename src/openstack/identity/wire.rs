//! The JSON of the identity API, as far as it is read or written.

use super::types::{Domain, Project, User};
use crate::openstack::catalog::Service;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `POST /v3/auth/tokens`. No `Debug`: it holds the password or a token.
#[derive(Serialize)]
pub(super) struct AuthRequest<'a> {
    pub(super) auth: Auth<'a>,
}

#[derive(Serialize)]
pub(super) struct Auth<'a> {
    pub(super) identity: Identity<'a>,
    pub(super) scope: Scope<'a>,
}

#[derive(Serialize)]
pub(super) struct Identity<'a> {
    pub(super) methods: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<PasswordMethod<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<TokenMethod<'a>>,
}

#[derive(Serialize)]
pub(super) struct PasswordMethod<'a> {
    pub(super) user: PasswordUser<'a>,
}

#[derive(Serialize)]
pub(super) struct PasswordUser<'a> {
    pub(super) name: &'a str,
    pub(super) domain: Named<'a>,
    pub(super) password: &'a str,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
}

#[derive(Serialize)]
pub(super) struct TokenMethod<'a> {
    pub(super) id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope<'a> {
    /// Said outright: without any scope Keystone takes the user's default project.
    Unscoped,
    Project {
        id: &'a str,
    },
}

/// The answer to it, with status 201.
#[derive(Deserialize)]
pub(super) struct TokenReply {
    pub(super) token: TokenBody,
}

#[derive(Deserialize)]
pub(super) struct TokenBody {
    pub(super) user: User,
    #[serde(default)]
    pub(super) expires_at: Option<String>,
    #[serde(default)]
    pub(super) project: Option<Project>,
    #[serde(default)]
    pub(super) roles: Vec<Role>,
    #[serde(default)]
    pub(super) catalog: Vec<Service>,
}

#[derive(Deserialize)]
pub(super) struct Role {
    pub(super) name: String,
}

/// `GET /v3/auth/projects`.
#[derive(Deserialize)]
pub(super) struct ProjectsReply {
    pub(super) projects: Vec<ListedProject>,
}

#[derive(Deserialize)]
pub(super) struct ListedProject {
    id: String,
    name: String,
    #[serde(default)]
    domain_id: Option<String>,
    #[serde(default = "yes")]
    pub(super) enabled: bool,
}

fn yes() -> bool {
    true
}

impl ListedProject {
    /// The project; the domain's name is known when it is the user's own domain.
    pub(super) fn into_project(self, home: &Domain) -> Project {
        let name = home
            .name
            .clone()
            .filter(|_| self.domain_id.is_some() && self.domain_id == home.id);
        Project {
            id: self.id,
            name: self.name,
            domain: Domain {
                id: self.domain_id,
                name,
            },
        }
    }
}

/// The 401 that asks for a second factor.
#[derive(Deserialize)]
pub(super) struct ReceiptReply {
    pub(super) required_auth_methods: Vec<Vec<String>>,
}

/// The list of API versions at a service's root. Keystone has it as `{"values": […]}`, the others as a plain array.
#[derive(Deserialize)]
pub(super) struct Versions {
    versions: Value,
}

impl Versions {
    /// Whether this is an identity service's list, and none of its versions is 3.
    pub(super) fn are_older(&self) -> bool {
        let list = self.versions.get("values").and_then(Value::as_array);
        list.is_some_and(|list| !has_version_3(list))
    }

    /// Whether this is the list of another service.
    pub(super) fn are_of_another_service(&self) -> bool {
        let list = self.versions.as_array();
        list.is_some_and(|list| !list.is_empty() && !has_version_3(list))
    }
}

fn has_version_3(list: &[Value]) -> bool {
    let mut ids = list.iter().filter_map(|entry| entry.get("id")?.as_str());
    ids.any(|id| id == "v3" || id.starts_with("v3."))
}
