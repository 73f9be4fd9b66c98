//! The identity service: signing in, choosing a project, signing out. It is Keystone, API version 3, and for Rackspace
//! the service that speaks version 2.0.
//!
//! Keystone answers a wrong password, an unknown project and a missing role with one and the same 401. So signing in
//! goes in steps that tell them apart: a token without scope first, then the list of projects, then the scope.
//!
//! Source: Keystone's API reference, version 3, "Authentication and token management".

mod again;
mod auth_url;
mod choice;
mod credentials;
mod one_time_code;
mod rackspace;
mod refused;
mod reply;
mod request;
mod roles;
mod scope;
mod sign_in;
mod stored;
mod tokens;
mod types;

pub use again::sign_in_again;
pub use auth_url::{AuthUrl, AuthUrlError};
pub use credentials::{
    CredentialRef, Credentials, Method, NameOrId, SignIn, UserRef, WantedProject,
};
pub use one_time_code::{OneTimeCode, send_code};
pub use roles::{Action, Allowed};
pub use scope::{scope_to, sign_out, switch_project};
pub use sign_in::{SignInOutcome, sign_in};
pub use stored::Stored;
pub use types::{Domain, Project, SignedIn, Unscoped, User};
