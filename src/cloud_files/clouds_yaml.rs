//! `clouds.yaml`, with `secure.yaml` and `clouds-public.yaml` beside it.

use super::entry::Note;
use super::settings::Settings;
use super::yaml::{self, Entry, Node, Trouble, Value};
use super::{CloudEntry, File, FileError, format::without_mark};
use std::rc::Rc;

/// More clouds than anyone has.
const MAX_CLOUDS: usize = 500;

/// Reads the files as one.
///
/// # Errors
/// Not YAML, or no cloud in any of them.
pub(super) fn read(files: &[File<'_>]) -> Result<Vec<CloudEntry>, FileError> {
    let mut documents = Vec::new();
    for file in files {
        let root = yaml::read(without_mark(file.text)).map_err(|trouble| of_file(file, trouble))?;
        if root.get("clouds").is_none() && root.get("public-clouds").is_none() {
            return Err(no_clouds(file, &root));
        }
        documents.push((file, root));
    }
    let of = |secure| {
        let is = move |(file, _): &&(&File<'_>, _)| starts_with(file.name, "secure") == secure;
        documents.iter().filter(is)
    };
    let mut names: Vec<String> = Vec::new();
    for (file, root) in of(false).chain(of(true)) {
        let Some(Value::Map(clouds)) = root.get("clouds").map(|node| &node.value) else {
            continue;
        };
        let mut clouds: Vec<_> = clouds.iter().collect();
        clouds.sort_unstable_by_key(|(_, entry)| entry.at);
        for (name, entry) in clouds {
            if !names.contains(name) {
                names.push(name.clone());
            }
            if names.len() > MAX_CLOUDS {
                let line = entry.node.line;
                return Err(of_file(file, Trouble::TooComplex { line }));
            }
        }
    }
    if names.is_empty() {
        return Err(no_clouds(&files[0], &documents[0].1));
    }
    // What secure.yaml says counts before what the others say.
    let roots = of(true).chain(of(false)).map(|(_, root)| root);
    let roots: Vec<&Rc<Node>> = roots.collect();
    Ok(names.into_iter().map(|name| entry(name, &roots)).collect())
}

fn entry(name: String, roots: &[&Rc<Node>]) -> CloudEntry {
    let mut settings = Settings::default();
    let find = |section, name: &str| {
        roots
            .iter()
            .filter_map(move |root| root.get(section)?.get(name))
            .collect::<Vec<_>>()
    };
    let clouds = find("clouds", &name);
    add_all(&mut settings, &clouds);
    if let Some(profile) = settings.get("profile").map(str::to_owned) {
        add_all(&mut settings, &find("public-clouds", &profile));
    }
    settings.entry(name)
}

/// First what all say under `auth`, then the rest, as the clients do.
fn add_all(settings: &mut Settings, clouds: &[&Rc<Node>]) {
    for cloud in clouds {
        if let Some(auth) = cloud.get("auth") {
            add(settings, auth);
        }
    }
    for cloud in clouds {
        add(settings, cloud);
    }
}

fn add(settings: &mut Settings, node: &Node) {
    let Value::Map(map) = &node.value else {
        return;
    };
    for (key, Entry { node: value, .. }) in map {
        let key = key.replace('-', "_");
        match (&value.value, key.as_str()) {
            (Value::Text(text), "auth_methods") => settings.add_methods(text),
            (Value::Text(text), _) => settings.add(&key, text),
            (Value::List(list), "regions" | "region_name") if settings.regions.is_empty() => {
                settings.regions = list.iter().filter_map(|item| region(item)).collect();
            }
            (Value::List(list), "auth_methods") => {
                settings.auth_methods = list
                    .iter()
                    .filter_map(|item| item.text().map(str::to_owned))
                    .collect();
            }
            (Value::Null, _) | (Value::List(_), "regions" | "region_name") | (_, "auth") => {}
            _ if SIGNING_IN.contains(&key.as_str()) => settings.notes.push(Note::NoText {
                setting: key,
                line: value.line,
            }),
            _ => {}
        }
    }
}

/// Settings whose loss a person must hear of.
const SIGNING_IN: [&str; 12] = [
    "auth_url",
    "username",
    "user_id",
    "password",
    "api_key",
    "token",
    "passcode",
    "application_credential_id",
    "application_credential_secret",
    "project_name",
    "project_id",
    "auth_type",
];

/// A region is a name, or a map with it and settings of its own.
fn region(item: &Node) -> Option<String> {
    item.text()
        .or_else(|| item.get("name").and_then(|name| name.text()))
        .map(str::to_owned)
}

/// Whatever the case.
fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn of_file(file: &File<'_>, trouble: Trouble) -> FileError {
    let file = file.name.to_owned();
    match trouble {
        Trouble::Syntax { line, what } => FileError::NotYaml { file, line, what },
        Trouble::TooComplex { line } => FileError::TooComplex { file, line },
    }
}

/// What else it may be.
fn no_clouds(file: &File<'_>, root: &Node) -> FileError {
    let has = |key| root.get(key).is_some();
    let text = without_mark(file.text).trim_start();
    let what = match () {
        () if has("apiVersion") && (has("clusters") || has("contexts")) => {
            "a kubeconfig file of Kubernetes"
        }
        () if has("apiVersion") && has("kind") => "a manifest of Kubernetes",
        () if has("services") && !has("clouds") => "a file of Docker Compose",
        () if has("heat_template_version") => "a template of Heat",
        () if has("auth_url") || has("auth") => {
            return FileError::NoClouds {
                file: file.name.to_owned(),
                missing: "the settings of one, but not under “clouds:” and a name",
            };
        }
        () if text.starts_with('{') || text.starts_with('[') => "JSON of another kind",
        () if matches!(root.value, Value::Map(_)) => {
            return FileError::NoClouds {
                file: file.name.to_owned(),
                missing: "no “clouds:”, or nothing under it",
            };
        }
        () => "text of another kind",
    };
    FileError::WrongFile {
        file: file.name.to_owned(),
        what,
    }
}
