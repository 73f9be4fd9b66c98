//! What a person gives to sign in.

use crate::openstack::secret::{Secret, Token};
use serde::Serialize;

/// A thing by the one or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NameOrId {
    /// By its name.
    Name(String),
    /// By its id.
    Id(String),
}

/// A user, as Keystone's version 3 wants one named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserRef {
    /// By the id, which needs no domain.
    Id(String),
    /// By the name, which is unique in the domain only.
    Name {
        /// The name.
        name: String,
        /// The domain, mostly `Default` by name or `default` by id.
        domain: NameOrId,
    },
}

/// An application credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialRef {
    /// By its id.
    Id(String),
    /// By its name, which is unique among its owner's only.
    Name {
        /// The name.
        name: String,
        /// The owner.
        user: UserRef,
    },
}

/// How a person proves who they are. No `Debug` and no `Clone`: it holds the secret.
pub enum Credentials {
    /// User and password (`v3password`), with a one-time code (`v3totp`) when the person has one at hand. Without it, an
    /// account that needs one comes out as [`SignInOutcome::OneTimeCode`](super::SignInOutcome::OneTimeCode).
    Password {
        /// The user.
        user: UserRef,
        /// The password.
        password: Secret,
        /// The one-time code, digits as the person's authenticator shows them.
        passcode: Option<Secret>,
    },
    /// An application credential (`v3applicationcredential`). It is bound to one project: whatever project is asked for
    /// beside it is not sent, because Keystone refuses that.
    ApplicationCredential {
        /// Which.
        credential: CredentialRef,
        /// Its secret.
        secret: Secret,
    },
    /// A token (`v3token`) that was made elsewhere. One with a project is used as it is; signing out revokes it.
    Token(Token),
    /// User name and API key at Rackspace's identity service, version 2.0.
    RackspaceApiKey {
        /// The user name.
        user: String,
        /// The API key.
        api_key: Secret,
    },
    /// User name and password at Rackspace's identity service, version 2.0.
    RackspacePassword {
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
}

/// The project to sign in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedProject {
    /// The only one there is, else the person chooses.
    Choose,
    /// The person's default project; without one, as [`WantedProject::Choose`].
    Default,
    /// A certain one.
    Named {
        /// Its id or name.
        project: String,
        /// The id or name of its domain, when the name alone does not tell.
        domain: Option<String>,
    },
}

/// A sign-in as asked for. No `Debug` and no `Clone`: it holds the secret.
pub struct SignIn {
    /// The Auth URL, with or without the version; absolute.
    pub auth_url: String,
    /// Who, and the proof.
    pub credentials: Credentials,
    /// Where to.
    pub project: WantedProject,
}

/// By which means somebody signed in, and so what they are asked for to sign in again: no secret is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The password.
    Password,
    /// The password, and a one-time code after it or with it.
    PasswordAndCode,
    /// The secret of an application credential.
    ApplicationCredential {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
    /// A token made elsewhere: another one is to be pasted.
    Token,
    /// Rackspace's API key.
    RackspaceApiKey,
    /// Rackspace's password; a one-time code may be asked for after it.
    RackspacePassword,
}
