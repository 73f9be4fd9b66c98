//! The end-to-end tests: what they need, and running all of them, or all but those of a list.

use crate::left_out::LeftOut;
use crate::system::Browser;
use crate::{project, runner, sh, site, tools};
use anyhow::Result;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

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
            ("KEYHAVEN_DEVCLOUD", devcloud()?.into()),
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

    /// The command that runs all of them.
    pub fn command(&self) -> Command {
        let mut command = runner::end_to_end();
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }

    /// Runs those that this list in `tests/e2e` does not name and whose names contain one of the filters, if there are any;
    /// with these words for the test program. Says under the two titles how many there are, and how many are left out.
    ///
    /// # Errors
    /// When one fails, or the list names tests that there are not.
    pub fn all_but(
        &self,
        list: &str,
        [run, left]: [&str; 2],
        filters: &[String],
        words: &[&str],
    ) -> Result<()> {
        let mut all = project::cargo();
        all.args(["test", "--quiet"]).args(runner::END_TO_END);
        let mut tests = LeftOut::read(list)?.remaining(&mut all, run, left)?;
        let fits = |test: &String| filters.iter().any(|filter| test.contains(filter));
        tests.retain(|test| filters.is_empty() || fits(test));
        if tests.is_empty() {
            return Ok(());
        }
        let mut command = self.command();
        command.args(["--", "--exact"]).args(words).args(tests);
        sh::run(&mut command)
    }
}

/// Builds the embedded cloud's program of what the tests are built of.
fn devcloud() -> Result<PathBuf> {
    let mut command = project::cargo();
    command.args(["build", "--quiet", "--bin", "devcloud"]);
    sh::run(command.args(runner::END_TO_END))?;
    Ok(project::target()?.join("debug/devcloud"))
}
