//! Why nobody is signed in.

use crate::openstack::identity::{AuthUrlError, Project};

/// Why signing in failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The Auth URL cannot be used as it is; nothing was sent.
    #[error("the Auth URL cannot be used: {0}")]
    BadAuthUrl(#[from] AuthUrlError),
    /// There is a server, but no identity service of the version needed at the Auth URL.
    #[error("{auth_url} is no identity service of that version")]
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
    /// User name, user domain, password or one-time code is wrong, or the account has no one-time codes. The cloud does
    /// not say which.
    #[error("user name, domain, password or one-time code is wrong")]
    WrongCredentialsOrCode {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The application credential is not there, its secret is wrong, or it has expired. The cloud does not say which.
    #[error("the application credential was not accepted")]
    WrongApplicationCredential {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The token has expired, was revoked, or is another cloud's.
    #[error("the token was not accepted")]
    TokenRefused {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// What was pasted has characters that no token has; nothing was sent.
    #[error("this is no token")]
    NotAToken,
    /// The new token is another person's.
    #[error("the token is of another user, {user}")]
    AnotherUser {
        /// Whose it is.
        user: String,
    },
    /// Rackspace: user name or API key is wrong.
    #[error("user name or API key is wrong")]
    WrongApiKey {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The one-time code is wrong.
    #[error("the one-time code is wrong")]
    WrongPasscode {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The one-time code came so late that the cloud no longer knows of the password.
    #[error("too much time passed before the one-time code")]
    CodeTooLate,
    /// The cloud asks for a one-time code, but its CORS settings hide what must go along with it.
    #[error("the cloud hides the header {header} from web pages")]
    CodeHidden {
        /// The header that is hidden.
        header: &'static str,
    },
    /// The cloud has this way to sign in turned off.
    #[error("the cloud does not support this way to sign in")]
    MethodNotSupported {
        /// The cloud's name for the request.
        request_id: Option<String>,
    },
    /// The sign-in is good for one project only; nothing was sent.
    #[error("this sign-in is bound to the project {project}")]
    BoundToProject {
        /// The project.
        project: String,
    },
    /// The password is right or was, but has expired.
    #[error("the password has expired")]
    PasswordExpired,
    /// The account is locked (too many attempts) or disabled.
    #[error("the account is locked or disabled")]
    AccountLocked,
    /// The password was right, and the cloud asks for something that this client cannot give.
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

impl SignInError {
    /// The cloud's name for the request, when it refused one.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::WrongCredentials { request_id, .. }
            | Self::WrongCredentialsOrCode { request_id }
            | Self::WrongApplicationCredential { request_id }
            | Self::TokenRefused { request_id }
            | Self::WrongApiKey { request_id }
            | Self::WrongPasscode { request_id }
            | Self::MethodNotSupported { request_id } => request_id.as_deref(),
            _ => None,
        }
    }
}
