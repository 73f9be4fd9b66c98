//! `cargo xtask test --openstack`: the tests that need a real OpenStack.

use crate::e2e::EndToEnd;
use crate::system::{self, Browser};
use crate::{project, sh};
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
        true => {
            system::ensure(&[Browser::Chromium])?;
            Some(EndToEnd::prepare(Browser::Chromium)?)
        }
        false => None,
    };
    let (state, running) = status()?;
    let tests = || {
        if compares {
            conformance(&state)?;
        }
        match e2e {
            Some(e2e) => end_to_end(e2e, &state),
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
    // As part of the workspace, so that what the other tests were compiled of serves here as well.
    command.args(["test", "--workspace", "--test", "conformance"]);
    command.args(["--", "--include-ignored"]);
    sh::run(command.env(STATE, state))
}

/// By which the tests know that there is a real cloud, and where.
const STATE: &str = "KEYHAVEN_OPENSTACK_STATE";

/// The same tests as against devcloud, but for those that `embedded_only.json` names, and those that are for a real cloud alone.
fn end_to_end(mut tests: EndToEnd, state: &Path) -> Result<()> {
    tests.tell(STATE, state);
    let titles = ["End to end on OpenStack", "End to end on devcloud alone"];
    tests.all_but("embedded_only.json", titles, &[], &["--include-ignored"])
}
