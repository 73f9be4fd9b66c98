//! `cargo xtask test`: all tests, or some.

use crate::{project, sh, site, system, tools};
use anyhow::{Result, bail};
use std::process::Command;

/// The package of the end-to-end tests; they need a built site.
const E2E: &str = "keyhaven-e2e";

/// Which tests to run.
pub struct Options {
    group: Option<Group>,
    /// Only tests whose name contains this.
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Native,
    Wasm,
    E2e,
}

impl Options {
    /// From the words of the command line: `[native|wasm|e2e] [FILTER]`.
    ///
    /// # Errors
    /// When there are more words than that.
    pub fn from_words(words: &[String]) -> Result<Self> {
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
        Ok(Self {
            group,
            filter: rest.first().cloned(),
        })
    }

    /// Runs them.
    ///
    /// # Errors
    /// When a tool is missing and cannot be installed, or a test fails.
    pub fn run(&self) -> Result<()> {
        system::ensure_test_tools()?;
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
        sh::run(project::cargo().args(["build", "--quiet", "--package", "devcloud"]))?;
        let devcloud = project::target()?.join("debug/devcloud");
        self.cargo_test(&["--package", E2E], |command| {
            command
                .env("KEYHAVEN_DIST", &dist)
                .env("KEYHAVEN_AXE", &axe)
                .env("KEYHAVEN_DEVCLOUD", &devcloud);
        })
    }

    fn cargo_test(&self, packages: &[&str], environment: impl Fn(&mut Command)) -> Result<()> {
        let mut command = project::cargo();
        // A test that hangs or aborts does not take the others with it under nextest.
        if sh::find("cargo-nextest").is_some() {
            command
                .args(["nextest", "run", "--no-fail-fast"])
                .args(packages);
            if let Some(filter) = &self.filter {
                command.args(["--no-tests", "pass"]).arg(filter);
            }
        } else {
            command
                .args([
                    "test",
                    "--no-fail-fast",
                    "--lib",
                    "--bins",
                    "--tests",
                    "--examples",
                ])
                .args(packages);
            if let Some(filter) = &self.filter {
                command.arg("--").arg(filter);
            }
        }
        environment(&mut command);
        sh::run(&mut command)
    }
}
