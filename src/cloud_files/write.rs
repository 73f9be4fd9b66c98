//! A cloud written as an entry of `clouds.yaml` or as an openrc file, without secrets.
//!
//! Every value is quoted: no name of a user, project or region can become another setting or a command.

use super::entry::{AuthType, CloudEntry, NameOrId};
use std::fmt::Write as _;

/// The settings of a cloud by their names in `clouds.yaml`; the first list belongs under `auth`.
struct Plain<'a> {
    auth: Vec<(&'static str, &'a str)>,
    rest: Vec<(&'static str, &'a str)>,
    overrides: Vec<(String, &'a str)>,
    /// What the person has to add.
    secret: &'static str,
}

/// `clouds.yaml` with the one cloud in it. The secret is missing, and a comment says which.
pub fn clouds_yaml(cloud: &CloudEntry) -> String {
    let plain = Plain::of(cloud);
    let mut text = format!("clouds:\n  {}:\n    auth:\n", yaml(&cloud.name));
    for (name, value) in &plain.auth {
        _ = writeln!(text, "      {name}: {}", yaml(value));
    }
    _ = writeln!(
        text,
        "      # {}: is not in this file; put it into a secure.yaml beside it.",
        plain.secret
    );
    for (name, value) in &plain.rest {
        _ = writeln!(text, "    {name}: {}", yaml(value));
    }
    for (service, url) in &plain.overrides {
        _ = writeln!(
            text,
            "    {}: {}",
            yaml(&format!("{service}_endpoint_override")),
            yaml(url)
        );
    }
    text
}

/// An openrc file for Bash. It asks for the secret when it is read in with `source`.
pub fn openrc(cloud: &CloudEntry) -> String {
    let plain = Plain::of(cloud);
    let secret = variable(plain.secret);
    let mut text = String::from("# Read this in with: source\n");
    // What another file has left behind would mix with this one.
    for name in UNSET {
        _ = writeln!(text, "unset {}", variable(name));
    }
    for (name, value) in plain.auth.iter().chain(&plain.rest) {
        _ = writeln!(text, "export {}={}", variable(name), shell(value));
    }
    for (service, url) in &plain.overrides {
        let name = variable(&format!("{service}_endpoint_override"));
        if name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()) {
            _ = writeln!(text, "export {name}={}", shell(url));
        }
    }
    _ = write!(
        text,
        "printf '%s: ' {secret} >&2\nread -rs {secret}\nprintf '\\n' >&2\nexport {secret}\n"
    );
    text
}

/// Every setting that decides who signs in where.
const UNSET: [&str; 22] = [
    "cloud",
    "auth_type",
    "auth_url",
    "username",
    "user_id",
    "password",
    "api_key",
    "token",
    "passcode",
    "user_domain_name",
    "user_domain_id",
    "project_name",
    "project_id",
    "tenant_name",
    "tenant_id",
    "project_domain_name",
    "project_domain_id",
    "application_credential_id",
    "application_credential_name",
    "application_credential_secret",
    "region_name",
    "system_scope",
];

impl<'a> Plain<'a> {
    fn of(cloud: &'a CloudEntry) -> Self {
        let mut auth = Vec::new();
        let mut rest = Vec::new();
        let mut put = |name, value: &'a Option<String>| {
            if let Some(value) = value {
                auth.push((name, value.as_str()));
            }
        };
        put("auth_url", &cloud.auth_url);
        let kind = cloud.auth.as_ref().copied().unwrap_or(AuthType::Password);
        let by_credential = kind == AuthType::ApplicationCredential;
        if by_credential {
            put(
                "application_credential_id",
                &cloud.application_credential.id,
            );
        }
        let named_credential = by_credential && cloud.application_credential.id.is_none();
        if named_credential {
            put(
                "application_credential_name",
                &cloud.application_credential.name,
            );
        }
        let user = !matches!(kind, AuthType::Token | AuthType::V2Token)
            && (!by_credential || named_credential);
        if user {
            one(&mut put, &cloud.user, "user_id", "username");
        }
        let version_3 = !matches!(
            kind,
            AuthType::V2Password | AuthType::V2Token | AuthType::RackspaceApiKey
        );
        if user && version_3 && cloud.user.id.is_none() {
            one(
                &mut put,
                &cloud.user_domain,
                "user_domain_id",
                "user_domain_name",
            );
        }
        // An application credential has its project in it, and refuses another.
        if !by_credential {
            one(&mut put, &cloud.project, "project_id", "project_name");
            if version_3 && cloud.project.id.is_none() {
                one(
                    &mut put,
                    &cloud.project_domain,
                    "project_domain_id",
                    "project_domain_name",
                );
            }
        }
        rest.push(("auth_type", type_name(kind)));
        if let Some(region) = cloud.regions.first() {
            rest.push(("region_name", region.as_str()));
        }
        if let Some(interface) = &cloud.interface {
            rest.push(("interface", interface.as_str()));
        }
        rest.push(("identity_api_version", if version_3 { "3" } else { "2.0" }));
        let overrides = &cloud.endpoint_overrides;
        Self {
            auth,
            rest,
            overrides: overrides
                .iter()
                .map(|(service, url)| (service.replace('-', "_"), url.as_str()))
                .collect(),
            secret: secret_name(kind),
        }
    }
}

/// The id if there is one, for it cannot be taken for another's.
fn one<'a>(
    put: &mut impl FnMut(&'static str, &'a Option<String>),
    what: &'a NameOrId,
    id: &'static str,
    name: &'static str,
) {
    if what.id.is_some() {
        put(id, &what.id);
    } else {
        put(name, &what.name);
    }
}

fn type_name(kind: AuthType) -> &'static str {
    match kind {
        AuthType::Password | AuthType::MultiFactor | AuthType::Totp => "v3password",
        AuthType::V2Password => "v2password",
        AuthType::Token => "v3token",
        AuthType::V2Token => "v2token",
        AuthType::ApplicationCredential => "v3applicationcredential",
        AuthType::RackspaceApiKey => "rackspace_apikey",
    }
}

fn secret_name(kind: AuthType) -> &'static str {
    match kind {
        AuthType::Token | AuthType::V2Token => "token",
        AuthType::ApplicationCredential => "application_credential_secret",
        AuthType::RackspaceApiKey => "api_key",
        _ => "password",
    }
}

fn variable(setting: &str) -> String {
    format!("OS_{}", setting.to_ascii_uppercase())
}

/// A text in double quotes, which YAML reads as a string whatever is in it.
fn yaml(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // What YAML does not allow as it is, and what would end a line.
            c if c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                ) =>
            {
                _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text in single quotes, which shells take as it is; a NUL cannot be in a variable and is left out.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}
