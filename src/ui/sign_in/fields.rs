//! What is typed into the sign-in form, and what is asked of the cloud for it.

use crate::{
    browser::boot,
    config::Cloud,
    openstack::{
        identity::{
            AuthUrl, CredentialRef, Credentials, Method, NameOrId, SignIn, SignedIn, UserRef,
            WantedProject,
        },
        secret::{Secret, Token},
    },
    session::Session,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The choice that stands for a cloud that is not configured.
pub const OTHER: &str = "other";

/// By what a person signs in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// User name and password.
    Password,
    /// An application credential.
    ApplicationCredential,
    /// A token made elsewhere.
    Token,
    /// Rackspace's API key.
    RackspaceApiKey,
}

impl By {
    /// All of them, and what each is called.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Password, "Password"),
        (Self::ApplicationCredential, "Application credential"),
        (Self::Token, "Token"),
        (Self::RackspaceApiKey, "Rackspace API key"),
    ];

    /// By what somebody signed in.
    pub fn of(method: &Method) -> Self {
        match method {
            Method::Password | Method::PasswordAndCode | Method::RackspacePassword => {
                Self::Password
            }
            Method::ApplicationCredential { .. } => Self::ApplicationCredential,
            Method::Token => Self::Token,
            Method::RackspaceApiKey => Self::RackspaceApiKey,
        }
    }

    /// What the secret is called.
    pub fn secret_label(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::ApplicationCredential => "Credential secret",
            Self::Token => "Token",
            Self::RackspaceApiKey => "API key",
        }
    }
}

/// The fields. Copies are handles to the same ones.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Which configured cloud, by its place in the list, or [`OTHER`].
    pub cloud: RwSignal<String>,
    pub auth_url: RwSignal<String>,
    pub by: RwSignal<By>,
    pub user: RwSignal<String>,
    pub credential: RwSignal<String>,
    /// Password, credential's secret, token or API key.
    pub secret: RwSignal<String>,
    /// A one-time code that goes along with the password.
    pub code: RwSignal<String>,
    pub user_domain: RwSignal<String>,
    pub project: RwSignal<String>,
    pub project_domain: RwSignal<String>,
    pub region: RwSignal<String>,
    /// Endpoints that a file names, by service type.
    pub endpoints: RwSignal<BTreeMap<String, String>>,
    pub stay: RwSignal<bool>,
}

impl Fields {
    /// Empty.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            cloud: text(),
            auth_url: text(),
            by: RwSignal::new(By::Password),
            user: text(),
            credential: text(),
            secret: text(),
            code: text(),
            user_domain: text(),
            project: text(),
            project_domain: text(),
            region: text(),
            endpoints: RwSignal::new(BTreeMap::new()),
            stay: RwSignal::new(false),
        }
    }

    /// Takes over what the configuration says of a cloud.
    pub fn choose(self, index: String, clouds: &[Cloud]) {
        let cloud = index
            .parse()
            .ok()
            .and_then(|index: usize| clouds.get(index))
            .cloned();
        let cloud = cloud.unwrap_or_else(|| Cloud::other(""));
        self.cloud.set(index);
        if AuthUrl::names_version_2(&boot::absolute(&cloud.auth_url)) {
            self.by.set(By::RackspaceApiKey);
        }
        self.auth_url.set(cloud.auth_url);
        self.user_domain.set(cloud.user_domain);
        self.project.set(cloud.project);
        self.project_domain.set(cloud.project_domain);
        self.region.set(cloud.region);
        self.endpoints.set(BTreeMap::new());
    }

    /// The cloud that is meant.
    pub fn cloud(self, clouds: &[Cloud]) -> Cloud {
        let chosen = self
            .cloud
            .with_untracked(|index| index.parse::<usize>().ok());
        let mut cloud = match chosen.and_then(|index| clouds.get(index)) {
            Some(cloud) => cloud.clone(),
            None => Cloud::other(self.auth_url.get_untracked().trim()),
        };
        cloud.endpoints.extend(self.endpoints.get_untracked());
        cloud
    }

    /// What is asked of the cloud.
    pub fn request(self, cloud: &Cloud) -> SignIn {
        let auth_url = boot::absolute(&cloud.auth_url);
        let secret = Secret::new(self.secret.get_untracked());
        let user = self.user.get_untracked().trim().to_owned();
        let credentials = match self.by.get_untracked() {
            By::Password if AuthUrl::names_version_2(&auth_url) => Credentials::RackspacePassword {
                user,
                password: secret,
            },
            By::Password => Credentials::Password {
                user: self.user_ref(user),
                password: secret,
                passcode: typed(self.code).map(Secret::new),
            },
            By::ApplicationCredential => {
                let credential = self.credential.get_untracked().trim().to_owned();
                let credential = match user.is_empty() {
                    true => CredentialRef::Id(credential),
                    false => CredentialRef::Name {
                        name: credential,
                        user: self.user_ref(user),
                    },
                };
                Credentials::ApplicationCredential { credential, secret }
            }
            By::Token => Credentials::Token(Token::new(self.secret.get_untracked())),
            By::RackspaceApiKey => Credentials::RackspaceApiKey {
                user,
                api_key: secret,
            },
        };
        let project = match typed(self.project) {
            Some(project) => WantedProject::Named {
                project,
                domain: typed(self.project_domain),
            },
            None => WantedProject::Choose,
        };
        SignIn {
            auth_url,
            credentials,
            project,
        }
    }

    fn user_ref(self, user: String) -> UserRef {
        match name_or_id(user) {
            NameOrId::Id(id) => UserRef::Id(id),
            NameOrId::Name(name) => UserRef::Name {
                name,
                domain: name_or_id(typed(self.user_domain).unwrap_or_else(|| "Default".to_owned())),
            },
        }
    }

    /// The session that came of it, in the region and for as long as the form says.
    pub fn session(self, cloud: Cloud, signed_in: SignedIn) -> Session {
        let region = self.region.get_untracked();
        Session::new(cloud, signed_in, region.trim(), self.stay.get_untracked())
    }

    /// The first field that is missing, as a sentence.
    pub fn missing(self) -> Option<&'static str> {
        let by = self.by.get_untracked();
        let empty = |field: RwSignal<String>| field.with_untracked(|text| text.trim().is_empty());
        let needs_user = matches!(by, By::Password | By::RackspaceApiKey);
        match by {
            _ if empty(self.auth_url) => Some("Type the Auth URL of the cloud."),
            _ if needs_user && empty(self.user) => Some("Type your user name."),
            By::ApplicationCredential if empty(self.credential) => {
                Some("Type the ID of the application credential.")
            }
            _ if !self.secret.with_untracked(String::is_empty) => None,
            By::Password => Some("Type your password."),
            By::ApplicationCredential => Some("Type the secret of the application credential."),
            By::Token => Some("Paste a token."),
            By::RackspaceApiKey => Some("Type your API key."),
        }
    }

    /// Nothing secret stays in the form.
    pub fn forget_secrets(self) {
        self.secret.set(String::new());
        self.code.set(String::new());
    }
}

/// What is in a field, if anything.
fn typed(field: RwSignal<String>) -> Option<String> {
    let text = field.get_untracked().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A name or an id: Keystone's ids are 32 hexadecimal digits, or 64 for users from a directory, and nobody is called
/// that. Its first domain has the id `default`, and is found by `Default`, its name, as well.
fn name_or_id(text: String) -> NameOrId {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_hex && matches!(text.len(), 32 | 64) || text == "default" {
        true => NameOrId::Id(text),
        false => NameOrId::Name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_names() {
        for (text, is_id) in [
            ("Default", false),
            ("default", true),
            ("alice", false),
            ("deadbeef", false),
            ("0123456789abcdef0123456789ABCDEF", true),
            ("0123456789abcdef0123456789abcdeg", false),
        ] {
            let found = name_or_id(text.to_owned());
            assert_eq!(matches!(found, NameOrId::Id(_)), is_id, "{text}");
        }
        assert!(matches!(name_or_id("a".repeat(64)), NameOrId::Id(_)));
    }
}
