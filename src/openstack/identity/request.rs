//! The JSON that is sent to Keystone.

use super::credentials::{CredentialRef, NameOrId, UserRef};
use crate::openstack::secret::Secret;
use serde::Serialize;

/// `POST /v3/auth/tokens`. No `Debug`: it holds the password or a token.
#[derive(Serialize)]
pub(super) struct AuthRequest<'a> {
    auth: Auth<'a>,
}

#[derive(Serialize)]
struct Auth<'a> {
    identity: Identity<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope<'a>>,
}

impl<'a> AuthRequest<'a> {
    /// Without a scope an application credential has its own project, and a person their default one.
    pub(super) fn new(identity: Identity<'a>, scope: Option<Scope<'a>>) -> Self {
        Self {
            auth: Auth { identity, scope },
        }
    }
}

#[derive(Default, Serialize)]
pub(super) struct Identity<'a> {
    methods: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<ByUser<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp: Option<ByUser<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenMethod<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_credential: Option<AppCredential<'a>>,
}

impl<'a> Identity<'a> {
    /// The password, and the one-time code at once when there is one.
    pub(super) fn password(user: User<'a>, code: Option<User<'a>>) -> Self {
        Self {
            methods: match code {
                Some(_) => &["password", "totp"],
                None => &["password"],
            },
            password: Some(ByUser { user }),
            totp: code.map(|user| ByUser { user }),
            ..Self::default()
        }
    }

    pub(super) fn totp(user: User<'a>) -> Self {
        Self {
            methods: &["totp"],
            totp: Some(ByUser { user }),
            ..Self::default()
        }
    }

    pub(super) fn token(id: &'a str) -> Self {
        Self {
            methods: &["token"],
            token: Some(TokenMethod { id }),
            ..Self::default()
        }
    }

    pub(super) fn application_credential(credential: AppCredential<'a>) -> Self {
        Self {
            methods: &["application_credential"],
            application_credential: Some(credential),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct ByUser<'a> {
    user: User<'a>,
}

/// A user, with what they prove themselves by.
#[derive(Default, Serialize)]
pub(super) struct User<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a NameOrId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passcode: Option<&'a str>,
}

impl<'a> User<'a> {
    pub(super) fn of(user: &'a UserRef) -> Self {
        match user {
            UserRef::Id(id) => Self::by_id(id),
            UserRef::Name { name, domain } => Self {
                name: Some(name),
                domain: Some(domain),
                ..Self::default()
            },
        }
    }

    pub(super) fn by_id(id: &'a str) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }

    pub(super) fn with_password(mut self, password: &'a Secret) -> Self {
        self.password = Some(password.expose());
        self
    }

    pub(super) fn with_passcode(mut self, passcode: &'a Secret) -> Self {
        self.passcode = Some(passcode.expose());
        self
    }
}

#[derive(Serialize)]
pub(super) struct AppCredential<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<User<'a>>,
    secret: &'a str,
}

impl<'a> AppCredential<'a> {
    pub(super) fn of(credential: &'a CredentialRef, secret: &'a Secret) -> Self {
        let (id, name, user) = match credential {
            CredentialRef::Id(id) => (Some(id.as_str()), None, None),
            CredentialRef::Name { name, user } => (None, Some(name.as_str()), Some(User::of(user))),
        };
        Self {
            id,
            name,
            user,
            secret: secret.expose(),
        }
    }
}

#[derive(Serialize)]
struct TokenMethod<'a> {
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scope<'a> {
    /// Said outright: without any scope Keystone takes the user's default project.
    Unscoped,
    Project(ProjectScope<'a>),
}

/// A project by its id, or by its name in the domain of that name.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ProjectScope<'a> {
    Id {
        id: &'a str,
    },
    Name {
        name: &'a str,
        domain: DomainName<'a>,
    },
}

#[derive(Serialize)]
pub(super) struct DomainName<'a> {
    pub(super) name: &'a str,
}
