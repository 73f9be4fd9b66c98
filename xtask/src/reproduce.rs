//! `cargo xtask reproduce`: whether another folder with nothing in it gives the same bytes.

use crate::git::{self, Checkout};
use crate::{project, release, sh, site};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Builds the site here unless it is built, and once more from a clone elsewhere with an empty target folder and cargo's own
/// folder under another name; then compares.
///
/// # Errors
/// When the checkout is not one commit and nothing else, a build fails, or a byte differs: the clone is then left for a look.
pub fn run() -> Result<()> {
    let here = Checkout::clean(project::root())?;
    let ours = site::build(&site::Options::release())?;
    let start = Instant::now();
    let elsewhere = std::env::temp_dir().join(format!(
        "keyhaven-in-a-folder-of-another-length-{}",
        std::process::id()
    ));
    fs::create_dir_all(&elsewhere)?;
    let clone = elsewhere.join("clone");
    git::clone(project::root(), &here.commit, &clone)?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(&clone)
        .args(["xtask", "build"])
        .env("CARGO_TARGET_DIR", clone.join("target"));
    if let Some(home) = another_cargo_home(&elsewhere)? {
        command.env("CARGO_HOME", home);
    }
    sh::run(&mut command).context("building in another folder")?;
    let differences = differences(&ours, &clone.join("dist"))?;
    if !differences.is_empty() {
        bail!(
            "the same commit gave other bytes in {}:\n  {}",
            clone.display(),
            differences.join("\n  ")
        );
    }
    fs::remove_dir_all(&elsewhere)?;
    println!(
        "keyhaven: commit {} gives the same {} files in two folders; the second build took {:.0} s",
        here.commit,
        release::all(&ours)?.len(),
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

/// A folder with the same in it as cargo's own, under another name: nothing is downloaded again, and every path is another.
fn another_cargo_home(folder: &Path) -> Result<Option<PathBuf>> {
    #[cfg(unix)]
    {
        let home = project::cargo_home()?;
        let another = folder.join("cargo");
        fs::create_dir(&another)?;
        for entry in fs::read_dir(&home).with_context(|| home.display().to_string())? {
            let entry = entry?;
            std::os::unix::fs::symlink(entry.path(), another.join(entry.file_name()))?;
        }
        Ok(Some(another))
    }
    #[cfg(not(unix))]
    Ok(None)
}

/// Which files differ, each with the first byte that does.
fn differences(ours: &Path, theirs: &Path) -> Result<Vec<String>> {
    let (ours, theirs) = (release::all(ours)?, release::all(theirs)?);
    let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    let told = names
        .into_iter()
        .filter_map(|name| match (ours.get(name), theirs.get(name)) {
            (Some(ours), Some(theirs)) if ours == theirs => None,
            (Some(ours), Some(theirs)) => {
                let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
                Some(format!(
                    "{name}: from byte {same} of {} and {}",
                    ours.len(),
                    theirs.len()
                ))
            }
            (Some(_), None) => Some(format!("{name}: not there")),
            (None, _) => Some(format!("{name}: only there")),
        });
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn every_kind_of_difference_is_told() {
        let folder = std::env::temp_dir().join(format!("keyhaven-differ-{}", std::process::id()));
        let write = |site: &str, name: &str, text: &str| {
            fs::create_dir_all(folder.join(site)).unwrap();
            fs::write(folder.join(site).join(name), text).unwrap();
        };
        for site in ["a", "b"] {
            write(site, "same", "text");
        }
        assert_eq!(
            differences(&folder.join("a"), &folder.join("b")).unwrap(),
            [""; 0]
        );
        write("a", "changed", "abc");
        write("b", "changed", "abd");
        write("a", "gone", "");
        write("b", "new", "");
        let told = differences(&folder.join("a"), &folder.join("b")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            told,
            [
                "changed: from byte 2 of 3 and 3",
                "gone: not there",
                "new: only there"
            ]
        );
    }
}
