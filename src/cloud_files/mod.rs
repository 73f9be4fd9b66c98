//! `clouds.yaml` and openrc files: what people already have for signing in, read where it lies, and written.
//!
//! [`read`] takes one file or several that belong together (`clouds.yaml` with `secure.yaml` beside it) and gives the clouds in
//! them; [`write`] makes the same files for a cloud, without secrets. No command in a file is ever run. What a file says and
//! a page cannot do, such as trusting another certificate authority, comes out as a [`Note`].
//!
//! `clouds.yaml`: <https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html>. The variables of openrc
//! files: <https://docs.openstack.org/python-openstackclient/latest/cli/man/openstack.html>.

mod batch;
mod clouds_yaml;
mod entry;
mod error;
mod format;
mod powershell;
mod settings;
mod shell;
mod variables;
pub mod write;
mod yaml;

pub use entry::{AuthType, CloudEntry, NameOrId, Note, Secret, UnsupportedAuth};
pub use error::FileError;

use format::Format;

/// The most bytes that a file may have: people's files have a few thousand.
pub const MAX_BYTES: usize = 1_000_000;

/// A file as the browser hands it over.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its name, such as `clouds.yaml` or `demo-openrc.sh`.
    pub name: &'a str,
    /// What is in it.
    pub text: &'a str,
}

/// Reads files that were chosen together and gives every cloud in them, in the files' order.
///
/// YAML files are taken as one: `secure.yaml` adds to `clouds.yaml` and `clouds-public.yaml` has the profiles, as the
/// clients do it. Each openrc file is a cloud.
///
/// # Errors
/// The first reason why a file cannot be used: too big, no YAML, something else than a file of clouds. An entry that needs
/// an authentication type that no page can do is no error of the file: [`CloudEntry::auth`] says so.
pub fn read(files: &[File<'_>]) -> Result<Vec<CloudEntry>, FileError> {
    let mut documents = Vec::new();
    let mut entries = Vec::new();
    for file in files {
        match format::recognise(file)? {
            Format::Yaml => documents.push(*file),
            Format::Shell => entries.push(variables::entry(file, shell::read(file.text))?),
            Format::PowerShell => {
                entries.push(variables::entry(file, powershell::read(file.text))?)
            }
            Format::Batch => entries.push(variables::entry(file, batch::read(file.text))?),
        }
    }
    if !documents.is_empty() {
        entries.splice(0..0, clouds_yaml::read(&documents)?);
    }
    Ok(entries)
}
