//! Installing tools, once per user.
//!
//! `$KEYHAVEN_TOOLS`, else `$XDG_CACHE_HOME/keyhaven/tools`, else `~/.cache/keyhaven/tools`, holds one folder for each
//! tool and version. A tool is installed into a folder beside it, which takes the final name only when everything is
//! there: an install that broke off is never taken for a good one.

use crate::{project, sh};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A tool of one exact version.
pub struct Tool {
    /// Its name; its folder is called NAME-VERSION.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// How long an install takes, for the person who waits.
    pub takes: &'static str,
    /// Where it comes from.
    pub from: Source,
}

/// Where a tool is installed from.
pub enum Source {
    /// crates.io, compiled here.
    Cargo {
        /// The crate's name.
        name: &'static str,
        /// More options for `cargo install`.
        options: &'static [&'static str],
        /// How far it is optimised. Compiling is most of what the tools cost: 0 for those that have little to do.
        opt_level: &'static str,
    },
    /// The exact version as npm writes it.
    Npm(&'static str),
}

impl Tool {
    fn folder(&self) -> Result<PathBuf> {
        let base = if let Some(own) = std::env::var_os("KEYHAVEN_TOOLS") {
            PathBuf::from(own)
        } else if let Some(cache) =
            std::env::var_os("XDG_CACHE_HOME").filter(|cache| !cache.is_empty())
        {
            PathBuf::from(cache).join("keyhaven/tools")
        } else {
            std::env::home_dir()
                .context("no home folder to keep the tools in: set KEYHAVEN_TOOLS")?
                .join(".cache/keyhaven/tools")
        };
        // Tools are started from other folders than the one that a relative path is meant for.
        Ok(std::path::absolute(base)?.join(format!("{}-{}", self.name, self.version)))
    }

    /// The folder of the installed tool; installs it when it is missing.
    ///
    /// # Errors
    /// When the install fails.
    pub fn get(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        if folder.exists() {
            return Ok(folder);
        }
        println!(
            "keyhaven: installing {} {} into {} (once, {})",
            self.name,
            self.version,
            folder.display(),
            self.takes
        );
        let unfinished =
            folder.with_file_name(format!(".unfinished-{}-{}", self.name, std::process::id()));
        std::fs::create_dir_all(&unfinished)
            .with_context(|| format!("cannot create {}", unfinished.display()))?;
        let installed = self.install(&unfinished).and_then(|()| {
            // Another xtask may have been faster; its install is as good.
            if folder.exists() {
                Ok(())
            } else {
                Ok(std::fs::rename(&unfinished, &folder)?)
            }
        });
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished)?;
        }
        installed.with_context(|| format!("installing {} {}", self.name, self.version))?;
        Ok(folder)
    }

    fn install(&self, into: &Path) -> Result<()> {
        match self.from {
            Source::Cargo {
                name,
                options,
                opt_level,
            } => self.cargo_install(name, options, opt_level, into),
            Source::Npm(version) => {
                let npm = sh::find("npm")
                    .with_context(|| format!("npm is needed for {}: install Node.js", self.name))?;
                let package = format!("{}@{version}", self.name);
                sh::read(
                    Command::new(npm)
                        .args([
                            "install",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                        ])
                        .arg(into)
                        .arg(package),
                )?;
                Ok(())
            }
        }
    }

    /// Compiled for being compiled soon, not for speed: fat link-time optimisation would take three times as long.
    fn cargo_install(
        &self,
        name: &str,
        options: &[&str],
        opt_level: &str,
        into: &Path,
    ) -> Result<()> {
        let objects = into.join("target");
        sh::run(
            project::unlocked_cargo()
                .args(["install", "--quiet", "--root"])
                .arg(into)
                .args(options)
                .arg(format!("{name}@{}", self.version))
                .env("CARGO_TARGET_DIR", &objects)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level),
        )?;
        std::fs::remove_dir_all(objects)?;
        Ok(())
    }
}
