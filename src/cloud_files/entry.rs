//! A cloud as a file describes it.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A password, API key, token, one-time code or an application credential's secret. It cannot be copied or printed, and its
/// memory is wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, for the field of the form.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// How a file says that one signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthType {
    /// User name and password (`password`, `v3password`).
    Password,
    /// User name and password, version 2.0 of the identity API (`v2password`, `rackspace_password`).
    V2Password,
    /// A token (`token`, `v3token`).
    Token,
    /// A token, version 2.0 of the identity API (`v2token`).
    V2Token,
    /// An application credential (`v3applicationcredential`).
    ApplicationCredential,
    /// A one-time code alone (`v3totp`).
    Totp,
    /// A password together with a one-time code (`v3multifactor`).
    MultiFactor,
    /// Rackspace's user name and API key, version 2.0 of the identity API (`rackspace_apikey`).
    RackspaceApiKey,
}

/// An authentication type that a page cannot do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file wants the authentication type {name}, which Keyhaven does not know how to do{}", because(.name))]
pub struct UnsupportedAuth {
    /// The type as the file names it, such as `v3kerberos`.
    pub name: String,
}

/// Why not, for the types that people are likely to have.
fn because(name: &str) -> &'static str {
    match name {
        "v3websso" => ": it opens a page of the cloud's own to sign in on",
        _ if name.contains("kerberos") => ": it needs a Kerberos ticket",
        _ if name.contains("oidc") || name.contains("saml") || name.contains("adfs") => {
            ": it signs in at an identity provider"
        }
        "v3oauth1" | "v3oauth2clientcredential" | "v3oauth2mtlsclientcredential" => {
            ": it needs a consumer or client registered with the cloud"
        }
        "v3tokenlessauth" => ": it needs a client certificate",
        "none" | "noauth" | "admin_token" | "http_basic" => ": it goes around the identity service",
        _ => "",
    }
}

/// Someone or something by its name or id, as the file has it: one of them, both or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameOrId {
    /// The name.
    pub name: Option<String>,
    /// The id.
    pub id: Option<String>,
}

impl NameOrId {
    /// Whether the file says neither.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.id.is_none()
    }
}

/// Something in a file that a page cannot honour or that could not be read; to be shown beside the filled form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// `verify: false`, `insecure`: take any certificate.
    Insecure,
    /// A certificate authority of one's own (`cacert`), by its path.
    CaCert(String),
    /// A client certificate (`cert`, `key`).
    ClientCertificate,
    /// `profile`: a provider's settings that only the client program has.
    Profile(String),
    /// The scope is a domain or the whole system, not a project.
    Scope(&'static str),
    /// The value of this is made by running a command, which is never done.
    NotRun {
        /// The variable.
        variable: String,
        /// The line, from 1.
        line: usize,
    },
    /// The value of this comes from a variable that the file does not set.
    Elsewhere {
        /// The variable.
        variable: String,
        /// The variable that is set elsewhere.
        from: String,
        /// The line, from 1.
        line: usize,
    },
    /// The file asks for this when it is run.
    Asked(String),
    /// This is only set on a condition, which is not looked at.
    Conditional {
        /// The variable.
        variable: String,
        /// The line, from 1.
        line: usize,
    },
    /// The file reads another one, which was not chosen.
    OtherFile {
        /// The line, from 1.
        line: usize,
    },
    /// What stands there is no text: nested, or encrypted by another tool.
    NoText {
        /// The setting.
        setting: String,
        /// The line, from 1.
        line: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Insecure => write!(
                out,
                "The file turns the check of the cloud's certificate off. A page cannot do that: the browser must trust it."
            ),
            Self::CaCert(path) => write!(
                out,
                "The file trusts the certificate authority in {path}. A page cannot do that: import it into the browser."
            ),
            Self::ClientCertificate => write!(
                out,
                "The file has a client certificate. A page cannot use it: import it into the browser."
            ),
            Self::Profile(name) => write!(
                out,
                "The file refers to the profile {name}, which only OpenStack's own client has. Type the Auth URL."
            ),
            Self::Scope(scope) => write!(
                out,
                "The file signs in to {scope}; key pairs need a project. Choose one."
            ),
            Self::NotRun { variable, line } => write!(
                out,
                "{variable} comes from a command (line {line}), which is not run. Type it."
            ),
            Self::Elsewhere {
                variable,
                from,
                line,
            } => write!(
                out,
                "{variable} comes from {from} (line {line}), which the file does not set. Type it."
            ),
            Self::Asked(variable) => write!(out, "The file asks for {variable}. Type it."),
            Self::Conditional { variable, line } => write!(
                out,
                "{variable} is set on a condition (line {line}), which is not looked at. Check it."
            ),
            Self::OtherFile { line } => write!(
                out,
                "The file reads another file (line {line}), which a page cannot. Choose both together."
            ),
            Self::NoText { setting, line } => write!(
                out,
                "{setting} on line {line} is no plain text and was left out. Type it."
            ),
        }
    }
}

/// A cloud and how to sign in to it, as far as the files say. There is no `Debug`: it holds secrets.
pub struct CloudEntry {
    /// What to call it: its name in `clouds.yaml`, or made from the openrc file's name.
    pub name: String,
    /// How to sign in.
    pub auth: Result<AuthType, UnsupportedAuth>,
    /// The identity API.
    pub auth_url: Option<String>,
    /// The user.
    pub user: NameOrId,
    /// The user's domain.
    pub user_domain: NameOrId,
    /// The project; a tenant of version 2.0 as well.
    pub project: NameOrId,
    /// The project's domain.
    pub project_domain: NameOrId,
    /// The id of the domain for what has none of its own (`default_domain`); already in the two above.
    pub default_domain: Option<String>,
    /// The application credential.
    pub application_credential: NameOrId,
    /// The application credential's secret.
    pub application_credential_secret: Option<Secret>,
    /// The password.
    pub password: Option<Secret>,
    /// Rackspace's API key.
    pub api_key: Option<Secret>,
    /// The token.
    pub token: Option<Secret>,
    /// The one-time code; it has mostly run out by now.
    pub passcode: Option<Secret>,
    /// The regions, the one to take first.
    pub regions: Vec<String>,
    /// Which endpoints of the catalog: `public`, `internal` or `admin`.
    pub interface: Option<String>,
    /// The version of the identity API, such as `3` or `2.0`.
    pub identity_api_version: Option<String>,
    /// Endpoints to use in place of the catalog's, by service type.
    pub endpoint_overrides: Vec<(String, String)>,
    /// What could not be taken over.
    pub notes: Vec<Note>,
}

impl CloudEntry {
    /// A cloud of which only this is known.
    pub fn new(name: &str, auth: AuthType) -> Self {
        Self {
            name: name.to_owned(),
            auth: Ok(auth),
            auth_url: None,
            user: NameOrId::default(),
            user_domain: NameOrId::default(),
            project: NameOrId::default(),
            project_domain: NameOrId::default(),
            default_domain: None,
            application_credential: NameOrId::default(),
            application_credential_secret: None,
            password: None,
            api_key: None,
            token: None,
            passcode: None,
            regions: Vec::new(),
            interface: None,
            identity_api_version: None,
            endpoint_overrides: Vec::new(),
            notes: Vec::new(),
        }
    }
}
