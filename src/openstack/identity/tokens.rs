//! The calls to Keystone that give and take tokens, and what their answers hold.

use super::reply::{ProjectsReply, TokenBody, TokenReply};
use super::request::AuthRequest;
use super::types::{Domain, Project, SignedIn, Unscoped};
use super::{Method, rackspace};
use crate::openstack::call;
use crate::openstack::catalog::Catalog;
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::{self, Http, Request, Response};
use crate::openstack::secret::Token;

/// Room for a request with the longest secrets.
const CAPACITY: usize = 8 * 1024;

/// `POST /auth/tokens`; gives the answer whatever its status.
pub(super) async fn post<H: Http>(
    http: &H,
    auth_url: &str,
    receipt: Option<&Token>,
    body: &AuthRequest<'_>,
) -> Result<Response, Error> {
    let mut request = Request::new(http::Method::Post, format!("{auth_url}/auth/tokens"))
        .with_json(call::to_json(body, CAPACITY));
    if let Some(receipt) = receipt {
        request = request.with_header("Openstack-Auth-Receipt", receipt.expose());
    }
    call::send(http, request).await
}

/// The token in the header of a 201, and its body.
pub(super) fn read(response: &Response) -> Result<(Token, TokenBody), Error> {
    let reply = call::json::<TokenReply>(response, "the token")?;
    let token = response
        .header("x-subject-token")
        .filter(|token| !token.is_empty())
        .ok_or(SignInError::TokenHidden)?;
    Ok((Token::new(token.to_owned()), reply.token))
}

/// `GET /auth/tokens`: what a token says of itself.
pub(super) async fn validate<H: Http>(
    http: &H,
    auth_url: &str,
    token: &Token,
) -> Result<TokenBody, Error> {
    let url = format!("{auth_url}/auth/tokens");
    let request = || {
        Request::new(http::Method::Get, url.clone())
            .with_header("X-Auth-Token", token.expose())
            .with_header("X-Subject-Token", token.expose())
    };
    let response = call::get(http, &[200], request).await?;
    Ok(call::json::<TokenReply>(&response, "the token")?.token)
}

/// The projects in which the token's user has a role, by name.
pub(super) async fn projects<H: Http>(
    http: &H,
    auth_url: &str,
    token: &Token,
    home: &Domain,
) -> Result<Vec<Project>, Error> {
    let url = format!("{auth_url}/auth/projects");
    let request =
        || Request::new(http::Method::Get, url.clone()).with_header("X-Auth-Token", token.expose());
    let response = call::get(http, &[200], request).await?;
    let listed = call::json::<ProjectsReply>(&response, "the list of projects")?.projects;
    let enabled = listed.into_iter().filter(|project| project.enabled);
    let mut projects: Vec<Project> = enabled.map(|project| project.into_project(home)).collect();
    projects.sort_unstable_by(|one, other| {
        one.name
            .cmp(&other.name)
            .then_with(|| one.id.cmp(&other.id))
    });
    Ok(projects)
}

/// Revokes one token with itself.
pub(super) async fn revoke<H: Http>(http: &H, auth_url: &str, token: &Token) -> Result<(), Error> {
    let request = match rackspace::is_version_2(auth_url) {
        // Without an id in the path the token in the header is meant: no token gets into a log of addresses.
        true => Request::new(http::Method::Delete, format!("{auth_url}/tokens")),
        false => Request::new(http::Method::Delete, format!("{auth_url}/auth/tokens"))
            .with_header("X-Subject-Token", token.expose()),
    };
    let request = request.with_header("X-Auth-Token", token.expose());
    match call::expect(call::send(http, request).await?, &[204]) {
        Ok(_) | Err(Error::Unauthorized(_) | Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

impl TokenBody {
    /// The sign-in without a project, with what there is to choose from.
    pub(super) fn into_unscoped(
        self,
        auth_url: String,
        token: Token,
        projects: Vec<Project>,
        method: Method,
    ) -> Unscoped {
        Unscoped {
            auth_url,
            token,
            user: self.user,
            projects,
            expires_at: self.expires_at.unwrap_or_default(),
            method,
        }
    }

    /// The sign-in to the token's project; `None` when it has none. `projects` may be empty.
    pub(super) fn into_signed_in(
        self,
        auth_url: String,
        token: Token,
        mut projects: Vec<Project>,
        method: Method,
    ) -> Option<SignedIn> {
        let project = self.project?;
        if !projects.iter().any(|other| other.id == project.id) {
            projects.push(project.clone());
        }
        Some(SignedIn {
            auth_url,
            token,
            user: self.user,
            project,
            projects,
            roles: self.roles.into_iter().map(|role| role.name).collect(),
            catalog: Catalog::new(self.catalog),
            expires_at: self.expires_at.unwrap_or_default(),
            default_region: None,
            method,
            earlier: Vec::new(),
        })
    }
}
