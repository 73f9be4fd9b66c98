//! Who is signed in, where, and with what.

use super::credentials::Method;
use crate::openstack::catalog::Catalog;
use crate::openstack::json::{FromJson, text};
use crate::openstack::secret::Token;
use serde::Serialize;
use serde_json::Value;

/// A domain: the namespace of users and projects. The list of projects gives its id only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Domain {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

impl FromJson for Domain {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id"),
            name: text(value, "name"),
        })
    }
}

/// The `domain` of a user or project; unknown when there is none.
fn domain(value: &Value) -> Domain {
    value
        .get("domain")
        .and_then(Domain::from_json)
        .unwrap_or_default()
}

/// The person, as the cloud knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct User {
    /// The id, unique in the cloud.
    pub id: String,
    /// The name, unique in the domain.
    pub name: String,
    /// The domain.
    pub domain: Domain,
}

impl FromJson for User {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            domain: domain(value),
        })
    }
}

/// A project in which the person has a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The id, unique in the cloud.
    pub id: String,
    /// The name, unique in the domain.
    pub name: String,
    /// The domain.
    pub domain: Domain,
}

impl FromJson for Project {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            domain: domain(value),
        })
    }
}

/// A sign-in that has no project yet: the password was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unscoped {
    /// The identity endpoint, ending in `/v3`.
    pub auth_url: String,
    /// The token without scope.
    pub token: Token,
    /// The person.
    pub user: User,
    /// Every project that can be had, by name.
    pub projects: Vec<Project>,
    /// When the token ends, ISO 8601 in UTC, such as `2026-11-24T04:02:16.000000Z`.
    pub expires_at: String,
    /// How the person signed in.
    pub method: Method,
}

/// A sign-in with a project: everything that the calls to the cloud's services need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The identity endpoint, ending in `/v3`, or in `/v2.0` at Rackspace.
    pub auth_url: String,
    /// The token, scoped to the project.
    pub token: Token,
    /// The person.
    pub user: User,
    /// The project.
    pub project: Project,
    /// Every project that can be had, by name.
    pub projects: Vec<Project>,
    /// The names of the person's roles in the project.
    pub roles: Vec<String>,
    /// Where the services are.
    pub catalog: Catalog,
    /// When the token ends, ISO 8601 with the zone, mostly `Z`. Nothing makes it last longer: the token of another
    /// project ends at the same time, and a new sign-in takes what [`SignedIn::method`] says.
    pub expires_at: String,
    /// The region that the cloud proposes to the person.
    pub default_region: Option<String>,
    /// How the person signed in.
    pub method: Method,
    /// The other tokens made on the way here, first the one that the others came from; signing out revokes them as well.
    pub(super) earlier: Vec<Token>,
}

impl SignedIn {
    /// Whether there is another project to change to. An application credential, and a sign-in at Rackspace, are bound
    /// to one.
    pub fn can_switch_project(&self) -> bool {
        let bound = !matches!(
            self.method,
            Method::Password | Method::PasswordAndCode | Method::Token
        );
        !bound && self.projects.len() > 1
    }
}
