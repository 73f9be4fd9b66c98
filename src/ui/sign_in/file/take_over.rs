//! From a cloud in a file to the form's fields.

use crate::{
    browser::boot,
    cloud_files::{AuthType, CloudEntry, NameOrId},
    config::Cloud,
    openstack::identity::AuthUrl,
    ui::sign_in::fields::{By, Fields, OTHER},
};
use leptos::prelude::Set;

/// Puts what the file says into the fields; gives what the person must know besides.
pub(super) fn take_over(
    fields: Fields,
    entry: &CloudEntry,
    clouds: &[Cloud],
    other_clouds: bool,
) -> Vec<String> {
    let mut said: Vec<String> = entry.notes.iter().map(ToString::to_string).collect();
    let url = entry.auth_url.clone().unwrap_or_default();
    let listed = clouds
        .iter()
        .position(|cloud| AuthUrl::are_same(&boot::absolute(&cloud.auth_url), &url));
    match listed {
        Some(at) => fields.choose(at.to_string(), clouds),
        None if other_clouds || url.is_empty() => {
            fields.choose(OTHER.to_owned(), clouds);
            fields.auth_url.set(url);
        }
        None => {
            said.insert(0, format!("This site signs in to the clouds in its list only, and {url} is not one of them."));
            return said;
        }
    }
    let by = match &entry.auth {
        Ok(AuthType::Password | AuthType::V2Password | AuthType::Totp | AuthType::MultiFactor) => {
            By::Password
        }
        Ok(AuthType::Token | AuthType::V2Token) => By::Token,
        Ok(AuthType::ApplicationCredential) => By::ApplicationCredential,
        Ok(AuthType::RackspaceApiKey) => By::RackspaceApiKey,
        Err(unsupported) => {
            let reason = unsupported.to_string();
            said.insert(
                0,
                format!("{}. Sign in by another method.", capitalized(&reason)),
            );
            By::Password
        }
    };
    fields.by.set(by);
    let secret = match by {
        By::Password => &entry.password,
        By::ApplicationCredential => &entry.application_credential_secret,
        By::Token => &entry.token,
        By::RackspaceApiKey => &entry.api_key,
    };
    fields.secret.set(
        secret
            .as_ref()
            .map(|secret| secret.expose().to_owned())
            .unwrap_or_default(),
    );
    let code = entry.passcode.as_ref().map(|code| code.expose().to_owned());
    fields.code.set(code.unwrap_or_default());
    for (field, value) in [
        (fields.user, &entry.user),
        (fields.user_domain, &entry.user_domain),
        (fields.project, &entry.project),
        (fields.project_domain, &entry.project_domain),
        (fields.credential, &entry.application_credential),
    ] {
        let NameOrId { name, id } = value;
        if let Some(text) = id.as_ref().or(name.as_ref()) {
            field.set(text.clone());
        }
    }
    if by == By::ApplicationCredential && entry.application_credential.id.is_some() {
        fields.user.set(String::new());
    }
    if let Some(region) = entry.regions.first() {
        fields.region.set(region.clone());
    }
    fields
        .endpoints
        .set(entry.endpoint_overrides.iter().cloned().collect());
    said
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), chars.as_str())
}
