//! `cargo xtask test`: all tests, or some.

use crate::left_out::LeftOut;
use crate::system::{self, Browser};
use crate::{project, sh, site, tools};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The package of the end-to-end tests; they need a built site.
pub const E2E: &str = "keyhaven-e2e";

/// Which tests to run.
pub struct Options {
    group: Option<Group>,
    /// Only tests whose name contains this.
    filter: Option<String>,
    browser: Browser,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Native,
    Wasm,
    E2e,
}

/// Builds devcloud, and gives its program.
///
/// # Errors
/// When it does not build.
pub fn devcloud() -> Result<PathBuf> {
    sh::run(project::cargo().args(["build", "--quiet", "--package", "devcloud"]))?;
    Ok(project::target()?.join("debug/devcloud"))
}

impl Options {
    /// From the words of the command line: `[native|wasm|e2e] [FILTER]`, and the browser when one is named: then it is the
    /// end-to-end tests that are meant.
    ///
    /// # Errors
    /// When there are more words than that, or the group needs no browser of choice.
    pub fn from_words(words: &[String], browser: Option<Browser>) -> Result<Self> {
        let group = match words.first().map(String::as_str) {
            Some("native") => Some(Group::Native),
            Some("wasm") => Some(Group::Wasm),
            Some("e2e") => Some(Group::E2e),
            _ => None,
        };
        let rest = if group.is_some() { &words[1..] } else { words };
        if rest.len() > 1 {
            bail!("one filter at most: cargo xtask test [native|wasm|e2e] [FILTER]");
        }
        let group = match (group, browser) {
            (None | Some(Group::E2e), Some(_)) => Some(Group::E2e),
            (Some(_), Some(_)) => bail!("--browser is for the end-to-end tests"),
            (group, None) => group,
        };
        Ok(Self {
            group,
            filter: rest.first().cloned(),
            browser: browser.unwrap_or(Browser::Chromium),
        })
    }

    /// Runs them.
    ///
    /// # Errors
    /// When a tool is missing and cannot be installed, or a test fails.
    pub fn run(&self) -> Result<()> {
        system::ensure(&[self.browser])?;
        if self.wants(Group::Native) {
            self.native()?;
        }
        if self.wants(Group::Wasm) {
            self.wasm()?;
        }
        if self.wants(Group::E2e) {
            self.e2e()?;
        }
        Ok(())
    }

    fn wants(&self, group: Group) -> bool {
        self.group.is_none_or(|wanted| wanted == group)
    }

    fn native(&self) -> Result<()> {
        if self.filter.is_none() {
            sh::run(Command::new("node").current_dir(project::root()).args([
                "--test",
                "--test-reporter=dot",
                "site/policy.test.mjs",
                "site/trusted.test.mjs",
            ]))?;
        }
        self.cargo_test(&["--workspace", "--exclude", E2E], |_| {})?;
        let mut doc = project::cargo();
        doc.args(["test", "--quiet", "--doc", "--workspace", "--exclude", E2E]);
        if let Some(filter) = &self.filter {
            doc.arg("--").arg(filter);
        }
        sh::run(&mut doc)
    }

    /// The messages between app and vault, in the browser's own worker and WebAssembly.
    fn wasm(&self) -> Result<()> {
        tools::wasm_target()?;
        let mut command = project::cargo();
        command
            .args([
                "test",
                "--target",
                tools::WASM,
                "--no-default-features",
                "--features",
                "vault",
                "--test",
                "vault_protocol",
            ])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                tools::wasm_bindgen()?.join("wasm-bindgen-test-runner"),
            )
            .env("CHROMEDRIVER", system::chromedriver()?);
        if let Some(filter) = &self.filter {
            command.arg("--").arg(filter);
        }
        sh::run(&mut command)
    }

    fn e2e(&self) -> Result<()> {
        let dist = site::build(&site::Options::release())?;
        let axe = tools::axe()?;
        let csp_evaluator = tools::csp_evaluator()?;
        let devcloud = devcloud()?;
        let geckodriver = match self.browser {
            Browser::Firefox => Some(tools::geckodriver()?),
            Browser::Chromium | Browser::WebKit => None,
        };
        let xtask = std::env::current_exe()?;
        let environment = |command: &mut Command| {
            command
                .env("KEYHAVEN_DIST", &dist)
                .env("KEYHAVEN_AXE", &axe)
                .env("KEYHAVEN_CSP_EVALUATOR", &csp_evaluator)
                .env("KEYHAVEN_DEVCLOUD", &devcloud)
                .env("KEYHAVEN_BROWSER", self.browser.name())
                .env("KEYHAVEN_XTASK", &xtask);
            if let Some(geckodriver) = &geckodriver {
                command.env("KEYHAVEN_GECKODRIVER", geckodriver);
            }
        };
        match self.browser {
            Browser::Chromium => self.cargo_test(&["--package", E2E], environment),
            Browser::Firefox => self.all_but("not_in_firefox.json", "Firefox", environment),
            Browser::WebKit => self.all_but("not_in_webkit.json", "WebKitGTK", environment),
        }
    }

    /// The end-to-end tests but for those in this list, which all run in Chromium.
    fn all_but(&self, list: &str, browser: &str, environment: impl Fn(&mut Command)) -> Result<()> {
        let only = ["--package", E2E, "--test", "e2e"];
        let mut all = project::cargo();
        all.args(["test", "--quiet"]).args(only);
        let mut tests = LeftOut::read(list)?.remaining(
            &mut all,
            &format!("End to end in {browser}"),
            "End to end in Chromium alone",
        )?;
        if let Some(filter) = &self.filter {
            tests.retain(|test| test.contains(filter));
        }
        if tests.is_empty() {
            return Ok(());
        }
        let mut command = runner(&only);
        command.args(["--", "--exact"]).args(tests);
        environment(&mut command);
        sh::run(&mut command)
    }

    fn cargo_test(&self, packages: &[&str], environment: impl Fn(&mut Command)) -> Result<()> {
        let mut command = runner(packages);
        if let Some(filter) = &self.filter {
            command.arg("--").arg(filter);
        }
        environment(&mut command);
        sh::run(&mut command)
    }
}

/// Cargo's command that runs tests of these packages. A test that hangs or aborts does not take the others with it under
/// nextest, and one that drives a browser gets a second try there, which the summary tells as flaky: browsers and their
/// drivers fail by themselves at times.
pub fn runner(packages: &[&str]) -> Command {
    let mut command;
    if sh::find("cargo-nextest").is_some() {
        command = project::unlocked_cargo();
        command.args(["nextest", "run", "--locked", "--no-fail-fast"]);
        command.args(["--no-tests", "pass"]);
        if packages.starts_with(&["--package", E2E]) {
            command.args(["--retries", "1"]);
        }
    } else {
        command = project::cargo();
        command.args(["test", "--no-fail-fast"]);
        if !packages.contains(&"--test") {
            command.args(["--lib", "--bins", "--tests", "--examples"]);
        }
    }
    command.args(packages);
    command
}
