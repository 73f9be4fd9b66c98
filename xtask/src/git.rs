//! Which commit the sources are of.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// What a checkout is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// The commit, in full.
    pub commit: String,
    /// Whether every file is as it is in that commit, and there is none beside them that git would not ignore.
    pub clean: bool,
}

impl Checkout {
    /// The checkout whose root this folder is; `None` for anything else, such as an unpacked source archive (which may well
    /// lie in a checkout of something else), and where there is no git.
    pub fn of(folder: &Path) -> Option<Self> {
        let below = git(folder, &["rev-parse", "--show-prefix"]).ok()?;
        if !below.is_empty() {
            return None;
        }
        let commit = git(folder, &["rev-parse", "--verify", "HEAD"]).ok()?;
        let changes = git(folder, &["status", "--porcelain"]).ok()?;
        Some(Self {
            commit,
            clean: changes.is_empty(),
        })
    }

    /// The same, for what can only be done with a commit and nothing else.
    ///
    /// # Errors
    /// When the folder is no checkout, or holds something that is not in the commit.
    pub fn clean(folder: &Path) -> Result<Self> {
        let here = Self::of(folder).with_context(|| {
            format!(
                "{} is no git checkout: which commit it is of cannot be told",
                folder.display()
            )
        })?;
        if !here.clean {
            bail!(
                "this checkout has changes that are not committed: commit them or put them aside, so that it is one commit and nothing else"
            );
        }
        Ok(here)
    }
}

/// Clones a commit of a checkout into a folder that is not there yet.
///
/// # Errors
/// When git fails.
pub fn clone(from: &Path, commit: &str, into: &Path) -> Result<()> {
    sh::run(
        Command::new("git")
            .args(["clone", "--quiet", "--no-checkout"])
            .args([from, into]),
    )?;
    git(into, &["checkout", "--quiet", "--detach", commit]).map(drop)
}

fn git(folder: &Path, words: &[&str]) -> Result<String> {
    sh::read(Command::new("git").arg("-C").arg(folder).args(words))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use std::fs;

    /// A folder of the test's own, with one commit.
    fn checkout(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("keyhaven-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("inside")).unwrap();
        git(&folder, &["init", "--quiet"]).unwrap();
        fs::write(folder.join("inside/file"), "one").unwrap();
        git(&folder, &["add", "."]).unwrap();
        let who = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
        let commit = ["commit", "--quiet", "--no-gpg-sign", "-m", "one"];
        git(&folder, &[&who[..], &commit[..]].concat()).unwrap();
        folder
    }

    #[test]
    fn a_change_and_a_new_file_make_it_unclean() {
        let folder = checkout("unclean");
        let clean = Checkout::clean(&folder).unwrap();
        assert_eq!(clean.commit.len(), 40);
        fs::write(folder.join("inside/file"), "two").unwrap();
        let changed = Checkout::of(&folder).unwrap();
        assert!(!changed.clean && changed.commit == clean.commit);
        fs::write(folder.join("inside/file"), "one").unwrap();
        assert!(Checkout::of(&folder).unwrap().clean);
        fs::write(folder.join("new"), "").unwrap();
        let refused = Checkout::clean(&folder).unwrap_err().to_string();
        assert!(refused.contains("not committed"), "{refused}");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_inside_a_checkout_of_something_else_is_none() {
        let folder = checkout("inside");
        assert_eq!(Checkout::of(&folder.join("inside")), None);
        let refused = Checkout::clean(&folder.join("inside")).unwrap_err();
        assert!(refused.to_string().contains("no git checkout"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_clone_is_of_the_same_commit() {
        let folder = checkout("cloned");
        let here = Checkout::clean(&folder).unwrap();
        let copy = folder.join("copy");
        clone(&folder, &here.commit, &copy).unwrap();
        assert_eq!(Checkout::clean(&copy).unwrap(), here);
        fs::remove_dir_all(&folder).unwrap();
    }
}
