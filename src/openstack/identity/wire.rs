//! The JSON of the identity API, as far as it is read or written.

use super::types::{Domain, Project, User};
use crate::openstack::catalog::Service;
use crate::openstack::json::{FromJson, list, text};
use serde::Serialize;
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
pub(super) struct TokenReply {
    pub(super) token: TokenBody,
}

impl FromJson for TokenReply {
    fn from_json(value: &Value) -> Option<Self> {
        let token = TokenBody::from_json(value.get("token")?)?;
        Some(Self { token })
    }
}

pub(super) struct TokenBody {
    pub(super) user: User,
    pub(super) expires_at: Option<String>,
    pub(super) project: Option<Project>,
    pub(super) roles: Vec<Role>,
    pub(super) catalog: Vec<Service>,
}

impl FromJson for TokenBody {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            user: User::from_json(value.get("user")?)?,
            expires_at: text(value, "expires_at"),
            project: value.get("project").and_then(Project::from_json),
            roles: list(value, "roles")?,
            catalog: list(value, "catalog")?,
        })
    }
}

pub(super) struct Role {
    pub(super) name: String,
}

impl FromJson for Role {
    fn from_json(value: &Value) -> Option<Self> {
        let name = text(value, "name")?;
        Some(Self { name })
    }
}

/// `GET /v3/auth/projects`.
pub(super) struct ProjectsReply {
    pub(super) projects: Vec<ListedProject>,
}

impl FromJson for ProjectsReply {
    fn from_json(value: &Value) -> Option<Self> {
        let projects = Vec::from_json(value.get("projects")?)?;
        Some(Self { projects })
    }
}

pub(super) struct ListedProject {
    id: String,
    name: String,
    domain_id: Option<String>,
    pub(super) enabled: bool,
}

impl FromJson for ListedProject {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            domain_id: text(value, "domain_id"),
            enabled: value
                .get("enabled")
                .and_then(Value::as_bool)
                .unwrap_or(true),
        })
    }
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
pub(super) struct ReceiptReply {
    pub(super) required_auth_methods: Vec<Vec<String>>,
}

impl FromJson for ReceiptReply {
    fn from_json(value: &Value) -> Option<Self> {
        let required_auth_methods = Vec::from_json(value.get("required_auth_methods")?)?;
        Some(Self {
            required_auth_methods,
        })
    }
}

/// The list of API versions at a service's root. Keystone has it as `{"values": […]}`, the others as a plain array.
pub(super) struct Versions {
    versions: Value,
}

impl FromJson for Versions {
    fn from_json(value: &Value) -> Option<Self> {
        let versions = value.get("versions")?.clone();
        Some(Self { versions })
    }
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
