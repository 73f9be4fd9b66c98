//! Building the site.

use crate::project::{self, Profile};
use crate::stamp::Stamp;
use crate::{boot, sh, split, tools};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

/// How to build.
pub struct Options {
    /// Small for hosting, or quick for development.
    pub profile: Profile,
    /// The path under which the site is served, `/` or `/sub/`.
    pub public_url: String,
    /// Whether a missing wasm-opt is an error; else the site is just larger.
    pub needs_wasm_opt: bool,
}

impl Options {
    /// The site as it is hosted, at the root of its host.
    pub fn release() -> Self {
        Self {
            profile: Profile::Release,
            public_url: "/".into(),
            needs_wasm_opt: true,
        }
    }
}

/// Builds the site unless it is there already, and gives its folder.
///
/// # Errors
/// When a tool cannot be installed or the build fails.
pub fn build(options: &Options) -> Result<PathBuf> {
    boot::checked_base(&options.public_url)?;
    let dist = options.profile.dist()?;
    let wasm_opt = tools::wasm_opt()?.is_some();
    if options.needs_wasm_opt && !wasm_opt {
        bail!("wasm-opt is missing: install Node.js with npm, or the package binaryen");
    }
    // Two builds at once would write into each other's files. The lock goes when this process does.
    let lock = File::create(project::target()?.join("site.lock")).context("site.lock")?;
    if lock.try_lock().is_err() {
        println!("keyhaven: waiting for another build of the site");
        lock.lock()?;
    }
    let stamp = Stamp::of_sources(
        options.profile,
        &options.public_url,
        [wasm_opt, tools::esbuild()?.is_some()],
    )?;
    if stamp.is_current() {
        return Ok(dist);
    }
    tools::wasm_target()?;
    let (stand_in, real_bindgen) = split::stand_in(&tools::wasm_bindgen()?)?;
    let trunk = tools::trunk()?;
    println!("keyhaven: building the site into {}", dist.display());
    // Trunk runs cargo without the network, and asks it about every dependency on every platform.
    sh::run(project::cargo().args(["fetch", "--quiet"]))?;
    let mut command = Command::new(trunk);
    command
        .current_dir(project::root())
        .args([
            "build",
            "--offline",
            "true",
            "--skip-version-check",
            "--log",
            "error",
            "--public-url",
            &options.public_url,
        ])
        .arg("--dist")
        .arg(&dist)
        .env("PATH", path_with(&stand_in)?)
        .env(real_bindgen.0, real_bindgen.1)
        // The failing step has said what is wrong by then; where Trunk was at the time helps nobody.
        .env("RUST_BACKTRACE", "0")
        // Trunk takes only the words true and false, and many people set 1.
        .env_remove("NO_COLOR");
    let mut flags = split::RUSTFLAGS.to_owned();
    if options.profile == Profile::Release {
        flags = format!("{flags} {}", same_everywhere()?);
        command.arg("--release");
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    sh::run(&mut command)?;
    stamp.write()?;
    Ok(dist)
}

/// Compiler flags that keep this machine's folders out of the program: the same commit gives the same bytes anywhere.
fn same_everywhere() -> Result<String> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir()
            .context("no home folder")?
            .join(".cargo"),
    };
    let root = project::root();
    Ok(format!(
        "--remap-path-prefix={}=/cargo --remap-path-prefix={}=/keyhaven",
        home.display(),
        root.display()
    ))
}

fn path_with(folder: &std::path::Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(
        std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path)),
    )?)
}
