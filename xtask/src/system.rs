//! What the tests need from the system: a browser, its driver, and the key tools to compare with.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

struct Needed {
    /// Any of these will do.
    programs: &'static [&'static str],
    /// And this, a module that `python3` can import.
    module: Option<&'static str>,
    /// The package of Debian that has it.
    package: &'static str,
}

const TEST_TOOLS: [Needed; 6] = [
    Needed {
        programs: &["chromium", "chromium-browser", "google-chrome"],
        module: None,
        package: "chromium",
    },
    Needed {
        programs: &["chromedriver"],
        module: None,
        package: "chromium-driver",
    },
    Needed {
        programs: &["ssh-keygen"],
        module: None,
        package: "openssh-client",
    },
    Needed {
        programs: &["puttygen"],
        module: None,
        package: "putty-tools",
    },
    Needed {
        programs: &["npm"],
        module: None,
        package: "npm",
    },
    Needed {
        programs: &["python3"],
        module: Some("yaml"),
        package: "python3-yaml",
    },
];

/// Sees to it that everything the tests need is there; installs it as root on Debian and its kin.
///
/// # Errors
/// When something is missing and cannot be installed; says what.
pub fn ensure_test_tools() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    if sh::find("apt-get").is_none() || sh::read(Command::new("id").arg("-u"))? != "0" {
        bail!(
            "the tests need these, please install them: {}",
            names(&missing)
        );
    }
    println!("keyhaven: installing {} (some minutes)", names(&missing));
    sh::read(Command::new("apt-get").args(["update", "--quiet=2"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "--yes",
        "--quiet=2",
        "--no-install-recommends",
    ]);
    sh::read(install.args(missing.iter().map(|needed| needed.package)))?;
    let missing = self::missing();
    if !missing.is_empty() {
        bail!("still missing after the install: {}", names(&missing));
    }
    Ok(())
}

/// chromedriver's full path.
///
/// # Errors
/// When it is not on `PATH`.
pub fn chromedriver() -> Result<PathBuf> {
    sh::find("chromedriver").context("chromedriver is not on PATH")
}

fn missing() -> Vec<&'static Needed> {
    TEST_TOOLS.iter().filter(|needed| !needed.there()).collect()
}

impl Needed {
    fn there(&self) -> bool {
        let program = self
            .programs
            .iter()
            .any(|program| sh::find(program).is_some());
        let module = self.module.is_none_or(|module| {
            let import = format!("import {module}");
            sh::read(Command::new("python3").args(["-c", &import])).is_ok()
        });
        program && module
    }
}

fn names(needed: &[&Needed]) -> String {
    needed
        .iter()
        .map(|needed| needed.package)
        .collect::<Vec<_>>()
        .join(" ")
}
