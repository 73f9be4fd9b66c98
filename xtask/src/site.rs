//! Building the site.

use crate::project::{self, Profile};
use crate::stamp::Stamp;
use crate::{base, boot, compress, release, sh, split, tools};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
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
    let smaller = [wasm_opt, tools::esbuild()?.is_some()];
    let stamp = Stamp::of_sources(options.profile, &options.public_url, smaller)?;
    if stamp.is_current() {
        // Another commit may have the same sources of the site.
        if release::describe(&dist, options.profile, &options.public_url)? {
            stamp.write()?;
        }
        return Ok(dist);
    }
    let page = fs::read_to_string(dist.join("index.html")).unwrap_or_default();
    if let Some(there) = base::of_page(&page)
        && Stamp::of_sources(options.profile, there, smaller)?.is_current()
    {
        move_to(&dist, &page, options)?;
        release::describe(&dist, options.profile, &options.public_url)?;
        stamp.write()?;
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
            "--locked",
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
    release::describe(&dist, options.profile, &options.public_url)?;
    stamp.write()?;
    Ok(dist)
}

/// Makes of a site that is built the same one for another path.
fn move_to(dist: &Path, page: &str, options: &Options) -> Result<()> {
    let page = base::moved(page, &options.public_url).context("index.html has no base")?;
    for name in base::PAGES {
        let file = dist.join(name);
        fs::write(&file, &page)?;
        if options.profile == Profile::Release {
            compress::file(&file)?;
        }
    }
    Ok(())
}

/// Compiler flags that keep this machine's folders out of the program: the same commit gives the same bytes anywhere.
/// Where cargo has been told of a mirror, its sources lie in a folder called after that.
fn same_everywhere() -> Result<String> {
    let home = project::cargo_home()?;
    let sources = home.join("registry/src");
    let mut folders = vec![
        (home, "/cargo".to_owned()),
        (project::root().to_owned(), "/keyhaven".to_owned()),
    ];
    for registry in std::fs::read_dir(&sources).into_iter().flatten() {
        folders.push((registry?.path(), "/cargo/registry".to_owned()));
    }
    // Of several that fit, the compiler takes the last.
    let flags = folders
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    Ok(flags.collect::<Vec<_>>().join(" "))
}

fn path_with(folder: &std::path::Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(
        std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path)),
    )?)
}
