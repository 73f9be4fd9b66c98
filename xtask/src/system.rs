//! What the tests need from the system: a browser, its driver, and the key tools to compare with.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

struct Needed {
    /// Any of these will do.
    programs: &'static [&'static str],
    /// The package of Debian that has it.
    package: &'static str,
}

const TEST_TOOLS: [Needed; 5] = [
    Needed {
        programs: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
    },
    Needed {
        programs: &["chromedriver"],
        package: "chromium-driver",
    },
    Needed {
        programs: &["ssh-keygen"],
        package: "openssh-client",
    },
    Needed {
        programs: &["puttygen"],
        package: "putty-tools",
    },
    Needed {
        programs: &["npm"],
        package: "npm",
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
    TEST_TOOLS
        .iter()
        .filter(|needed| {
            !needed
                .programs
                .iter()
                .any(|program| sh::find(program).is_some())
        })
        .collect()
}

fn names(needed: &[&Needed]) -> String {
    needed
        .iter()
        .map(|needed| needed.package)
        .collect::<Vec<_>>()
        .join(" ")
}
