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
            "The address is that of version 2.0 of the identity service, which only Rackspace's API key and password are \
             sent to; everything else needs version 3.",
            "If the cloud has version 3, its Auth URL mostly ends in /v3. The cloud's provider knows it. At Rackspace, \
             sign in with the API key.",
        ),
        SignInError::BadAuthUrl(AuthUrlError::Version3) => Explanation::new(
            "This Auth URL takes no Rackspace sign-in",
            "The address is that of version 3 of the identity service; Rackspace's API key and password for its older \
             cloud are sent to version 2.0.",
            "Use https://identity.api.rackspacecloud.com/v2.0, or choose the sign-in by user name and password.",
        ),
        SignInError::BadAuthUrl(reason) => Explanation::new(
            "The Auth URL cannot be used",
            format!("The Auth URL is not right: {reason}."),
            "Correct the Auth URL. An openrc file of the cloud has it as OS_AUTH_URL.",
        ),
        SignInError::NotIdentity { auth_url } => Explanation::new(
            "No identity service at this address",
            format!(
                "Something answers at {auth_url}, but it is not an OpenStack identity service of the version needed."
            ),
            "Check the Auth URL. It is the address of Keystone, not that of the cloud's dashboard; an openrc file has \
             it as OS_AUTH_URL.",
        ),
        SignInError::WrongCredentials { .. } => Explanation::new(
            "The cloud did not accept this sign-in",
            "User name, password or user domain is wrong. The cloud does not say which of them.",
            "Check all three and try again. Upper and lower case matter in a password.",
        ),
        SignInError::WrongCredentialsOrCode { .. } => Explanation::new(
            "The cloud did not accept the password with the one-time code",
            "User name, password, user domain or one-time code is wrong. The cloud does not say which of them.",
            "Check them, wait for a fresh code and try again. If you have no authenticator for this cloud, leave the \
             code empty.",
        ),
        SignInError::WrongApplicationCredential { .. } => Explanation::new(
            "The cloud did not accept the application credential",
            "There is no such application credential, or its secret is wrong, or it has expired. The cloud does not say \
             which.",
            "Check its id (or its name, with your user name and domain) and the secret. The cloud showed the secret only \
             once: if it is lost or expired, make a new application credential in the cloud's dashboard.",
        ),
        SignInError::TokenRefused { .. } => Explanation::new(
            "The cloud did not accept the token",
            "The token has expired, was revoked, or comes from another cloud.",
            "Make a new one, for instance with “openstack token issue”, and check that the Auth URL is that of the same \
             cloud.",
        ),
        SignInError::NotAToken => Explanation::new(
            "This is no token",
            "What was pasted holds spaces or other characters that no token has. Nothing was sent.",
            "Copy the token alone: the “id” that “openstack token issue” shows.",
        ),
        SignInError::AnotherUser { user } => Explanation::new(
            "The token is another user's",
            format!("It belongs to “{user}”, and what you were doing was begun by somebody else."),
            "Paste a token of the same user, or sign out first.",
        ),
        SignInError::WrongApiKey { .. } => Explanation::new(
            "Rackspace did not accept this sign-in",
            "User name or API key is wrong. Rackspace does not say which.",
            "Check both. The API key is in the Cloud Control Panel, under your account's settings; it is not the \
             password.",
        ),
        SignInError::WrongPasscode { .. } => Explanation::new(
            "The one-time code was not accepted",
            "The code is wrong, or was already replaced by the next one.",
            "Wait for a fresh code and type it. If that fails as well, check this device's and the authenticator's \
             clocks, and begin again with the password.",
        ),
        SignInError::CodeTooLate => Explanation::new(
            "The one-time code came too late",
            "Too much time passed after the password: the cloud no longer knows that it was right.",
            "Begin again with the password, and type the code within a few minutes.",
        ),
        SignInError::CodeHidden {
            header: "WWW-Authenticate",
        } => Explanation::new(
            "Rackspace hides a part of the sign-in from web pages",
            "The password was right, and Rackspace asks for a passcode. But it keeps the session, which must be sent along \
             with the passcode, from this page: the header WWW-Authenticate.",
            "Sign in with your API key, which needs no passcode. It is in the Cloud Control Panel, under your account's \
             settings.",
        ),
        SignInError::CodeHidden { header } => Explanation::new(
            "The cloud hides a part of the sign-in from web pages",
            format!(
                "The password was right, and the cloud asks for a one-time code. But its settings keep the header \
                 {header}, which must be sent along with the code, from this page."
            ),
            format!(
                "Where the form has a field for the one-time code, type it together with the password. Else only the \
                 cloud's operator can help: expose_headers in the [cors] section of keystone.conf must name {header}."
            ),
        )
        .with_lines(),
        SignInError::MethodNotSupported { .. } => Explanation::new(
            "The cloud does not know this way to sign in",
            "Its operator has turned it off, or its identity service is too old for it.",
            "Sign in another way, such as with your password, or ask the cloud's operator.",
        ),
        SignInError::BoundToProject { project } => Explanation::new(
            "This sign-in is for one project only",
            format!("An application credential, or Rackspace's API key, is good for its own project “{project}” alone."),
            "To work in another project, sign in with your password or with that project's application credential.",
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
            format!("What was given is right, but this account also needs: {}.", factors(methods)),
            "Keyhaven can send one-time codes (TOTP) but nothing else. Sign in with an application credential, or with a \
             token made by another program.",
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
