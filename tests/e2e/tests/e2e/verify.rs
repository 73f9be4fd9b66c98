//! A deployed site compared with what was built, from outside and in the page itself.

use devcloud::Config;
use keyhaven_e2e::{World, environment};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A copy of the built site, to be spoilt.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(environment::dist()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// The file of a site whose name begins and ends so.
fn file(folder: &Path, begin: &str, end: &str) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap();
    let mut files = files.map(|entry| entry.unwrap());
    let found = files.find(|file| {
        let name = file.file_name().into_string().unwrap();
        name.starts_with(begin) && name.ends_with(end)
    });
    found.unwrap().path()
}

fn verify(url: &str) -> Output {
    let mut command = Command::new(environment::xtask());
    command
        .args(["verify", url, "--with"])
        .arg(environment::dist());
    command.output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_as_built_is_verified_and_its_page_says_the_same() {
    let world = World::with(Config::default()).await;
    let told = verify(&world.site);
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success(), "{told:?}");
    assert!(text.contains("byte for byte"), "{text}");
    assert!(
        text.contains("\"/identity/v3\", for \"Local cloud\""),
        "{text}"
    );

    let manifest = std::fs::read(environment::dist().join("build.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let browser = &world.browser;
    world.open("/about").await;
    browser.see("are those of the build").await;
    let shown = browser.text().await;
    for name in ["commit", "build"] {
        let value = manifest[name].as_str().unwrap();
        assert!(shown.contains(value), "{shown}");
        assert!(text.contains(value), "{text}");
    }
    let list =
        "return [...document.querySelectorAll('.hashes li')].map((line) => line.innerText.trim())";
    let list = browser.run(list, vec![]).await;
    let list: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    // What a first visit to this page cannot do without.
    for (begin, end) in [
        ("index", ".html"),
        ("app-", ".js"),
        ("app-", ".wasm"),
        ("boot-", ".js"),
        ("part-", ".wasm"),
        ("style-", ".css"),
    ] {
        let mut lines = list.iter();
        let line = lines.find(|line| line.starts_with(begin) && line.contains(end));
        let line = line.unwrap_or_else(|| panic!("no {begin}…{end} in {list:?}"));
        let name = line.split_whitespace().next().unwrap();
        let sha256 = manifest["files"][name]["sha256"].as_str().unwrap();
        assert!(
            line.contains("as built") && line.ends_with(sha256),
            "{line}"
        );
    }
    assert!(
        shown.contains(&format!("cargo xtask verify {}/", world.site)),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_byte_is_found_from_outside() {
    let folder = copy();
    let world = World::serving(folder.path()).await;
    let changed = file(folder.path(), "vault-", ".wasm");
    let mut bytes = std::fs::read(&changed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&changed, bytes).unwrap();
    let told = verify(&world.site);
    let text = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    let name = changed.file_name().unwrap().to_str().unwrap();
    assert!(text.contains(&format!("different: {name}")), "{text}");
    assert_eq!(text.matches("different: ").count(), 1, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_build_does_not_list_as_loaded_is_said_on_the_page() {
    let folder = copy();
    // The style sheet has its hash in the page, the program that boot.js fetches has none there.
    let changed = file(folder.path(), "app-", ".wasm");
    let mut bytes = std::fs::read(&changed).unwrap();
    // An empty custom section: the same program of other bytes.
    bytes.extend([0, 2, 1, b'x']);
    std::fs::write(&changed, bytes).unwrap();
    for end in ["br", "gz"] {
        // In a development build there are none.
        let _ = std::fs::remove_file(format!("{}.{end}", changed.display()));
    }
    let world = World::serving(folder.path()).await;
    world.open("/about").await;
    world.browser.see("This page is not what was built").await;
    let said = world.browser.text().await;
    let name = changed.file_name().unwrap().to_str().unwrap();
    assert!(
        said.contains(&format!("Not as the build lists them: {name}")),
        "{said}"
    );
}
