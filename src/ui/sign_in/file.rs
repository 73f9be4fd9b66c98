//! Filling the form from a `clouds.yaml` or openrc file. The file is read here and goes nowhere.

use super::attempt::Attempt;
use super::fields::{By, Fields, OTHER};
use crate::{
    browser::{boot, files},
    cloud_files::{self, AuthType, CloudEntry, File, NameOrId},
    config::Cloud,
    openstack::identity::AuthUrl,
    ui::{dynamic::dynamic, field::SelectField},
};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What came of the files.
#[derive(Clone)]
enum Read {
    Nothing,
    Failed(String),
    Clouds(Arc<Vec<CloudEntry>>),
}

/// The file field, and which of a file's clouds.
#[component]
pub fn FromFile(attempt: Attempt, other_clouds: bool) -> impl IntoView {
    let read = RwSignal::new(Read::Nothing);
    let said = RwSignal::new(Vec::<String>::new());
    let chosen = RwSignal::new("0".to_owned());
    let fill = move |at: String| {
        let Read::Clouds(entries) = read.get_untracked() else {
            return;
        };
        if let Some(entry) = at.parse().ok().and_then(|at: usize| entries.get(at)) {
            let clouds = attempt.clouds.get_value();
            said.set(take_over(attempt.fields, entry, &clouds, other_clouds));
            chosen.set(at);
        }
    };
    let pick = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(picked) = input.files().filter(|picked| picked.length() > 0) else {
            return;
        };
        spawn_local(async move {
            said.set(Vec::new());
            let outcome = read_all(picked).await;
            // The same file can be picked again after it was changed.
            input.set_value("");
            read.set(match outcome {
                Ok(entries) => Read::Clouds(Arc::new(entries)),
                Err(reason) => Read::Failed(reason),
            });
            fill("0".to_owned());
        });
    };
    let result = move || match read.get() {
        Read::Nothing => None,
        Read::Failed(reason) => {
            Some(view! { <p class="error" role="alert">{reason}</p> }.into_any())
        }
        Read::Clouds(entries) => {
            Some(view! { <Found entries chosen said choose=fill /> }.into_any())
        }
    };
    view! {
        <div class="field">
            <label for="cloud-file">"clouds.yaml or openrc file"</label>
            <input id="cloud-file" type="file" multiple aria-describedby="cloud-file-hint" on:change=pick />
            <p class="hint" id="cloud-file-hint">"Fills in this form. The file is read in this page and sent nowhere."</p>
            {dynamic(result)}
        </div>
    }
}

#[component]
fn Found(
    entries: Arc<Vec<CloudEntry>>,
    chosen: RwSignal<String>,
    said: RwSignal<Vec<String>>,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let options: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (at.to_string(), entry.name.clone()))
        .collect();
    let one = options.first().filter(|_| options.len() == 1).cloned();
    let notes = move || {
        let line = |text| view! { <li>{text}</li> };
        let notes = said.get();
        (!notes.is_empty())
            .then(|| view! { <ul class="hint">{notes.into_iter().map(line).collect_view()}</ul> })
    };
    view! {
        <div role="status" class="from-file">
            {match one {
                Some((_, name)) => view! { <p class="hint">"Filled in from “"{name}"”."</p> }.into_any(),
                None => view! {
                    <SelectField label="Cloud in the file" id="cloud-in-file" value=chosen options=Signal::stored(options) choose />
                }.into_any(),
            }}
            {dynamic(notes)}
        </div>
    }
}

/// Reads the picked files, whose parts of the program are fetched first.
async fn read_all(picked: web_sys::FileList) -> Result<Vec<CloudEntry>, String> {
    let mut texts = Vec::new();
    for at in 0..picked.length() {
        if let Some(file) = picked.get(at) {
            let text = files::read(&file)
                .await
                .map_err(|error| error.to_string())?;
            texts.push((file.name(), text));
        }
    }
    parse(texts).await.map_err(|_| {
        "The part of the program that reads such files could not be fetched. Check the connection and try again.".to_owned()
    })?
}

#[wasm_split(files, wasm_split_path = leptos::wasm_split, fallible)]
fn parse(
    texts: Vec<(String, String)>,
) -> Result<Result<Vec<CloudEntry>, String>, SplitLoaderError> {
    let files: Vec<_> = texts
        .iter()
        .map(|(name, text)| File { name, text })
        .collect();
    Ok(cloud_files::read(&files).map_err(|error| format!("{error}.")))
}

/// Puts what the file says into the fields; gives what the person must know besides.
fn take_over(
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
