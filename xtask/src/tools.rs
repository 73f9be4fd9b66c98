//! The pinned tools: one place for their versions.

use crate::install::{Source, Tool};
use crate::{project, sh};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the site. 0.22 wants a newer compiler than the one pinned.
const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    takes: "about 6 minutes",
    from: Source::Cargo {
        name: "trunk",
        options: &["--locked"],
        opt_level: "0",
    },
};
/// Makes the JavaScript side of a WebAssembly program; must be the version of the crate in Cargo.lock. Not `--locked`:
/// its own lock file names a version that is gone.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: "0.2.130",
    takes: "about 3 minutes",
    from: Source::Cargo {
        name: "wasm-bindgen-cli",
        options: &["--no-default-features"],
        opt_level: "1",
    },
};
/// Has wasm-opt.
const BINARYEN: Tool = Tool {
    name: "binaryen",
    version: "132",
    takes: "some seconds",
    from: Source::Npm("132.0.0"),
};
/// Makes scripts and style sheets smaller.
const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: "0.28.2",
    takes: "some seconds",
    from: Source::Npm("0.28.2"),
};
/// Finds accessibility faults in the end-to-end tests.
const AXE: Tool = Tool {
    name: "axe-core",
    version: "4.14.1",
    takes: "some seconds",
    from: Source::Npm("4.14.1"),
};
/// Drives Firefox in the end-to-end tests.
const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
    takes: "about 4 minutes",
    from: Source::Cargo {
        name: "geckodriver",
        options: &["--locked"],
        opt_level: "0",
    },
};
/// Google's rules for what a Content-Security-Policy should not allow.
const CSP_EVALUATOR: Tool = Tool {
    name: "csp_evaluator",
    version: "1.1.8",
    takes: "some seconds",
    from: Source::Npm("1.1.8"),
};
/// Checks licences and sources of the dependencies.
const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    takes: "about 2 minutes",
    from: Source::Cargo {
        name: "cargo-deny",
        options: &["--locked"],
        opt_level: "0",
    },
};

/// Which versions a site is built with, for its manifest. A tool that is not there has none.
///
/// # Errors
/// When a tool does not say its version.
pub fn versions() -> Result<BTreeMap<&'static str, String>> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = sh::read(
        Command::new(rustc)
            .current_dir(project::root())
            .arg("--version"),
    )?;
    let with_node = sh::find("node").is_some() && sh::find("npm").is_some();
    let (binaryen, esbuild) = match with_node {
        true => (BINARYEN.version.to_owned(), ESBUILD.version.to_owned()),
        // What is found instead of the pinned one says "wasm-opt version 108".
        false => (
            match wasm_opt()? {
                Some(mut command) => sh::read(command.arg("--version"))?,
                None => "none".to_owned(),
            },
            "none".to_owned(),
        ),
    };
    Ok(BTreeMap::from([
        ("rustc", rustc),
        ("trunk", TRUNK.version.to_owned()),
        ("wasm-bindgen", WASM_BINDGEN.version.to_owned()),
        ("binaryen", binaryen),
        ("esbuild", esbuild),
    ]))
}

/// The target that both programs are compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Trunk's program; installed when it is missing.
///
/// # Errors
/// When the install fails.
pub fn trunk() -> Result<PathBuf> {
    Ok(TRUNK.get()?.join("bin/trunk"))
}

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`; installed when they are missing.
///
/// # Errors
/// When Cargo.lock has another version of the crate than the one pinned here, or the install fails.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let lock = std::fs::read_to_string(project::root().join("Cargo.lock")).context("Cargo.lock")?;
    let locked = locked_version(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    if locked != WASM_BINDGEN.version {
        bail!(
            "Cargo.lock has wasm-bindgen {locked}, but xtask/src/tools.rs and Trunk.toml pin {}: they must be equal",
            WASM_BINDGEN.version
        );
    }
    Ok(WASM_BINDGEN.get()?.join("bin"))
}

/// A command that starts wasm-opt: the pinned one when Node.js is there to run it, else one on `PATH`, else none.
///
/// # Errors
/// When npm is there and the install fails.
pub fn wasm_opt() -> Result<Option<Command>> {
    let pinned = with_node(&BINARYEN, "binaryen/bin/wasm-opt")?;
    Ok(pinned.or_else(|| sh::find("wasm-opt").map(Command::new)))
}

/// A command that starts esbuild, when Node.js and npm are there.
///
/// # Errors
/// When the install fails.
pub fn esbuild() -> Result<Option<Command>> {
    with_node(&ESBUILD, "esbuild/bin/esbuild")
}

fn with_node(tool: &Tool, script: &str) -> Result<Option<Command>> {
    let (Some(node), Some(_)) = (sh::find("node"), sh::find("npm")) else {
        return Ok(None);
    };
    let mut command = Command::new(node);
    command.arg(tool.get()?.join("node_modules").join(script));
    Ok(Some(command))
}

/// The script of axe-core; installed when it is missing.
///
/// # Errors
/// When npm is missing or the install fails.
pub fn axe() -> Result<PathBuf> {
    Ok(AXE.get()?.join("node_modules/axe-core/axe.min.js"))
}

/// geckodriver's program; installed when it is missing.
///
/// # Errors
/// When the install fails.
pub fn geckodriver() -> Result<PathBuf> {
    Ok(GECKODRIVER.get()?.join("bin/geckodriver"))
}

/// The folder of Google's CSP evaluator; installed when it is missing.
///
/// # Errors
/// When npm is missing or the install fails.
pub fn csp_evaluator() -> Result<PathBuf> {
    Ok(CSP_EVALUATOR.get()?.join("node_modules/csp_evaluator"))
}

/// cargo-deny's program; installed when it is missing.
///
/// # Errors
/// When the install fails.
pub fn cargo_deny() -> Result<PathBuf> {
    Ok(CARGO_DENY.get()?.join("bin/cargo-deny"))
}

/// Adds the WebAssembly target to the toolchain when it is missing.
///
/// # Errors
/// When it is missing and there is no rustup to add it.
pub fn wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let library = sh::read(Command::new(rustc).current_dir(project::root()).args([
        "--print",
        "target-libdir",
        "--target",
        WASM,
    ]))?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    if sh::find("rustup").is_none() {
        bail!(
            "this Rust toolchain has no target {WASM}: install it with your distribution's means, or use rustup"
        );
    }
    println!("keyhaven: adding the target {WASM} to the toolchain (some seconds)");
    sh::run(
        Command::new("rustup")
            .current_dir(project::root())
            .args(["--quiet", "target", "add", WASM]),
    )
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn trunk_toml_names_the_same_wasm_bindgen() -> Result<()> {
        let config = std::fs::read_to_string(project::root().join("Trunk.toml"))?;
        assert!(config.contains(&format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version)));
        Ok(())
    }
}
