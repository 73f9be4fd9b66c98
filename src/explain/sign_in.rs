//! Why nobody is signed in.

use super::Explanation;
use crate::openstack::error::SignInError;
use crate::openstack::identity::{AuthUrlError, Project};

/// How many projects are named at most.
const NAMED: usize = 5;

pub(super) fn explain(error: &SignInError) -> Explanation {
    match error {
        SignInError::BadAuthUrl(AuthUrlError::Version2) => Explanation::new(
            "This cloud's sign-in is too old",
            "The address is that of version 2.0 of the identity service; Keyhaven signs in with version 3.",
            "If the cloud has version 3, its Auth URL mostly ends in /v3. The cloud's provider knows it.",
        ),
        SignInError::BadAuthUrl(reason) => Explanation::new(
            "The Auth URL cannot be used",
            format!("The Auth URL is not right: {reason}."),
            "Correct the Auth URL. An openrc file of the cloud has it as OS_AUTH_URL.",
        ),
        SignInError::NotIdentity { auth_url } => Explanation::new(
            "No identity service at this address",
            format!("Something answers at {auth_url}, but it is not an OpenStack identity service, version 3."),
            "Check the Auth URL. It is the address of Keystone, not that of the cloud's dashboard; an openrc file has \
             it as OS_AUTH_URL.",
        ),
        SignInError::WrongCredentials { .. } => Explanation::new(
            "The cloud did not accept this sign-in",
            "User name, password or user domain is wrong. The cloud does not say which of them.",
            "Check all three and try again. Upper and lower case matter in a password.",
        ),
        SignInError::PasswordExpired => Explanation::new(
            "The password has expired",
            "The cloud wants a new password before it lets you in.",
            "Change the password in the cloud's own dashboard or ask its operator, then sign in with the new one.",
        ),
        SignInError::AccountLocked => Explanation::new(
            "The account is locked",
            "The cloud does not let this user in: the account is disabled, or locked after too many wrong passwords.",
            "Wait a while and try again, or ask the cloud's operator to unlock the account.",
        ),
        SignInError::SecondFactorNeeded { methods } => Explanation::new(
            "The cloud asks for a second factor",
            format!("The password was right, but this account also needs: {}.", factors(methods)),
            "Keyhaven cannot send a second factor to this cloud. Ask its operator for an account without one.",
        ),
        SignInError::TokenHidden => Explanation::new(
            "The cloud hides the sign-in from web pages",
            "The password was right, but the cloud's settings keep the token, the header X-Subject-Token, from this \
             page.",
            "Only the cloud's operator can change that: expose_headers in the [cors] section of keystone.conf must \
             name X-Subject-Token.",
        )
        .with_lines(),
        SignInError::NoRoleOnProject { project, available } => Explanation::new(
            "No access to this project",
            format!("The password was right, but you have no role in the project “{project}”, or there is none."),
            format!("{} Or ask the project's owner for a role in it.", choice(available)),
        ),
        SignInError::NoProjects => Explanation::new(
            "No access to any project",
            "The password was right, but you have no role in any project of this cloud.",
            "Ask a project's owner or the cloud's operator for a role, such as “member”, in a project.",
        ),
    }
}

fn factors(methods: &[Vec<String>]) -> String {
    let mut names: Vec<&str> = methods.iter().flatten().map(String::as_str).collect();
    names.retain(|name| *name != "password");
    names.dedup();
    match names.is_empty() {
        true => "something that the cloud does not name".to_owned(),
        false => names.join(", "),
    }
}

fn choice(available: &[Project]) -> String {
    let names: Vec<String> = available
        .iter()
        .take(NAMED)
        .map(|project| format!("“{}”", project.name))
        .collect();
    let more = match available.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "Choose another project: you have {}{more}.",
        names.join(", ")
    )
}
