//! From one token to another, and to none.

use super::request::{AuthRequest, DomainName, Identity, ProjectScope, Scope};
use super::tokens;
use super::types::{SignedIn, Unscoped};
use crate::openstack::call;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::{Http, Response};

/// Takes a project after signing in without one.
///
/// # Errors
/// [`Error::Unauthorized`] when the token has ended, [`SignInError::NoRoleOnProject`] when it is the project that
/// cannot be had.
pub async fn scope_to<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    project_id: &str,
) -> Result<SignedIn, Error> {
    let scope = ProjectScope::Id { id: project_id };
    let response = ask(http, unscoped, scope).await?;
    if response.status != 201 {
        let error = Error::from_response(&response);
        return Err(why_no_scope(http, unscoped, project_id, error).await);
    }
    signed_in(unscoped, &response)
}

/// Takes the project of that name in the domain of that name, which only the cloud can tell from others of the name;
/// `None` when it has none there for the person.
pub(super) async fn scope_to_named<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    name: &str,
    domain: &str,
) -> Result<Option<SignedIn>, Error> {
    let domain = DomainName { name: domain };
    let response = ask(http, unscoped, ProjectScope::Name { name, domain }).await?;
    match response.status {
        201 => signed_in(unscoped, &response).map(Some),
        401 | 403 | 404 => Ok(None),
        _ => Err(Error::from_response(&response)),
    }
}

async fn ask<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    project: ProjectScope<'_>,
) -> Result<Response, Error> {
    let identity = Identity::token(unscoped.token.expose());
    let body = AuthRequest::new(identity, Some(Scope::Project(project)));
    tokens::post(http, &unscoped.auth_url, None, &body).await
}

fn signed_in(unscoped: &Unscoped, response: &Response) -> Result<SignedIn, Error> {
    let (token, body) = tokens::read(response)?;
    let mut signed_in = body
        .into_signed_in(
            unscoped.auth_url.clone(),
            token,
            unscoped.projects.clone(),
            unscoped.method.clone(),
        )
        .ok_or_else(|| call::bad_reply(response, "the token has no project"))?;
    signed_in.earlier.push(unscoped.token.clone());
    Ok(signed_in)
}

/// Keystone's 401 is the same for a token that has ended and for a project without a role: the list of projects tells.
async fn why_no_scope<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    project_id: &str,
    error: Error,
) -> Error {
    if !matches!(
        error,
        Error::Unauthorized(_) | Error::Forbidden { .. } | Error::NotFound(_)
    ) {
        return error;
    }
    match tokens::projects(
        http,
        &unscoped.auth_url,
        &unscoped.token,
        &unscoped.user.domain,
    )
    .await
    {
        Ok(available) if !available.iter().any(|project| project.id == project_id) => {
            let known = unscoped
                .projects
                .iter()
                .find(|project| project.id == project_id);
            let project =
                known.map_or_else(|| project_id.to_owned(), |project| project.name.clone());
            SignInError::NoRoleOnProject { project, available }.into()
        }
        Err(unauthorized @ Error::Unauthorized(_)) => unauthorized,
        _ => error,
    }
}

/// Changes to another project without the password.
///
/// The token of the project before stays valid, for calls that are still under way, until [`sign_out`].
///
/// # Errors
/// [`SignInError::BoundToProject`] when [`SignedIn::can_switch_project`] says no; else as [`scope_to`].
pub async fn switch_project<H: Http>(
    http: &H,
    signed_in: &SignedIn,
    project_id: &str,
) -> Result<SignedIn, Error> {
    if !signed_in.can_switch_project() {
        let project = signed_in.project.name.clone();
        return Err(SignInError::BoundToProject { project }.into());
    }
    let from = Unscoped {
        auth_url: signed_in.auth_url.clone(),
        token: signed_in
            .earlier
            .first()
            .unwrap_or(&signed_in.token)
            .clone(),
        user: signed_in.user.clone(),
        projects: signed_in.projects.clone(),
        expires_at: signed_in.expires_at.clone(),
        method: signed_in.method.clone(),
    };
    let mut switched = scope_to(http, &from, project_id).await?;
    switched.earlier = signed_in.earlier.clone();
    switched.earlier.push(signed_in.token.clone());
    switched.catalog.keep_overrides_of(&signed_in.catalog);
    Ok(switched)
}

/// Revokes every token of this sign-in. A service that has seen a token lately may take it a few minutes longer.
///
/// # Errors
/// The first failure, after trying all of them; a token that has already ended is none.
pub async fn sign_out<H: Http>(http: &H, signed_in: &SignedIn) -> Result<(), Error> {
    let mut outcome = Ok(());
    for token in std::iter::once(&signed_in.token).chain(signed_in.earlier.iter().rev()) {
        outcome = outcome.and(tokens::revoke(http, &signed_in.auth_url, token).await);
    }
    outcome
}
