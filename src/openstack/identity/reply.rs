//! The JSON that Keystone answers with, as far as it is read.

use super::types::{Domain, Project, User};
use crate::openstack::catalog::Service;
use crate::openstack::json::{FromJson, list, text};
use serde_json::Value;

/// The answer to `POST /v3/auth/tokens`, with status 201, and to `GET`.
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
    /// When the token came by one, or from a token that did.
    pub(super) application_credential: Option<KnownCredential>,
    pub(super) roles: Vec<Role>,
    pub(super) catalog: Vec<Service>,
}

impl FromJson for TokenBody {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            user: User::from_json(value.get("user")?)?,
            expires_at: text(value, "expires_at"),
            project: value.get("project").and_then(Project::from_json),
            application_credential: value
                .get("application_credential")
                .and_then(KnownCredential::from_json),
            roles: list(value, "roles")?,
            catalog: list(value, "catalog")?,
        })
    }
}

pub(super) struct KnownCredential {
    pub(super) id: String,
    pub(super) name: String,
}

impl FromJson for KnownCredential {
    fn from_json(value: &Value) -> Option<Self> {
        let id = text(value, "id")?;
        Some(Self {
            name: text(value, "name").unwrap_or_else(|| id.clone()),
            id,
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
    pub(super) user: Option<User>,
    pub(super) expires_at: Option<String>,
}

impl FromJson for ReceiptReply {
    fn from_json(value: &Value) -> Option<Self> {
        let receipt = value.get("receipt");
        Some(Self {
            required_auth_methods: Vec::from_json(value.get("required_auth_methods")?)?,
            user: receipt.and_then(|receipt| User::from_json(receipt.get("user")?)),
            expires_at: receipt.and_then(|receipt| text(receipt, "expires_at")),
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
