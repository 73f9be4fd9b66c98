//! The end-to-end tests: what they need, and running all of them, or all but those of a list.

use crate::left_out::LeftOut;
use crate::system::Browser;
use crate::test::runner;
use crate::{project, run, sh, site, tools};
use anyhow::Result;
use std::ffi::OsString;
use std::process::Command;

/// Their package.
pub const PACKAGE: &str = "keyhaven-e2e";

/// Those in browsers, as cargo is told.
const TESTS: [&str; 4] = ["--package", PACKAGE, "--test", "e2e"];

/// The tests, ready to run.
pub struct EndToEnd {
    environment: Vec<(&'static str, OsString)>,
}

impl EndToEnd {
    /// Builds and installs what they need in this browser, which is there.
    ///
    /// # Errors
    /// When a build fails, or a tool cannot be installed.
    pub fn prepare(browser: Browser) -> Result<Self> {
        let dist = site::build(&site::Options::release())?;
        let (axe, csp_evaluator) = (tools::axe()?, tools::csp_evaluator()?);
        let mut environment = vec![
            ("KEYHAVEN_DIST", dist.into()),
            ("KEYHAVEN_AXE", axe.into()),
            ("KEYHAVEN_CSP_EVALUATOR", csp_evaluator.into()),
            ("KEYHAVEN_DEVCLOUD", run::devcloud()?.into()),
            ("KEYHAVEN_BROWSER", browser.name().into()),
            ("KEYHAVEN_XTASK", std::env::current_exe()?.into()),
        ];
        if browser == Browser::Firefox {
            environment.push(("KEYHAVEN_GECKODRIVER", tools::geckodriver()?.into()));
        }
        Ok(Self { environment })
    }

    /// Tells the tests something more.
    pub fn tell(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.environment.push((name, value.into()));
    }

    /// Runs all whose names contain this.
    ///
    /// # Errors
    /// When one fails.
    pub fn all(&self, filter: Option<&str>) -> Result<()> {
        let mut command = runner(&TESTS[..2]);
        if let Some(filter) = filter {
            command.arg("--").arg(filter);
        }
        self.run(&mut command)
    }

    /// Runs those that this list in `tests/e2e` does not name, with these words for the test program. Says under the two
    /// titles how many there are, and how many are left out.
    ///
    /// # Errors
    /// When one fails, or the list names tests that there are not.
    pub fn all_but(
        &self,
        list: &str,
        [run, left]: [&str; 2],
        filter: Option<&str>,
        words: &[&str],
    ) -> Result<()> {
        let mut all = project::cargo();
        all.args(["test", "--quiet"]).args(TESTS);
        let mut tests = LeftOut::read(list)?.remaining(&mut all, run, left)?;
        if let Some(filter) = filter {
            tests.retain(|test| test.contains(filter));
        }
        if tests.is_empty() {
            return Ok(());
        }
        let mut command = runner(&TESTS);
        command.args(["--", "--exact"]).args(words).args(tests);
        self.run(&mut command)
    }

    fn run(&self, command: &mut Command) -> Result<()> {
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        sh::run(command)
    }
}
