//! Copies of the built site with something changed, to prove what the thing that is missing was good for.

use crate::{environment, listed};
use base64::Engine;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What makes the browser refuse text where it expects markup or a program's address.
const TRUSTED_TYPES: &str = "; require-trusted-types-for 'script'; trusted-types keyhaven";

/// The site without the part of its policies that is about Trusted Types: what the rest of them refuses, it refuses alone.
pub fn without_trusted_types() -> TempDir {
    changed(|name, text| unchecked_frame(&remove(name, &text, TRUSTED_TYPES)))
}

/// The site with the script of the vault's frame as `change` makes it, and its hash in both policies.
pub fn with_frame_script(change: impl Fn(&str) -> String) -> TempDir {
    let frame = fs::read_dir(environment::dist())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.extension().is_some_and(|end| end == "html")
                && path.to_str().unwrap().contains("vault-")
        })
        .unwrap();
    let frame = fs::read_to_string(frame).unwrap();
    let script = frame.split_once("<script>").unwrap().1;
    let script = script.split_once("</script>").unwrap().0;
    let new = change(script);
    changed(|_, text| {
        let text = text
            .replace(script, &new)
            .replace(&hash(script), &hash(&new));
        unchecked_frame(&text)
    })
}

/// As policies write it.
fn hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    format!(
        "sha256-{}",
        base64::engine::general_purpose::STANDARD.encode(hash)
    )
}

/// The page would not take a changed frame for the one that it was built with.
fn unchecked_frame(page: &str) -> String {
    match page.split_once("data-vault-frame-hash=\"") {
        Some((before, after)) => {
            let (_, after) = after.split_once('"').unwrap();
            format!("{before}data-vault-frame-hash=\"\"{after}")
        }
        None => page.to_owned(),
    }
}

/// The site with its pages, the vault's too, as `change` makes them of their names and texts. It lists them as they are then.
pub fn changed(change: impl Fn(&str, String) -> String) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(environment::dist()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".html") {
            let text = change(name, fs::read_to_string(&path).unwrap());
            fs::write(copy.path().join(name), text).unwrap();
        } else if !name.contains(".html.") && !name.contains(".json.") {
            link(&path, &copy.path().join(name));
        }
    }
    listed::relist(copy.path());
    copy
}

/// The text without `part`, which it must have.
pub fn remove(name: &str, text: &str, part: &str) -> String {
    assert!(text.contains(part), "{name} has no {part:?}");
    text.replace(part, "")
}

fn link(from: &Path, to: &Path) {
    // Between two file systems there are no links.
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).unwrap();
    }
}
