//! What the tests need from the system: a browser, its driver, the key tools to compare with, and the web servers that
//! `docs/deploy` is for.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

struct Needed {
    what: What,
    /// The package of Debian that has it.
    package: &'static str,
}

enum What {
    /// Any of these programs will do.
    Program(&'static [&'static str]),
    /// A module that `python3` can import.
    PythonModule(&'static str),
    /// A module of nginx, by its file's name.
    NginxModule(&'static str),
}

const TEST_TOOLS: [Needed; 9] = [
    Needed {
        what: What::Program(&["chromium", "chromium-browser", "google-chrome"]),
        package: "chromium",
    },
    Needed {
        what: What::Program(&["chromedriver"]),
        package: "chromium-driver",
    },
    Needed {
        what: What::Program(&["ssh-keygen"]),
        package: "openssh-client",
    },
    Needed {
        what: What::Program(&["puttygen"]),
        package: "putty-tools",
    },
    Needed {
        what: What::Program(&["npm"]),
        package: "npm",
    },
    Needed {
        what: What::PythonModule("yaml"),
        package: "python3-yaml",
    },
    Needed {
        what: What::Program(&["nginx"]),
        package: "nginx",
    },
    Needed {
        what: What::NginxModule("ngx_http_brotli_static_module.so"),
        package: "libnginx-mod-http-brotli-static",
    },
    Needed {
        what: What::Program(&["caddy"]),
        package: "caddy",
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
        match self.what {
            What::Program(names) => names.iter().any(|name| sh::find(name).is_some()),
            What::PythonModule(name) => {
                let import = format!("import {name}");
                sh::read(Command::new("python3").args(["-c", &import])).is_ok()
            }
            What::NginxModule(file) => {
                nginx_modules().is_some_and(|folder| folder.join(file).is_file())
            }
        }
    }
}

/// Where nginx looks for its modules: it says so among what it was built with, on its standard error.
fn nginx_modules() -> Option<PathBuf> {
    let output = Command::new("nginx").arg("-V").output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let mut words = said.split_whitespace();
    words
        .find_map(|word| word.strip_prefix("--modules-path="))
        .map(PathBuf::from)
}

fn names(needed: &[&Needed]) -> String {
    needed
        .iter()
        .map(|needed| needed.package)
        .collect::<Vec<_>>()
        .join(" ")
}
