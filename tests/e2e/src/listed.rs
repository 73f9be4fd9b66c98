//! The list that a site has of its files, `build.json`, for sites that a test has changed.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The list's name.
const MANIFEST: &str = "build.json";

/// What the list leaves out beside the compressed copies: itself, the other list, the page's copy, the operator's file.
const UNLISTED: [&str; 4] = [MANIFEST, "SHA256SUMS", "404.html", "config.json"];

/// The list of the site in this folder.
pub fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join(MANIFEST)).unwrap()).unwrap()
}

/// Lists the files in this folder as they are now.
pub fn relist(folder: &Path) {
    let mut files = serde_json::Map::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let copy = name.ends_with(".br") || name.ends_with(".gz");
        if path.is_file() && !copy && !UNLISTED.contains(&&*name) {
            let bytes = fs::read(&path).unwrap();
            files.insert(
                name,
                json!({ "size": bytes.len(), "sha256": sha256(&bytes) }),
            );
        }
    }
    let mut manifest = manifest(folder);
    manifest["files"] = files.into();
    write(folder, manifest);
}

/// Writes this list, with the build that follows from it.
pub fn write(folder: &Path, mut manifest: Value) {
    let files = manifest["files"].as_object().unwrap();
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by_key(|(name, _)| *name);
    let lines = files
        .iter()
        .map(|(name, file)| format!("{}  {name}\n", file["sha256"].as_str().unwrap()));
    manifest["build"] = sha256(lines.collect::<String>().as_bytes()).into();
    // In a folder of links this one must not be written through.
    let file = folder.join(MANIFEST);
    fs::remove_file(&file).unwrap();
    fs::write(file, manifest.to_string()).unwrap();
}

/// In hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
