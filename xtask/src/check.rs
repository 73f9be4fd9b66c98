//! `cargo xtask check`: everything that can be said about the sources without running them.

use crate::{budget, project, sh, site, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;
use std::time::Instant;

/// Runs all checks, and stops at the first that fails.
///
/// # Errors
/// When a check fails or a tool cannot be installed.
pub fn run() -> Result<()> {
    step("formatting", || {
        sh::run(project::unlocked_cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("lints, native", || {
        clippy(&["--workspace", "--all-targets"])
    })?;
    tools::wasm_target()?;
    step("lints, app", || wasm_clippy("app"))?;
    step("lints, vault and audit", || wasm_clippy("vault,audit"))?;
    step("licences and sources", deny)?;
    step("size budget", budget)
}

/// Builds the site for hosting and holds its files against the budget.
///
/// # Errors
/// When the build fails, or the site is too large, or shows folders of this machine.
pub fn budget() -> Result<()> {
    let dist = site::build(&site::Options::release())?;
    budget::check(&dist)?;
    let here = [
        project::root().to_owned(),
        std::env::home_dir().context("no home folder")?,
    ];
    for file in crate::compress::files(&dist)?
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "wasm"))
    {
        let bytes = fs::read(file)?;
        for folder in here
            .iter()
            .filter_map(|folder| folder.to_str())
            .filter(|folder| folder.len() > 1)
        {
            let prefix = format!("{folder}/");
            if bytes
                .windows(prefix.len())
                .any(|part| part == prefix.as_bytes())
            {
                bail!(
                    "{} holds the path {prefix}: its bytes differ from machine to machine",
                    file.display()
                );
            }
        }
    }
    Ok(())
}

fn step(name: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("== {name}");
    let start = Instant::now();
    check().with_context(|| name.to_owned())?;
    println!("   {:.0} s", start.elapsed().as_secs_f32());
    Ok(())
}

fn wasm_clippy(features: &str) -> Result<()> {
    clippy(&[
        "--package",
        "keyhaven",
        "--target",
        tools::WASM,
        "--no-default-features",
        "--features",
        features,
    ])
}

fn clippy(what: &[&str]) -> Result<()> {
    sh::run(
        project::cargo()
            .args(["clippy", "--quiet"])
            .args(what)
            .args(["--", "-D", "warnings"]),
    )
}

/// Not the advisories: they come from a git repository, and a build must not depend on the day.
fn deny() -> Result<()> {
    let mut command = Command::new(tools::cargo_deny()?);
    sh::run(command.current_dir(project::root()).args([
        "--log-level",
        "error",
        "check",
        "licenses",
        "bans",
        "sources",
    ]))
}
