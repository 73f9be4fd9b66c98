//! What checks and tests need from the system: browsers, their drivers, the key tools to compare with, and the web servers
//! that `docs/deploy` is for. This is the one list of Debian's packages; a C compiler, which Rust itself needs, is not on it.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

/// A browser that the end-to-end tests can run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
    WebKit,
}

impl Browser {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// As it is called on the command line and in `KEYHAVEN_BROWSER`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    fn needs(self) -> &'static [Needed] {
        match self {
            Self::Chromium => &CHROMIUM,
            Self::Firefox => &FIREFOX,
            Self::WebKit => &WEBKIT,
        }
    }
}

impl FromStr for Browser {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|browser| browser.name() == name);
        found.with_context(|| format!("{name:?} is neither chromium, firefox nor webkit"))
    }
}

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

const fn program(names: &'static [&'static str], package: &'static str) -> Needed {
    Needed {
        what: What::Program(names),
        package,
    }
}

const CHROMIUM: [Needed; 2] = [
    program(
        &["chromium", "chromium-browser", "google-chrome"],
        "chromium",
    ),
    program(&["chromedriver"], "chromium-driver"),
];

/// geckodriver is not in Debian: see `tools`.
const FIREFOX: [Needed; 1] = [program(&["firefox", "firefox-esr"], "firefox-esr")];

const WEBKIT: [Needed; 2] = [
    // Has MiniBrowser as well.
    program(&["WebKitWebDriver"], "webkit2gtk-driver"),
    program(&["Xvfb"], "xvfb"),
];

const ALWAYS: [Needed; 7] = [
    program(&["ssh-keygen"], "openssh-client"),
    program(&["puttygen"], "putty-tools"),
    program(&["npm"], "npm"),
    Needed {
        what: What::PythonModule("yaml"),
        package: "python3-yaml",
    },
    program(&["nginx"], "nginx"),
    Needed {
        what: What::NginxModule("ngx_http_brotli_static_module.so"),
        package: "libnginx-mod-http-brotli-static",
    },
    program(&["caddy"], "caddy"),
];

/// Sees to it that everything is there that checks need, and tests in these browsers; installs it as root on Debian and its
/// kin.
///
/// # Errors
/// When something is missing and cannot be installed; says what.
pub fn ensure(browsers: &[Browser]) -> Result<()> {
    let missing = missing(browsers);
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
    let missing = self::missing(browsers);
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

fn missing(browsers: &[Browser]) -> Vec<&'static Needed> {
    let of_browsers = browsers.iter().flat_map(|browser| browser.needs());
    let needed = of_browsers.chain(&ALWAYS);
    needed.filter(|needed| !needed.there()).collect()
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
