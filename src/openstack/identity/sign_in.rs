//! Signing in with user name and password.

use super::auth_url::AuthUrl;
use super::scope::scope_to;
use super::types::{Project, SignedIn, Unscoped};
use super::wire::{
    Auth, AuthRequest, Identity, Named, PasswordMethod, PasswordUser, ProjectsReply,
};
use super::wire::{ReceiptReply, Scope, TokenReply};
use crate::openstack::call;
use crate::openstack::error::{Error, Reply, SignInError};
use crate::openstack::http::{Http, Method, Request, Response};
use crate::openstack::secret::{Password, Token};

/// What a person gives to sign in. No `Debug` and no `Clone`: it holds the password.
pub struct SignIn {
    /// The Auth URL, with or without the version; absolute.
    pub auth_url: String,
    /// The user's name.
    pub user: String,
    /// The name of the user's domain, mostly `Default`.
    pub user_domain: String,
    /// The password.
    pub password: Password,
    /// The project wanted, by id or name; none to choose among those that there are.
    pub project: Option<String>,
    /// The id or name of the project's domain, when the name alone does not tell.
    pub project_domain: Option<String>,
}

/// What came of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in to a project.
    SignedIn(SignedIn),
    /// The password was right; a project is to be chosen, then [`scope_to`] goes on without the password.
    ChooseProject {
        /// The sign-in without a project.
        unscoped: Unscoped,
        /// Those to choose from: all, or those of the name wanted when several domains have one.
        projects: Vec<Project>,
    },
}

/// Signs in.
///
/// # Errors
/// [`Error::SignIn`] with the reason as exactly as the cloud lets one know it; else what the transport or the cloud's
/// failure gives.
pub async fn sign_in<H: Http>(http: &H, request: &SignIn) -> Result<SignInOutcome, Error> {
    let auth_url = AuthUrl::parse(&request.auth_url)
        .map_err(SignInError::BadAuthUrl)?
        .discover(http)
        .await?;
    let unscoped = unscoped(http, auth_url, request).await?;
    let wanted = request
        .project
        .as_deref()
        .filter(|project| !project.is_empty());
    let candidates = match wanted {
        Some(project) => matching(&unscoped, project, request.project_domain.as_deref()),
        None => unscoped.projects.clone(),
    };
    match (candidates.as_slice(), wanted) {
        ([], _) if unscoped.projects.is_empty() => {
            refuse(http, &unscoped, SignInError::NoProjects).await
        }
        ([], wanted) => {
            let project = wanted.unwrap_or_default().to_owned();
            let available = unscoped.projects.clone();
            refuse(
                http,
                &unscoped,
                SignInError::NoRoleOnProject { project, available },
            )
            .await
        }
        ([project], _) => scope_to(http, &unscoped, &project.id)
            .await
            .map(SignInOutcome::SignedIn),
        _ => Ok(SignInOutcome::ChooseProject {
            projects: candidates,
            unscoped,
        }),
    }
}

/// Gives the error, after revoking the token that nobody will use.
async fn refuse<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    error: SignInError,
) -> Result<SignInOutcome, Error> {
    // Whether this works does not change what the person is told.
    let _ = super::scope::revoke(http, &unscoped.auth_url, &unscoped.token).await;
    Err(error.into())
}

/// The projects of that id, else those of that name that may be in that domain.
fn matching(unscoped: &Unscoped, wanted: &str, domain: Option<&str>) -> Vec<Project> {
    let all = &unscoped.projects;
    if let Some(project) = all.iter().find(|project| project.id == wanted) {
        return vec![project.clone()];
    }
    let domain = domain.filter(|domain| !domain.is_empty());
    let home = &unscoped.user.domain;
    let may_be_there = |project: &&Project| {
        let Some(domain) = domain else { return true };
        let is_home = home.name.as_deref() == Some(domain) || home.id.as_deref() == Some(domain);
        match (&project.domain.id, &project.domain.name) {
            (Some(id), _) if id == domain => true,
            (_, Some(name)) => name == domain,
            // Only the id is known. It is another domain's than the user's, so it cannot be the one meant if that is.
            _ => !is_home,
        }
    };
    all.iter()
        .filter(|project| project.name == wanted)
        .filter(may_be_there)
        .cloned()
        .collect()
}

/// A token without scope, and the projects that can be had with it.
async fn unscoped<H: Http>(
    http: &H,
    auth_url: String,
    request: &SignIn,
) -> Result<Unscoped, Error> {
    let user = PasswordUser {
        name: &request.user,
        domain: Named {
            name: &request.user_domain,
        },
        password: request.password.expose(),
    };
    let identity = Identity {
        methods: ["password"],
        password: Some(PasswordMethod { user }),
        token: None,
    };
    let response = post_tokens(
        http,
        &auth_url,
        &AuthRequest {
            auth: Auth {
                identity,
                scope: Scope::Unscoped,
            },
        },
    )
    .await?;
    match response.status {
        201 => {}
        200 | 404 | 405 => return Err(SignInError::NotIdentity { auth_url }.into()),
        401 => return Err(refused(&response).into()),
        _ => return Err(Error::from_response(&response)),
    }
    let (token, reply) = token_of(&response)?;
    let reply = reply.token;
    let projects = projects(http, &auth_url, &token, &reply.user.domain).await?;
    Ok(Unscoped {
        auth_url,
        token,
        user: reply.user,
        projects,
        expires_at: reply.expires_at.unwrap_or_default(),
    })
}

/// What a 401 to user name and password means.
fn refused(response: &Response) -> SignInError {
    if let Ok(reply) = call::json::<ReceiptReply>(response, "the methods wanted") {
        return SignInError::SecondFactorNeeded {
            methods: reply.required_auth_methods,
        };
    }
    let message = Error::from_response(response)
        .reply()
        .map_or_else(String::new, |reply| reply.message.clone());
    // Keystone's exceptions PasswordExpired, AccountLocked and UserDisabled; most clouds hide them.
    if message.contains("password is expired") {
        SignInError::PasswordExpired
    } else if message.contains("account is locked") || message.contains("account is disabled") {
        SignInError::AccountLocked
    } else {
        SignInError::WrongCredentials {
            message,
            request_id: Reply::request_id_of(response),
        }
    }
}

/// `POST /auth/tokens`; gives the answer whatever its status.
pub(super) async fn post_tokens<H: Http>(
    http: &H,
    auth_url: &str,
    body: &AuthRequest<'_>,
) -> Result<Response, Error> {
    let capacity = 8 * 1024;
    let request = Request::new(Method::Post, format!("{auth_url}/auth/tokens"));
    call::send(http, request.with_json(call::to_json(body, capacity))).await
}

/// The token in the header of a 201, and its body.
pub(super) fn token_of(response: &Response) -> Result<(Token, TokenReply), Error> {
    let reply = call::json::<TokenReply>(response, "the token")?;
    let token = response
        .header("x-subject-token")
        .filter(|token| !token.is_empty())
        .ok_or(SignInError::TokenHidden)?;
    Ok((Token::new(token.to_owned()), reply))
}

/// The projects in which the token's user has a role, by name.
pub(super) async fn projects<H: Http>(
    http: &H,
    auth_url: &str,
    token: &Token,
    home: &super::types::Domain,
) -> Result<Vec<Project>, Error> {
    let url = format!("{auth_url}/auth/projects");
    let request =
        || Request::new(Method::Get, url.clone()).with_header("X-Auth-Token", token.expose());
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
