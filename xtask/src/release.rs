//! What a built site says about itself: `build.json`, which the page reads too, and `SHA256SUMS`, which `sha256sum -c` reads.
//!
//! The *build* is one hash over all files that a browser may load, index.html among them: a site with another byte has another
//! build. It does not depend on the commit, so a commit that changes no file of the site gives the same build.

use crate::base::COPY;
use crate::git::Checkout;
use crate::project::{self, Profile};
use crate::{compress, tools};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The manifest's name.
pub const MANIFEST: &str = "build.json";
/// The name of the list for `sha256sum -c`.
pub const SUMS: &str = "SHA256SUMS";
/// What stands where a commit would, when the sources are no checkout.
pub const UNKNOWN: &str = "unknown";

/// Brings both files of a site up to date; says whether there was anything to do.
///
/// # Errors
/// When a file cannot be read or written, or a tool does not say its version.
pub fn describe(dist: &Path, profile: Profile, public_url: &str) -> Result<bool> {
    let checkout = Checkout::of(project::root());
    let text = manifest(dist, checkout.as_ref(), public_url, &tools::versions()?)?;
    let file = dist.join(MANIFEST);
    if fs::read_to_string(&file).is_ok_and(|there| there == text) && dist.join(SUMS).is_file() {
        return Ok(false);
    }
    fs::write(&file, text).with_context(|| file.display().to_string())?;
    if profile == Profile::Release {
        compress::file(&file)?;
    }
    fs::write(dist.join(SUMS), sums(dist)?)?;
    Ok(true)
}

/// The text of the manifest.
fn manifest(
    dist: &Path,
    checkout: Option<&Checkout>,
    public_url: &str,
    tools: &BTreeMap<&'static str, String>,
) -> Result<String> {
    let files = loaded(dist)?;
    let list: Map<String, Value> = files
        .iter()
        .map(|(name, file)| {
            (
                name.clone(),
                json!({ "size": file.size, "sha256": file.sha256 }),
            )
        })
        .collect();
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "build": build(&files),
        "commit": checkout.map_or(UNKNOWN, |checkout| &checkout.commit),
        // Of an archive nobody can tell.
        "clean": checkout.map(|checkout| checkout.clean),
        "public_url": public_url,
        "tools": tools,
        "files": list,
    });
    Ok(format!("{manifest:#}\n"))
}

/// A file as the manifest lists it.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its bytes' number.
    pub size: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

/// The files that a browser may load, by name: all but the copies, compressed ones and that of the page, and the two files
/// about the site.
fn loaded(dist: &Path) -> Result<BTreeMap<String, Listed>> {
    let mut files = BTreeMap::new();
    for (name, bytes) in all(dist)? {
        let copy = name.ends_with(".br") || name.ends_with(".gz");
        if copy || name == COPY || name == MANIFEST || name == SUMS {
            continue;
        }
        // The service worker and the list for sha256sum take names as they stand.
        ensure!(
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
            "{name}: a file of the site must have a plain name and lie in no folder"
        );
        let size = bytes.len() as u64;
        files.insert(
            name,
            Listed {
                size,
                sha256: sha256(&bytes),
            },
        );
    }
    Ok(files)
}

/// One hash over names and contents, in hexadecimal: the SHA-256 of a line `HASH  NAME` for each file, by name.
pub fn build(files: &BTreeMap<String, Listed>) -> String {
    let mut all = Sha256::new();
    for (name, file) in files {
        all.update(format!("{}  {name}\n", file.sha256));
    }
    hex(&all.finalize())
}

/// A line `HASH  NAME` for every file of a site but the list itself.
fn sums(dist: &Path) -> Result<String> {
    let lines = all(dist)?
        .into_iter()
        .filter(|(name, _)| name != SUMS)
        .map(|(name, bytes)| format!("{}  {name}\n", sha256(&bytes)));
    Ok(lines.collect())
}

/// Every file of a folder by its name, in order.
///
/// # Errors
/// When one cannot be read.
pub fn all(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for path in compress::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy();
        let name = name.replace('\\', "/");
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use crate::sh;
    use std::path::PathBuf;
    use std::process::Command;

    fn site(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("keyhaven-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
        fs::write(folder.join("app-1.js"), "start()").unwrap();
        fs::write(folder.join("app-1.js.br"), "smaller").unwrap();
        folder
    }

    fn manifest_of(folder: &Path, commit: &str) -> Value {
        let checkout = Checkout {
            commit: commit.to_owned(),
            clean: true,
        };
        let tools = BTreeMap::from([("rustc", "1".to_owned())]);
        let text = manifest(folder, Some(&checkout), "/", &tools).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_build_is_that_of_the_files_and_not_of_the_commit() {
        let folder = site("build-hash");
        let one = manifest_of(&folder, "1");
        let other = manifest_of(&folder, "2");
        assert_eq!(one["build"], other["build"]);
        assert_ne!(one["commit"], other["commit"]);
        assert_eq!(one["files"].as_object().unwrap().len(), 2);
        assert_eq!(
            one["files"]["index.html"]["sha256"],
            sha256(b"<p>page</p>").as_str()
        );
        fs::write(folder.join("index.html"), "<p>Page</p>").unwrap();
        assert_ne!(one["build"], manifest_of(&folder, "1")["build"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn outside_of_a_checkout_the_commit_is_unknown() {
        let folder = site("archive");
        let text = manifest(&folder, None, "/", &BTreeMap::new()).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(manifest["commit"], UNKNOWN);
        assert_eq!(manifest["clean"], Value::Null);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_whose_name_is_not_plain_is_refused() {
        let folder = site("names");
        fs::write(folder.join("a b.js"), "").unwrap();
        assert!(loaded(&folder).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn describing_twice_changes_nothing_and_sha256sum_agrees() {
        let folder = site("sums");
        assert!(describe(&folder, Profile::Release, "/keys/").unwrap());
        assert!(!describe(&folder, Profile::Release, "/keys/").unwrap());
        assert!(folder.join("build.json.br").is_file() && folder.join("build.json.gz").is_file());
        let listed = fs::read_to_string(folder.join(SUMS)).unwrap();
        assert_eq!(listed.lines().count(), 6, "{listed}");
        let check = || {
            let mut command = Command::new("sha256sum");
            command.current_dir(&folder).args(["--check", "--strict"]);
            sh::read(command.arg(SUMS))
        };
        check().unwrap();
        fs::write(folder.join("app-1.js.br"), "another").unwrap();
        assert!(check().is_err());
        assert!(describe(&folder, Profile::Release, "/").unwrap());
        check().unwrap();
        fs::remove_dir_all(&folder).unwrap();
    }
}
