//! The identity service, Keystone, API version 3: signing in, choosing a project, signing out.
//!
//! Keystone answers a wrong password, an unknown project and a missing role with one and the same 401. So signing in
//! goes in steps that tell them apart: a token without scope first, then the list of projects, then the scope.
//!
//! Source: Keystone's API reference, version 3, "Authentication and token management".

mod auth_url;
mod scope;
mod sign_in;
mod stored;
mod types;
mod wire;

pub use auth_url::{AuthUrl, AuthUrlError};
pub use scope::{scope_to, sign_out, switch_project};
pub use sign_in::{SignIn, SignInOutcome, sign_in};
pub use stored::Stored;
pub use types::{Domain, Project, SignedIn, Unscoped, User};
