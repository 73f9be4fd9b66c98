//! Settings by the names that `clouds.yaml` has for them, from whatever file, made into an entry.

use super::entry::{AuthType, CloudEntry, NameOrId, Note, Secret, UnsupportedAuth};
use zeroize::Zeroizing;

/// Where the old Rackspace cloud signs in; the profile `rackspace` means this.
const RACKSPACE: &str = "https://identity.api.rackspacecloud.com/v2.0/";

/// What the settings with an endpoint in place of the catalog's end in.
const OVERRIDE: &str = "_endpoint_override";
/// More settings than there are kinds of services and ways to sign in.
const MAX: usize = 200;

/// Whether a setting tells where and how to sign in. Helping variables of a file's own are not among them.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name) || name.ends_with(OVERRIDE)
}

const KNOWN: [&str; 46] = [
    "api_key",
    "application_credential_id",
    "application_credential_name",
    "application_credential_secret",
    "auth_plugin",
    "auth_system",
    "auth_token",
    "auth_type",
    "auth_url",
    "cacert",
    "cert",
    "cloud",
    "compute_interface",
    "default_domain",
    "default_domain_id",
    "default_domain_name",
    "domain_id",
    "domain_name",
    "endpoint_type",
    "identity_api_version",
    "insecure",
    "interface",
    "nova_rax_auth",
    "passcode",
    "password",
    "profile",
    "project_domain",
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_name",
    "region_name",
    "system_scope",
    "tenant_id",
    "tenant_name",
    "token",
    "trust_id",
    "user",
    "user_domain",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "user_name",
    "username",
    "vendor",
    "verify",
];

/// Settings by name; of two, those added first count.
#[derive(Default)]
pub(super) struct Settings {
    /// Few, so a list will do.
    values: Vec<(String, Zeroizing<String>)>,
    pub(super) regions: Vec<String>,
    pub(super) auth_methods: Vec<String>,
    pub(super) notes: Vec<Note>,
}

impl Settings {
    /// None yet, but notes on how they were found.
    pub(super) fn with_notes(notes: Vec<Note>) -> Self {
        Self {
            notes,
            ..Self::default()
        }
    }

    /// Adds a setting unless there is one of this name; nothing by an empty text.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        if is_known(name) && !text.is_empty() && self.values.len() < MAX && self.get(name).is_none()
        {
            self.values
                .push((name.to_owned(), Zeroizing::new(text.to_owned())));
        }
    }

    /// Adds the authentication methods of a list with commas.
    pub(super) fn add_methods(&mut self, text: &str) {
        let methods = text.split(',').map(|method| method.trim().to_owned());
        self.auth_methods.extend(methods);
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, text)| text.as_str())
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.get(name))
            .map(str::to_owned)
    }

    fn secret(&self, name: &str) -> Option<Secret> {
        self.get(name).map(Secret::new)
    }

    fn is_true(&self, name: &str) -> bool {
        let text = self.get(name).unwrap_or_default().to_ascii_lowercase();
        matches!(text.as_str(), "1" | "true" | "yes" | "on" | "y" | "t")
    }

    fn is_false(&self, name: &str) -> bool {
        let text = self.get(name).unwrap_or_default().to_ascii_lowercase();
        matches!(text.as_str(), "0" | "false" | "no" | "off" | "n" | "f")
    }

    /// Makes the entry.
    pub(super) fn entry(mut self, name: String) -> CloudEntry {
        let auth = self.auth_type();
        let project = NameOrId {
            name: self.text(&["project_name", "tenant_name"]),
            id: self.text(&["project_id", "tenant_id"]),
        };
        self.note_scope(&project);
        self.note_certificates();
        let domain = self.shared_domain();
        let mut auth_url = self.text(&["auth_url"]);
        match self.text(&["profile", "cloud", "vendor"]) {
            Some(profile) if profile == "rackspace" => {
                auth_url.get_or_insert_with(|| RACKSPACE.to_owned());
            }
            Some(profile) if auth_url.is_none() => self.notes.push(Note::Profile(profile)),
            _ => {}
        }
        CloudEntry {
            name,
            auth,
            auth_url,
            user: NameOrId {
                name: self.text(&["username", "user_name", "user"]),
                id: self.text(&["user_id"]),
            },
            user_domain: self.domain("user_domain", &domain),
            project_domain: self.domain("project_domain", &domain),
            project,
            default_domain: self.text(&["default_domain", "default_domain_id"]),
            application_credential: NameOrId {
                name: self.text(&["application_credential_name"]),
                id: self.text(&["application_credential_id"]),
            },
            application_credential_secret: self.secret("application_credential_secret"),
            password: self.secret("password"),
            api_key: self.secret("api_key"),
            token: self.secret("token").or_else(|| self.secret("auth_token")),
            passcode: self.secret("passcode"),
            regions: self.all_regions(),
            interface: self.interface(),
            identity_api_version: self.text(&["identity_api_version"]),
            endpoint_overrides: self.endpoint_overrides(),
            notes: self.notes,
        }
    }

    /// The type that is named, or the one that what there is fits.
    fn auth_type(&mut self) -> Result<AuthType, UnsupportedAuth> {
        let version_2 = self
            .get("identity_api_version")
            .is_some_and(|version| version.trim_start_matches('v').starts_with('2'))
            || self
                .get("auth_url")
                .is_some_and(|url| url.trim_end_matches('/').ends_with("/v2.0"));
        let of_version = |third, second| if version_2 { second } else { third };
        // What novaclient called so takes the API key from where the password is.
        let by_nova = self.is_true("nova_rax_auth")
            || matches!(
                self.get("auth_system"),
                Some("rackspace" | "rackspace_apikey" | "rackspace_uk")
            );
        let named = self.text(&["auth_type", "auth_plugin"]);
        match named.as_deref() {
            Some("rackspace_apikey") => return Ok(self.api_key()),
            None if by_nova || self.get("api_key").is_some() => return Ok(self.api_key()),
            _ => {}
        }
        let has = |name| self.get(name).is_some();
        Ok(match named.as_deref() {
            None if has("application_credential_secret") && !has("password") => {
                AuthType::ApplicationCredential
            }
            None if has("token") && !has("password") => {
                of_version(AuthType::Token, AuthType::V2Token)
            }
            None if has("passcode") && has("password") => AuthType::MultiFactor,
            None | Some("password") => of_version(AuthType::Password, AuthType::V2Password),
            Some("v3password") => AuthType::Password,
            Some("v2password" | "rackspace_password") => AuthType::V2Password,
            Some("token") => of_version(AuthType::Token, AuthType::V2Token),
            Some("v3token") => AuthType::Token,
            Some("v2token") => AuthType::V2Token,
            Some("v3applicationcredential") => AuthType::ApplicationCredential,
            Some("v3totp") => AuthType::Totp,
            Some("v3multifactor") => return self.multi_factor(),
            Some(other) => {
                return Err(UnsupportedAuth {
                    name: other.to_owned(),
                });
            }
        })
    }

    fn api_key(&mut self) -> AuthType {
        if self.get("api_key").is_none()
            && let Some(password) = self.values.iter_mut().find(|(name, _)| name == "password")
        {
            "api_key".clone_into(&mut password.0);
        }
        AuthType::RackspaceApiKey
    }

    fn multi_factor(&self) -> Result<AuthType, UnsupportedAuth> {
        let has = |wanted: &[&str]| {
            self.auth_methods
                .iter()
                .any(|method| wanted.contains(&method.as_str()))
        };
        let known = ["v3password", "password", "v3totp", "totp"];
        let other = self
            .auth_methods
            .iter()
            .find(|method| !known.contains(&method.as_str()));
        match other {
            Some(method) => Err(UnsupportedAuth {
                name: format!("v3multifactor with {method}"),
            }),
            None if has(&known[..2]) && !has(&known[2..]) => Ok(AuthType::Password),
            None if has(&known[2..]) && !has(&known[..2]) => Ok(AuthType::Totp),
            None => Ok(AuthType::MultiFactor),
        }
    }

    fn note_scope(&mut self, project: &NameOrId) {
        let domain = self.text(&["domain_id", "domain_name"]).is_some();
        if self.get("system_scope").is_some() {
            self.notes.push(Note::Scope("the whole system"));
        } else if self.get("trust_id").is_some() {
            self.notes.push(Note::Scope("a trust"));
        } else if domain && project.is_empty() {
            self.notes.push(Note::Scope("a domain"));
        }
    }

    fn note_certificates(&mut self) {
        if self.is_false("verify") || self.is_true("insecure") {
            self.notes.push(Note::Insecure);
        } else if let Some(path) = self.text(&["cacert"]) {
            self.notes.push(Note::CaCert(path));
        }
        if self.get("cert").is_some() {
            self.notes.push(Note::ClientCertificate);
        }
    }

    /// `domain_id` and `domain_name` stand for user and project where those have none; then the default.
    fn shared_domain(&self) -> NameOrId {
        let domain = NameOrId {
            name: self.text(&["domain_name"]),
            id: self.text(&["domain_id"]),
        };
        if !domain.is_empty() {
            return domain;
        }
        NameOrId {
            name: self.text(&["default_domain_name"]),
            id: self.text(&["default_domain", "default_domain_id"]),
        }
    }

    fn domain(&self, of: &str, otherwise: &NameOrId) -> NameOrId {
        let own = NameOrId {
            name: self.text(&[&format!("{of}_name"), of]),
            id: self.text(&[&format!("{of}_id")]),
        };
        if own.is_empty() {
            otherwise.clone()
        } else {
            own
        }
    }

    /// `region_name` may be several with commas between them.
    fn all_regions(&self) -> Vec<String> {
        let named = self.get("region_name").unwrap_or_default();
        let mut regions: Vec<String> = Vec::new();
        for region in named
            .split(',')
            .map(str::trim)
            .chain(self.regions.iter().map(String::as_str))
        {
            if !region.is_empty() && !regions.iter().any(|known| known == region) {
                regions.push(region.to_owned());
            }
        }
        regions
    }

    /// The old clients call them `publicURL` and the like.
    fn interface(&self) -> Option<String> {
        let text = self.text(&["interface", "endpoint_type", "compute_interface"])?;
        Some(text.strip_suffix("URL").unwrap_or(&text).to_owned())
    }

    fn endpoint_overrides(&self) -> Vec<(String, String)> {
        let of = |name: &String| {
            name.strip_suffix(OVERRIDE)
                .map(|service| service.replace('_', "-"))
        };
        self.values
            .iter()
            .filter_map(|(name, url)| Some((of(name)?, url.to_string())))
            .collect()
    }
}
