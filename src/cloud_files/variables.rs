//! The environment variables that an openrc file sets, and the cloud that they describe.

use super::entry::Note;
use super::format::of_a_cloud;
use super::settings::{Settings, is_known};
use super::{CloudEntry, File, FileError};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// A text as far as a file tells it.
pub(super) type Value = Result<Zeroizing<String>, Unknown>;

/// Why the value of a variable is not known.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Unknown {
    /// A command or an expression makes it.
    Computed,
    /// The person is asked.
    Asked,
    /// It comes from a variable that the file does not set.
    Elsewhere(String),
}

/// Variables after a file has been gone through.
#[derive(Default)]
pub(super) struct Variables {
    set: BTreeMap<String, (usize, Value)>,
    pub(super) notes: Vec<Note>,
}

impl Variables {
    /// Sets a variable, on a line from 1.
    pub(super) fn set(&mut self, name: &str, line: usize, value: Value) {
        self.set.insert(name.to_owned(), (line, value));
    }

    /// Takes a variable away.
    pub(super) fn unset(&mut self, name: &str) {
        self.set
            .insert(name.to_owned(), (0, Ok(Zeroizing::default())));
    }

    /// What a reference to a variable stands for.
    pub(super) fn value(&self, name: &str) -> Value {
        match self.set.get(name) {
            Some((_, value)) => value.clone(),
            None => Err(Unknown::Elsewhere(name.to_owned())),
        }
    }

    /// Notes that a variable is set on a condition.
    pub(super) fn conditional(&mut self, variable: &str, line: usize) {
        if of_a_cloud(variable) {
            self.notes.push(Note::Conditional {
                variable: variable.to_owned(),
                line,
            });
        }
    }
}

/// Names that differ from `OS_` and the setting's name.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("NOVA_USERNAME", "username"),
    ("NOVA_PASSWORD", "password"),
    ("NOVA_API_KEY", "password"),
    ("NOVA_PROJECT_ID", "project_name"),
    ("NOVA_URL", "auth_url"),
    ("NOVA_REGION_NAME", "region_name"),
    ("NOVA_RAX_AUTH", "nova_rax_auth"),
    ("RAX_USERNAME", "username"),
    ("RAX_API_KEY", "api_key"),
    ("RAX_REGION", "region_name"),
    ("RS_USERNAME", "username"),
    ("RS_API_KEY", "api_key"),
    ("RS_REGION_NAME", "region_name"),
    ("RS_AUTH_URL", "auth_url"),
];

/// The cloud that the variables describe.
///
/// # Errors
/// When there is no such variable.
pub(super) fn entry(file: &File<'_>, variables: Variables) -> Result<CloudEntry, FileError> {
    let mut settings = Settings::with_notes(variables.notes);
    let mut any = false;
    for (name, (line, value)) in &variables.set {
        let other = OTHER_NAMES.iter().find(|(known, _)| known == name);
        let setting = match (other, name.strip_prefix("OS_")) {
            (Some((_, setting)), _) => (*setting).to_owned(),
            (None, Some(rest)) if rest != "CLOUD" => rest.to_ascii_lowercase(),
            (None, _) => continue,
        };
        let helper = !is_known(&setting);
        let (variable, line) = (name.clone(), *line);
        match value {
            Ok(text) => {
                any |= !text.is_empty() && !helper;
                if setting == "auth_methods" {
                    settings.add_methods(text);
                }
                settings.add(&setting, text);
            }
            Err(_) if helper => {}
            Err(Unknown::Asked) => settings.notes.push(Note::Asked(variable)),
            Err(Unknown::Computed) => settings.notes.push(Note::NotRun { variable, line }),
            Err(Unknown::Elsewhere(from)) => settings.notes.push(Note::Elsewhere {
                from: from.clone(),
                variable,
                line,
            }),
        }
    }
    if !any {
        let by_name = variables.set.contains_key("OS_CLOUD");
        return Err(FileError::NoClouds {
            file: file.name.to_owned(),
            missing: if by_name {
                "OS_CLOUD, the name of one in a clouds.yaml, and no more"
            } else {
                "no variable such as OS_AUTH_URL"
            },
        });
    }
    if settings.get("auth_url").is_none() && settings.get("api_key").is_some() {
        settings.add("profile", "rackspace");
    }
    Ok(settings.entry(name_of(file.name)))
}

/// Horizon calls its files `demo-openrc.sh` and `app-cred-laptop-openrc.sh`.
fn name_of(file: &str) -> String {
    let mut name = file;
    for end in [".sh", ".ps1", ".bat", ".cmd", ".txt", ".rc", ".env"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    for end in ["openrc", "openrc-v3", "openrc_v3", "rc"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    let name = name.strip_prefix("app-cred-").unwrap_or(name);
    let name = name.trim_matches(['-', '_', '.', ' ']);
    if name.is_empty() { "openrc" } else { name }.to_owned()
}
