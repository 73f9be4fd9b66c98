//! Why nobody is signed in.

use crate::openstack::identity::{AuthUrlError, Project};

/// Why signing in failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The Auth URL cannot be used as it is; nothing was sent.
    #[error("the Auth URL cannot be used: {0}")]
    BadAuthUrl(#[from] AuthUrlError),
    /// There is a server, but no identity service (v3) at the Auth URL.
    #[error("{auth_url} is no identity service, version 3")]
    NotIdentity {
        /// The address that was asked.
        auth_url: String,
    },
    /// User name, user domain or password is wrong. The cloud does not say which.
    #[error("user name, domain or password is wrong")]
    WrongCredentials {
        /// The cloud's own words.
        message: String,
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The password is right or was, but has expired.
    #[error("the password has expired")]
    PasswordExpired,
    /// The account is locked (too many attempts) or disabled.
    #[error("the account is locked or disabled")]
    AccountLocked,
    /// The password was right, and the cloud asks for more.
    #[error("the cloud asks for a second factor")]
    SecondFactorNeeded {
        /// The sets of methods, one of which must be complete, such as `["password", "totp"]`.
        methods: Vec<Vec<String>>,
    },
    /// The cloud signed in, but its CORS settings hide the header `X-Subject-Token` from pages.
    #[error("the cloud hides the token from web pages")]
    TokenHidden,
    /// The person has no role in the project that was asked for, or it does not exist.
    #[error("no role in the project {project}")]
    NoRoleOnProject {
        /// As it was asked for.
        project: String,
        /// The projects that can be had.
        available: Vec<Project>,
    },
    /// The person has no role in any project.
    #[error("no role in any project")]
    NoProjects,
}
