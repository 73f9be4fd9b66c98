//! `cargo xtask test`: all tests, or some.

use crate::e2e::EndToEnd;
use crate::runner;
use crate::system::{self, Browser};
use crate::{project, sh, tools};
use anyhow::{Result, bail};
use std::process::Command;

/// Which tests to run.
pub struct Options {
    group: Option<Group>,
    /// Only tests whose names contain one of these; all when there is none.
    filters: Vec<String>,
    browser: Browser,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Native,
    Wasm,
    E2e,
}

impl Options {
    /// From the words of the command line: `[native|wasm|e2e] [FILTER…]`, and the browser when one is named: then it is the
    /// end-to-end tests that are meant.
    ///
    /// # Errors
    /// When the group needs no browser of choice.
    pub fn from_words(words: &[String], browser: Option<Browser>) -> Result<Self> {
        let group = match words.first().map(String::as_str) {
            Some("native") => Some(Group::Native),
            Some("wasm") => Some(Group::Wasm),
            Some("e2e") => Some(Group::E2e),
            _ => None,
        };
        let filters = if group.is_some() { &words[1..] } else { words };
        let group = match (group, browser) {
            (None | Some(Group::E2e), Some(_)) => Some(Group::E2e),
            (Some(_), Some(_)) => bail!("--browser is for the end-to-end tests"),
            (group, None) => group,
        };
        Ok(Self {
            group,
            filters: filters.to_vec(),
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
        if self.filters.is_empty() {
            sh::run(Command::new("node").current_dir(project::root()).args([
                "--test",
                "--test-reporter=dot",
                "site/policy.test.mjs",
                "site/trusted.test.mjs",
            ]))?;
        }
        self.run_filtered(runner::native())?;
        let mut doc = project::cargo();
        doc.args(["test", "--quiet", "--doc", "--workspace"]);
        self.run_filtered(doc)
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
        self.run_filtered(command)
    }

    fn run_filtered(&self, mut command: Command) -> Result<()> {
        if !self.filters.is_empty() {
            command.arg("--").args(&self.filters);
        }
        sh::run(&mut command)
    }

    fn e2e(&self) -> Result<()> {
        let tests = EndToEnd::prepare(self.browser)?;
        let (list, browser) = match self.browser {
            Browser::Chromium => return self.run_filtered(tests.command()),
            Browser::Firefox => ("not_in_firefox.json", "Firefox"),
            Browser::WebKit => ("not_in_webkit.json", "WebKitGTK"),
        };
        let run = format!("End to end in {browser}");
        tests.all_but(
            list,
            [&run, "End to end in Chromium alone"],
            &self.filters,
            &[],
        )
    }
}
