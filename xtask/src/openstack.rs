//! `cargo xtask test --openstack`: the tests that need a real OpenStack.

use crate::left_out::LeftOut;
use crate::system::{self, Browser};
use crate::{project, sh, site, test, tools};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs all of them, or a group: `conformance` or `e2e`. The cloud is started when it does not run yet, and stopped again then.
///
/// # Errors
/// When there is no such group, the cloud does not come up, or a test fails.
pub fn test(group: Option<&str>) -> Result<()> {
    let (compares, browses) = match group {
        None => (true, true),
        Some("conformance") => (true, false),
        Some("e2e") => (false, true),
        Some(other) => {
            bail!("{other:?} is no group: cargo xtask test --openstack [conformance|e2e]")
        }
    };
    let e2e = match browses {
        true => Some(EndToEnd::prepare()?),
        false => None,
    };
    let (state, running) = status()?;
    let tests = || {
        if compares {
            conformance(&state)?;
        }
        match &e2e {
            Some(e2e) => e2e.run(&state),
            None => Ok(()),
        }
    };
    if running {
        return tests();
    }
    let result = sh::run(&mut launcher("up")).and_then(|()| tests());
    let down = sh::run(&mut launcher("down"));
    result.and(down)
}

fn launcher(program: &str) -> Command {
    Command::new(project::root().join("tests/openstack").join(program))
}

/// The file in which the cloud says where it is, and whether all of it runs.
fn status() -> Result<(PathBuf, bool)> {
    let output = launcher("up")
        .arg("--status")
        .output()
        .context("cannot start tests/openstack/up, which needs Python 3.11")?;
    let file = String::from_utf8(output.stdout).context("tests/openstack/up --status")?;
    Ok((PathBuf::from(file.trim_end()), output.status.success()))
}

/// One set of requests, asked of both clouds.
fn conformance(state: &Path) -> Result<()> {
    let mut command = project::cargo();
    // As part of the workspace, so that what the native tests were compiled of serves here as well.
    command.args(["test", "--workspace", "--exclude", test::E2E]);
    command.args(["--test", "conformance"]);
    command.args(["--", "--include-ignored"]);
    sh::run(command.env(STATE, state))
}

/// By which the tests know that there is a real cloud, and where.
const STATE: &str = "KEYHAVEN_OPENSTACK_STATE";

/// The end-to-end tests, ready to run.
struct EndToEnd {
    dist: PathBuf,
    axe: PathBuf,
    devcloud: PathBuf,
}

impl EndToEnd {
    fn prepare() -> Result<Self> {
        system::ensure(&[Browser::Chromium])?;
        let dist = site::build(&site::Options::release())?;
        let axe = tools::axe()?;
        let devcloud = test::devcloud()?;
        Ok(Self {
            dist,
            axe,
            devcloud,
        })
    }

    /// The same tests as against devcloud, but for those that `embedded_only.json` names, and those that are for a real
    /// cloud alone.
    fn run(&self, state: &Path) -> Result<()> {
        let only = ["--package", test::E2E, "--test", "e2e"];
        let mut all = project::cargo();
        all.args(["test", "--quiet"]).args(only);
        let tests = LeftOut::read("embedded_only.json")?.remaining(
            &mut all,
            "End to end on OpenStack",
            "End to end on devcloud alone",
        )?;
        let mut command = test::runner(&only);
        command
            .env("KEYHAVEN_DIST", &self.dist)
            .env("KEYHAVEN_AXE", &self.axe)
            .env("KEYHAVEN_DEVCLOUD", &self.devcloud)
            .env(STATE, state)
            .args(["--", "--include-ignored", "--exact"]);
        sh::run(command.args(tests))
    }
}
