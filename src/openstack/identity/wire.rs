//! The JSON of the identity API, as far as it is read or written.

use super::credentials::{CredentialRef, NameOrId, UserRef};
use super::types::{Domain, Project, User as Person};
use crate::openstack::catalog::Service;
use crate::openstack::json::{FromJson, list, text};
use crate::openstack::secret::Secret;
use serde::Serialize;
use serde_json::Value;

/// `POST /v3/auth/tokens`. No `Debug`: it holds the password or a token.
#[derive(Serialize)]
pub(super) struct AuthRequest<'a> {
    auth: Auth<'a>,
}

#[derive(Serialize)]
struct Auth<'a> {
    identity: Identity<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope<'a>>,
}

impl<'a> AuthRequest<'a> {
    /// Without a scope an application credential has its own project, and a person their default one.
    pub(super) fn new(identity: Identity<'a>, scope: Option<Scope<'a>>) -> Self {
        Self {
            auth: Auth { identity, scope },
        }
    }
}

#[derive(Default, Serialize)]
pub(super) struct Identity<'a> {
    methods: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<ByUser<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp: Option<ByUser<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenMethod<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_credential: Option<AppCredential<'a>>,
}

impl<'a> Identity<'a> {
    /// The password, and the one-time code at once when there is one.
    pub(super) fn password(user: User<'a>, code: Option<User<'a>>) -> Self {
        Self {
            methods: match code {
                Some(_) => &["password", "totp"],
                None => &["password"],
            },
            password: Some(ByUser { user }),
            totp: code.map(|user| ByUser { user }),
            ..Self::default()
        }
    }

    pub(super) fn totp(user: User<'a>) -> Self {
        Self {
            methods: &["totp"],
            totp: Some(ByUser { user }),
            ..Self::default()
        }
    }

    pub(super) fn token(id: &'a str) -> Self {
        Self {
            methods: &["token"],
            token: Some(TokenMethod { id }),
            ..Self::default()
        }
    }

    pub(super) fn application_credential(credential: AppCredential<'a>) -> Self {
        Self {
            methods: &["application_credential"],
            application_credential: Some(credential),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct ByUser<'a> {
    user: User<'a>,
}

/// A user, with what they prove themselves by.
#[derive(Default, Serialize)]
pub(super) struct User<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a NameOrId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passcode: Option<&'a str>,
}

impl<'a> User<'a> {
    pub(super) fn of(user: &'a UserRef) -> Self {
        match user {
            UserRef::Id(id) => Self::by_id(id),
            UserRef::Name { name, domain } => Self {
                name: Some(name),
                domain: Some(domain),
                ..Self::default()
            },
        }
    }

    pub(super) fn by_id(id: &'a str) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }

    pub(super) fn with_password(mut self, password: &'a Secret) -> Self {
        self.password = Some(password.expose());
        self
    }

    pub(super) fn with_passcode(mut self, passcode: &'a Secret) -> Self {
        self.passcode = Some(passcode.expose());
        self
    }
}

#[derive(Serialize)]
pub(super) struct AppCredential<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User<'a>>,
    secret: &'a str,
}

impl<'a> AppCredential<'a> {
    pub(super) fn of(credential: &'a CredentialRef, secret: &'a Secret) -> Self {
        let (id, name, user) = match credential {
            CredentialRef::Id(id) => (Some(id.as_str()), None, None),
            CredentialRef::Name { name, user } => (None, Some(name.as_str()), Some(User::of(user))),
        };
        Self {
            id,
            name,
            user,
            secret: secret.expose(),
        }
    }
}

#[derive(Serialize)]
struct TokenMethod<'a> {
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope<'a> {
    /// Said outright: without any scope Keystone takes the user's default project.
    Unscoped,
    Project(ProjectScope<'a>),
}

/// A project by its id, or by its name in the domain of that name.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ProjectScope<'a> {
    Id {
        id: &'a str,
    },
    Name {
        name: &'a str,
        domain: DomainName<'a>,
    },
}

#[derive(Serialize)]
pub(super) struct DomainName<'a> {
    pub(super) name: &'a str,
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
    pub(super) user: Person,
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
            user: Person::from_json(value.get("user")?)?,
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
    pub(super) user: Option<Person>,
    pub(super) expires_at: Option<String>,
}

impl FromJson for ReceiptReply {
    fn from_json(value: &Value) -> Option<Self> {
        let receipt = value.get("receipt");
        Some(Self {
            required_auth_methods: Vec::from_json(value.get("required_auth_methods")?)?,
            user: receipt.and_then(|receipt| Person::from_json(receipt.get("user")?)),
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
