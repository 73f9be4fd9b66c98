//! Signing in, by whatever means, as far as the person's next word.

use super::auth_url::AuthUrl;
use super::choice::into_project;
use super::credentials::{CredentialRef, Credentials, Method, SignIn, UserRef, WantedProject};
use super::one_time_code::OneTimeCode;
use super::refused::{Tried, refused};
use super::reply::TokenBody;
use super::request::{AppCredential, AuthRequest, Identity, Scope, User};
use super::types::{Project, SignedIn, Unscoped};
use super::{rackspace, tokens};
use crate::openstack::call;
use crate::openstack::error::{Error, Reply, SignInError};
use crate::openstack::http::{Http, Response};
use crate::openstack::secret::{Secret, Token};

/// What came of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in to a project.
    SignedIn(SignedIn),
    /// The proof was right; a project is to be chosen, then [`scope_to`](super::scope_to) goes on without it.
    ChooseProject {
        /// The sign-in without a project.
        unscoped: Unscoped,
        /// Those to choose from: all, or those of the name wanted when several domains have one.
        projects: Vec<Project>,
    },
    /// The password was right, and the cloud asks for a one-time code: [`send_code`](super::send_code) goes on without
    /// the password.
    OneTimeCode(OneTimeCode),
}

/// Signs in.
///
/// # Errors
/// [`Error::SignIn`] with the reason as exactly as the cloud lets one know it; else what the transport or the cloud's
/// failure gives.
pub async fn sign_in<H: Http>(http: &H, request: &SignIn) -> Result<SignInOutcome, Error> {
    let auth_url = AuthUrl::parse(&request.auth_url).map_err(SignInError::BadAuthUrl)?;
    match &request.credentials {
        Credentials::Password {
            user,
            password,
            passcode,
        } => {
            let auth_url = auth_url.discover(http).await?;
            let project = &request.project;
            by_password(http, auth_url, user, password, passcode.as_ref(), project).await
        }
        Credentials::ApplicationCredential { credential, secret } => {
            let auth_url = auth_url.discover(http).await?;
            by_application_credential(http, auth_url, credential, secret).await
        }
        Credentials::Token(token) => {
            let token = token.tidied().ok_or(SignInError::NotAToken)?;
            let auth_url = auth_url.discover(http).await?;
            by_token(http, auth_url, token, &request.project).await
        }
        Credentials::RackspaceApiKey { user, api_key } => {
            rackspace::by_api_key(http, &auth_url, user, api_key).await
        }
        Credentials::RackspacePassword { user, password } => {
            rackspace::by_password(http, &auth_url, user, password).await
        }
    }
}

async fn by_password<H: Http>(
    http: &H,
    auth_url: String,
    user: &UserRef,
    password: &Secret,
    passcode: Option<&Secret>,
    project: &WantedProject,
) -> Result<SignInOutcome, Error> {
    let tried = match passcode {
        Some(_) => Tried::PasswordAndCode,
        None => Tried::Password,
    };
    let identity = Identity::password(
        User::of(user).with_password(password),
        passcode.map(|passcode| User::of(user).with_passcode(passcode)),
    );
    let body = AuthRequest::new(identity, scope_for(project));
    let response = tokens::post(http, &auth_url, None, &body).await?;
    if response.status == 401 && passcode.is_none() {
        let asked = OneTimeCode::from_receipt(&response, &auth_url, project)?;
        if let Some(asked) = asked {
            return Ok(SignInOutcome::OneTimeCode(asked));
        }
    }
    let (token, body) = accepted(&response, &auth_url, tried)?;
    let method = match tried {
        Tried::PasswordAndCode => Method::PasswordAndCode,
        _ => Method::Password,
    };
    proven(http, auth_url, token, body, method, project).await
}

/// The scope of the first request: none at all has Keystone take the person's default project.
pub(super) fn scope_for(project: &WantedProject) -> Option<Scope<'static>> {
    (*project != WantedProject::Default).then_some(Scope::Unscoped)
}

/// The token and its body, when Keystone accepted what was tried.
pub(super) fn accepted(
    response: &Response,
    auth_url: &str,
    tried: Tried,
) -> Result<(Token, TokenBody), Error> {
    match response.status {
        201 => tokens::read(response),
        200 | 405 => Err(not_identity(auth_url)),
        401 | 403 | 404 => Err(refused(response, auth_url, tried)),
        _ => Err(Error::from_response(response)),
    }
}

pub(super) fn not_identity(auth_url: &str) -> Error {
    let auth_url = auth_url.to_owned();
    SignInError::NotIdentity { auth_url }.into()
}

/// Goes on when it is proven who the person is.
pub(super) async fn proven<H: Http>(
    http: &H,
    auth_url: String,
    token: Token,
    body: TokenBody,
    method: Method,
    project: &WantedProject,
) -> Result<SignInOutcome, Error> {
    let projects = tokens::projects(http, &auth_url, &token, &body.user.domain).await?;
    if body.project.is_some() {
        let signed_in = body.into_signed_in(auth_url, token, projects, method);
        let signed_in = signed_in.ok_or(SignInError::NoProjects)?;
        return Ok(SignInOutcome::SignedIn(signed_in));
    }
    let unscoped = body.into_unscoped(auth_url, token, projects, method);
    into_project(http, unscoped, project).await
}

async fn by_application_credential<H: Http>(
    http: &H,
    auth_url: String,
    credential: &CredentialRef,
    secret: &Secret,
) -> Result<SignInOutcome, Error> {
    let identity = Identity::application_credential(AppCredential::of(credential, secret));
    let body = AuthRequest::new(identity, None);
    let response = tokens::post(http, &auth_url, None, &body).await?;
    let (token, body) = accepted(&response, &auth_url, Tried::ApplicationCredential)?;
    let known = body.application_credential.as_ref();
    let asked = match credential {
        CredentialRef::Id(id) | CredentialRef::Name { name: id, .. } => id,
    };
    let method = Method::ApplicationCredential {
        id: known.map_or_else(|| asked.clone(), |known| known.id.clone()),
        name: known.map_or_else(|| asked.clone(), |known| known.name.clone()),
    };
    let signed_in = body.into_signed_in(auth_url, token, Vec::new(), method);
    signed_in
        .map(SignInOutcome::SignedIn)
        .ok_or_else(|| call::bad_reply(&response, "the token has no project"))
}

async fn by_token<H: Http>(
    http: &H,
    auth_url: String,
    token: Token,
    project: &WantedProject,
) -> Result<SignInOutcome, Error> {
    let body = match tokens::validate(http, &auth_url, &token).await {
        Ok(body) => body,
        // Keystone says it with a 404 as well, but one with a body of its own; a 404 in HTML is somebody else's.
        Err(Error::Unauthorized(reply)) => return Err(token_refused(reply)),
        Err(Error::NotFound(reply)) if reply.message.to_ascii_lowercase().contains("token") => {
            return Err(token_refused(reply));
        }
        Err(Error::NotFound(_) | Error::Unsupported(_) | Error::BadReply { .. }) => {
            return Err(not_identity(&auth_url));
        }
        Err(error) => return Err(error),
    };
    if body.project.is_none() {
        return proven(http, auth_url, token, body, Method::Token, project).await;
    }
    // What else there is only matters for changing the project, which an application credential's token cannot.
    let projects = match body.application_credential {
        Some(_) => Vec::new(),
        None => tokens::projects(http, &auth_url, &token, &body.user.domain)
            .await
            .unwrap_or_default(),
    };
    let signed_in = body.into_signed_in(auth_url, token, projects, Method::Token);
    let signed_in = signed_in.ok_or(SignInError::NoProjects)?;
    Ok(SignInOutcome::SignedIn(signed_in))
}

fn token_refused(reply: Reply) -> Error {
    let request_id = reply.request_id;
    SignInError::TokenRefused { request_id }.into()
}
