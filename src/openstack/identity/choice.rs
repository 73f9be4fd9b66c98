//! The project, when it is proven who the person is.

use super::credentials::{Method, WantedProject};
use super::scope::{scope_to, scope_to_named};
use super::sign_in::SignInOutcome;
use super::tokens;
use super::types::{Project, Unscoped};
use crate::openstack::error::{Error, SignInError};
use crate::openstack::http::Http;

/// Takes the project wanted, as far as one is to be had without asking.
pub(super) async fn into_project<H: Http>(
    http: &H,
    unscoped: Unscoped,
    wanted: &WantedProject,
) -> Result<SignInOutcome, Error> {
    let named = match wanted {
        WantedProject::Named { project, domain } if !project.is_empty() => {
            Some((project, domain.as_deref()))
        }
        _ => None,
    };
    let candidates = match named {
        Some((project, domain)) => matching(&unscoped, project, domain),
        None => unscoped.projects.clone(),
    };
    match candidates.as_slice() {
        [] if unscoped.projects.is_empty() => {
            refuse(http, &unscoped, SignInError::NoProjects).await
        }
        [] => {
            let project = named.map_or_else(String::new, |(project, _)| project.clone());
            let available = unscoped.projects.clone();
            let error = SignInError::NoRoleOnProject { project, available };
            refuse(http, &unscoped, error).await
        }
        [project] => scope_to(http, &unscoped, &project.id)
            .await
            .map(SignInOutcome::SignedIn),
        _ => {
            // The list gives ids of domains only, so a domain's name is for the cloud to find.
            if let Some((project, Some(domain))) = named
                && let Some(signed_in) = scope_to_named(http, &unscoped, project, domain).await?
            {
                return Ok(SignInOutcome::SignedIn(signed_in));
            }
            Ok(SignInOutcome::ChooseProject {
                projects: candidates,
                unscoped,
            })
        }
    }
}

/// Gives the error, after revoking the token that nobody will use. One that was pasted is left to whoever made it.
async fn refuse<H: Http>(
    http: &H,
    unscoped: &Unscoped,
    error: SignInError,
) -> Result<SignInOutcome, Error> {
    if unscoped.method != Method::Token {
        // Whether this works does not change what the person is told.
        let _ = tokens::revoke(http, &unscoped.auth_url, &unscoped.token).await;
    }
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
