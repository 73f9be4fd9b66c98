//! Where things are: the repository, cargo's target folder, the two sites that can be built.

use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// Cargo's target folder, as cargo itself reports it (it may be configured elsewhere).
///
/// # Errors
/// When `cargo metadata` fails, which it does for a broken manifest.
pub fn target() -> Result<PathBuf> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .context("cargo metadata")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}

/// The text of a file, by its path in the repository.
///
/// # Errors
/// When it cannot be read or is no UTF-8.
pub fn source(path: &str) -> Result<String> {
    read(&root().join(path))
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read or is no UTF-8.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// A `cargo` command in the repository's root. It takes Cargo.lock as it is, or fails.
pub fn cargo() -> Command {
    let mut command = unlocked_cargo();
    command.arg("--locked");
    command
}

/// A `cargo` command for what has nothing to do with this repository's Cargo.lock.
pub fn unlocked_cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Cargo's own folder, with what it has downloaded.
///
/// # Errors
/// When there is no home folder for it to be in.
pub fn cargo_home() -> Result<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(home) => Ok(PathBuf::from(home)),
        None => Ok(std::env::home_dir()
            .context("no home folder")?
            .join(".cargo")),
    }
}

/// Which site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Small and fast, as it is hosted; in `dist/`.
    Release,
    /// Quick to build, for working on Keyhaven; in the target folder.
    Dev,
}

impl Profile {
    /// The folder the site is written to.
    ///
    /// # Errors
    /// When cargo's target folder is not known.
    pub fn dist(self) -> Result<PathBuf> {
        Ok(match self {
            Self::Release => root().join("dist"),
            Self::Dev => target()?.join("site-dev"),
        })
    }
}
