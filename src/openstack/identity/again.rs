//! Signing in again: the same person, in the same project, by the same means.

use super::credentials::{CredentialRef, Credentials, Method, SignIn, UserRef, WantedProject};
use super::scope::switch_project;
use super::sign_in::{SignInOutcome, sign_in};
use super::types::SignedIn;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::Http;
use crate::openstack::secret::{Secret, Token};

/// Signs in again after the token has ended. `secret` is what [`SignedIn::method`] says: the password, the application
/// credential's secret, the API key, or another token. A one-time code may be asked for after it.
///
/// No token can be made to last longer than the sign-in it came from, and no secret is kept: so the person is asked.
///
/// # Errors
/// [`SignInError::AnotherUser`] when a token is somebody else's, whom what is under way is not for; else as
/// [`sign_in`](super::sign_in()).
pub async fn sign_in_again<H: Http>(
    http: &H,
    before: &SignedIn,
    secret: Secret,
) -> Result<SignInOutcome, Error> {
    let signed_in = match sign_in(http, &request(before, secret)).await? {
        SignInOutcome::SignedIn(signed_in) => signed_in,
        other => return Ok(other),
    };
    if signed_in.user.id != before.user.id {
        let user = signed_in.user.name;
        return Err(SignInError::AnotherUser { user }.into());
    }
    let signed_in = match signed_in.project.id == before.project.id {
        true => signed_in,
        // A token for another of the person's projects.
        false => switch_project(http, &signed_in, &before.project.id).await?,
    };
    Ok(SignInOutcome::SignedIn(signed_in))
}

fn request(before: &SignedIn, secret: Secret) -> SignIn {
    let user = before.user.name.clone();
    let credentials = match &before.method {
        Method::Password | Method::PasswordAndCode => Credentials::Password {
            user: UserRef::Id(before.user.id.clone()),
            password: secret,
            passcode: None,
        },
        Method::ApplicationCredential { id, .. } => Credentials::ApplicationCredential {
            credential: CredentialRef::Id(id.clone()),
            secret,
        },
        Method::Token => Credentials::Token(Token::new(secret.expose().to_owned())),
        Method::RackspaceApiKey => Credentials::RackspaceApiKey {
            user,
            api_key: secret,
        },
        Method::RackspacePassword => Credentials::RackspacePassword {
            user,
            password: secret,
        },
    };
    SignIn {
        auth_url: before.auth_url.clone(),
        credentials,
        project: WantedProject::Named {
            project: before.project.id.clone(),
            domain: None,
        },
    }
}
