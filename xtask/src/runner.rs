//! Cargo's commands that run tests.
//!
//! All packages of the workspace are chosen, whichever of them is tested: cargo compiles what they share with the features that
//! the chosen ones want together, so each other choice would be compiled anew.

use crate::{project, sh};
use std::process::Command;

/// The tests in browsers, as cargo is told.
pub const END_TO_END: [&str; 3] = ["--workspace", "--test", "e2e"];

/// Runs those that need no browser.
pub fn native() -> Command {
    match nextest() {
        Some(mut command) => {
            command.args(["--workspace", "-E", "not binary_id(keyhaven-e2e::e2e)"]);
            command
        }
        None => {
            let mut command = cargo_test();
            command.args(["--workspace", "--exclude", "keyhaven-e2e"]);
            command.args(["--lib", "--bins", "--tests", "--examples"]);
            command
        }
    }
}

/// Runs those in browsers. Under nextest one that fails gets two more tries, which the summary tells as flaky: browsers and
/// their drivers fail by themselves at times.
pub fn end_to_end() -> Command {
    match nextest() {
        Some(mut command) => {
            command.args(["--retries", "2"]).args(END_TO_END);
            command
        }
        None => {
            // With the tests of what they are made of, which `native` leaves out without nextest.
            let mut command = cargo_test();
            command.args(["--package", "keyhaven-e2e", "--lib", "--test", "e2e"]);
            command
        }
    }
}

/// A test that hangs or aborts does not take the others with it here; `.config/nextest.toml` says how long one may take.
fn nextest() -> Option<Command> {
    sh::find("cargo-nextest")?;
    let mut command = project::unlocked_cargo();
    command.args(["nextest", "run", "--locked", "--no-fail-fast"]);
    command.args(["--no-tests", "pass", "--failure-output", "final"]);
    Some(command)
}

fn cargo_test() -> Command {
    let mut command = project::cargo();
    command.args(["test", "--no-fail-fast"]);
    command
}
