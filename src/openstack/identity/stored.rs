//! A sign-in kept for the tab, when the person asks for it.

use super::credentials::Method;
use super::types::{Project, SignedIn, User};
use crate::openstack::catalog::Catalog;
use crate::openstack::json::{FromJson, list, text};
use crate::openstack::secret::Token;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;
use zeroize::Zeroize;

/// A [`SignedIn`] that can be serialised: it holds the tokens in clear, so it is made only on purpose. No `Debug`; its
/// tokens are wiped on drop.
#[derive(Serialize)]
pub struct Stored {
    auth_url: String,
    token: String,
    earlier: Vec<String>,
    user: User,
    project: Project,
    projects: Vec<Project>,
    roles: Vec<String>,
    catalog: Catalog,
    expires_at: String,
    default_region: Option<String>,
    method: Method,
}

/// One kept before there were several is of the password.
fn method(value: Option<&Value>) -> Method {
    let credential = value.and_then(|value| value.get("application_credential"));
    if let Some(credential) = credential {
        return Method::ApplicationCredential {
            id: text(credential, "id").unwrap_or_default(),
            name: text(credential, "name").unwrap_or_default(),
        };
    }
    match value.and_then(Value::as_str) {
        Some("password_and_code") => Method::PasswordAndCode,
        Some("token") => Method::Token,
        Some("rackspace_api_key") => Method::RackspaceApiKey,
        Some("rackspace_password") => Method::RackspacePassword,
        _ => Method::Password,
    }
}

impl FromJson for Stored {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            auth_url: text(value, "auth_url")?,
            token: text(value, "token")?,
            earlier: list(value, "earlier")?,
            user: User::from_json(value.get("user")?)?,
            project: Project::from_json(value.get("project")?)?,
            projects: list(value, "projects")?,
            roles: list(value, "roles")?,
            catalog: Catalog::from_json(value.get("catalog")?)?,
            expires_at: text(value, "expires_at")?,
            default_region: text(value, "default_region"),
            method: method(value.get("method")),
        })
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value).ok_or_else(|| D::Error::custom("not a sign-in that was kept"))
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.token.zeroize();
        self.earlier.zeroize();
    }
}

impl SignedIn {
    /// The form to keep.
    pub fn to_stored(&self) -> Stored {
        Stored {
            auth_url: self.auth_url.clone(),
            token: self.token.expose().to_owned(),
            earlier: self
                .earlier
                .iter()
                .map(|token| token.expose().to_owned())
                .collect(),
            user: self.user.clone(),
            project: self.project.clone(),
            projects: self.projects.clone(),
            roles: self.roles.clone(),
            catalog: self.catalog.clone(),
            expires_at: self.expires_at.clone(),
            default_region: self.default_region.clone(),
            method: self.method.clone(),
        }
    }

    /// The sign-in that was kept. Whether its token still holds is known at the first call.
    pub fn from_stored(stored: &Stored) -> Self {
        Self {
            auth_url: stored.auth_url.clone(),
            token: Token::new(stored.token.clone()),
            earlier: stored.earlier.iter().cloned().map(Token::new).collect(),
            user: stored.user.clone(),
            project: stored.project.clone(),
            projects: stored.projects.clone(),
            roles: stored.roles.clone(),
            catalog: stored.catalog.clone(),
            expires_at: stored.expires_at.clone(),
            default_region: stored.default_region.clone(),
            method: stored.method.clone(),
        }
    }
}
