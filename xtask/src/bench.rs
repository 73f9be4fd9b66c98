//! `cargo xtask bench`: figures from a real browser. They are printed and compared by people; no test asserts a time.

use crate::system::{self, Browser};
use crate::{project, sh, site};
use anyhow::Result;

/// Measures the site as it is hosted.
///
/// # Errors
/// When a tool is missing and cannot be installed, the build fails, or the main job does not work.
pub fn run() -> Result<()> {
    system::ensure(&[Browser::Chromium])?;
    let dist = site::build(&site::Options::release())?;
    sh::run(
        project::cargo()
            .args([
                "run",
                "--quiet",
                "--package",
                "keyhaven-e2e",
                "--bin",
                "figures",
            ])
            .env("KEYHAVEN_DIST", dist),
    )
}
