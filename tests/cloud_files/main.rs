//! `clouds.yaml` and openrc files: read as people have them, and written so that the real programs read the same.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod openrc;
mod properties;
mod windows;
mod write;
mod wrong;
mod yaml;

use keyhaven::cloud_files::{self, AuthType, CloudEntry, File, FileError, NameOrId, Secret};

/// The clouds in files, which must be readable.
fn clouds(files: &[(&str, &str)]) -> Vec<CloudEntry> {
    match read(files) {
        Ok(clouds) => clouds,
        Err(error) => panic!("{error}"),
    }
}

/// The one cloud in a file.
fn cloud(name: &str, text: &str) -> CloudEntry {
    let mut clouds = clouds(&[(name, text)]);
    assert_eq!(clouds.len(), 1);
    clouds.remove(0)
}

/// Why a file is refused.
fn refused(name: &str, text: &str) -> FileError {
    match read(&[(name, text)]) {
        Ok(clouds) => panic!("{} clouds were read", clouds.len()),
        Err(error) => error,
    }
}

fn read(files: &[(&str, &str)]) -> Result<Vec<CloudEntry>, FileError> {
    let files: Vec<_> = files
        .iter()
        .map(|&(name, text)| File { name, text })
        .collect();
    cloud_files::read(&files)
}

fn names(clouds: &[CloudEntry]) -> Vec<&str> {
    clouds.iter().map(|cloud| cloud.name.as_str()).collect()
}

fn named(name: &str) -> NameOrId {
    NameOrId {
        name: Some(name.to_owned()),
        id: None,
    }
}

fn id(id: &str) -> NameOrId {
    NameOrId {
        name: None,
        id: Some(id.to_owned()),
    }
}

fn exposed(secret: &Option<Secret>) -> Option<&str> {
    secret.as_ref().map(Secret::expose)
}

fn notes(cloud: &CloudEntry) -> String {
    let notes: Vec<_> = cloud.notes.iter().map(ToString::to_string).collect();
    notes.join("\n")
}

fn auth(cloud: &CloudEntry) -> AuthType {
    *cloud.auth.as_ref().unwrap()
}
