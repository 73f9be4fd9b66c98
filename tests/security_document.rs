//! `docs/security.md` says what is so: each claim names tests that there are, and its list of crates is the list of crates.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs of the site, each compiled with the feature of its name.
const PROGRAMS: [&str; 3] = ["app", "audit", "vault"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The part of the document below this heading.
fn section(heading: &str) -> String {
    let text = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let mut parts = text.split("\n## ");
    let part = parts.find(|part| part.starts_with(&format!("{heading}\n")));
    part.unwrap_or_else(|| panic!("docs/security.md has no section {heading:?}"))
        .to_owned()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether the file has a test of this name.
fn has_test(file: &str, name: &str) -> bool {
    let text = fs::read_to_string(root().join(file)).unwrap_or_default();
    if file.ends_with(".mjs") {
        return text.contains(&format!("test(\"{name}\""));
    }
    // A function of its own, or one that `with_both!` makes two tests of.
    let function = text.split_once(&format!("fn {name}("));
    let is_marked = function.is_some_and(|(before, _)| {
        let mark = before.trim_end().trim_end_matches("async").trim_end();
        let mark = mark.rsplit('\n').next().unwrap_or_default().trim_start();
        mark.starts_with("#[") && (mark.contains("test") || mark.starts_with("#[should_panic"))
    });
    is_marked || text.contains("with_both!") && text.contains(&format!("    {name};\n"))
}

#[test]
fn every_claim_names_tests_that_there_are() {
    let claims = section("How each claim is held");
    let claims: Vec<_> = claims.split("\n- ").skip(1).collect();
    assert!(claims.len() > 10, "{claims:#?}");
    for claim in claims {
        let tests: Vec<_> = quoted(claim)
            .filter_map(|text| text.split_once("::"))
            .collect();
        assert!(!tests.is_empty(), "names no test: {claim}");
        for (file, name) in tests {
            assert!(has_test(file, name), "{file} has no test {name:?}: {claim}");
        }
    }
}

#[test]
fn a_test_that_is_none_is_seen() {
    let file = "tests/security_document.rs";
    assert!(has_test(file, "a_test_that_is_none_is_seen"));
    assert!(!has_test(file, "has_test"), "no test");
    assert!(!has_test(file, "nowhere"));
    assert!(has_test(
        "tests/e2e/tests/e2e/proxies.rs",
        "a_key_pair_is_made_without_cors"
    ));
    assert!(!has_test("site/policy.test.mjs", "nowhere"));
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let output = command
        .current_dir(root())
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// A package as `cargo metadata` tells it.
struct Package {
    folder: PathBuf,
    categories: Vec<String>,
    build_scripts: Vec<PathBuf>,
}

/// All packages of the workspace and of what it is made of, by name and version.
fn packages() -> BTreeMap<(String, String), Package> {
    let text = cargo(&[
        "metadata",
        "--locked",
        "--format-version=1",
        "--all-features",
    ]);
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    let read = |package: &Value| {
        let targets = package["targets"].as_array().unwrap().iter();
        let is_script = |target: &&Value| target["kind"][0] == "custom-build";
        let categories = package["categories"].as_array().unwrap().iter();
        let read = Package {
            folder: PathBuf::from(string(&package["manifest_path"]))
                .parent()
                .unwrap()
                .to_owned(),
            categories: categories.map(string).collect(),
            build_scripts: targets
                .filter(is_script)
                .map(|target| string(&target["src_path"]).into())
                .collect(),
        };
        (
            (string(&package["name"]), string(&package["version"])),
            read,
        )
    };
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(read)
        .collect()
}

/// The name and version of each crate whose code is in a program of the site.
fn compiled_into(program: &str) -> BTreeSet<(String, String)> {
    let tree = cargo(&[
        "tree",
        "--locked",
        "--package",
        "keyhaven",
        "--no-default-features",
        "--features",
        program,
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let crates = tree.lines().filter_map(|line| line.split_once(" v"));
    crates
        .map(|(name, rest)| (name.to_owned(), rest.split(' ').next().unwrap().to_owned()))
        .filter(|(name, _)| name != "keyhaven")
        .collect()
}

/// The Rust sources below a folder, without their comments.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            for line in source.lines() {
                text.push_str(line.split("//").next().unwrap_or_default());
                text.push('\n');
            }
        }
    }
}

/// Whether there is code in which the compiler's rules for memory are switched off.
fn has_unsafe(package: &Package) -> bool {
    let mut text = String::new();
    sources(&package.folder.join("src"), &mut text);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.any(|word| word == "unsafe")
}

/// Crates that do cryptography, or have code in which memory is handled by hand; and in which programs they are.
fn to_be_named() -> BTreeMap<String, BTreeSet<&'static str>> {
    let packages = packages();
    let mut named: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for program in PROGRAMS {
        for id in compiled_into(program) {
            let package = &packages[&id];
            let crypto = package
                .categories
                .iter()
                .any(|it| it.starts_with("cryptography"));
            if crypto || has_unsafe(package) {
                named.entry(id.0).or_default().insert(program);
            }
        }
    }
    named
}

#[test]
fn every_crate_with_cryptography_or_unsafe_code_is_named_with_why_it_is_there() {
    let mut said = BTreeMap::new();
    for row in section("What the programs are made of").lines() {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, crates, programs, why, _] = cells.as_slice() else {
            continue;
        };
        for name in quoted(crates) {
            assert!(why.len() > 10, "{name}: why?");
            let programs: BTreeSet<_> = programs.split(", ").map(str::to_owned).collect();
            let before = said.insert(name.to_owned(), programs);
            assert_eq!(before, None, "{name} is named twice");
        }
    }
    let found = to_be_named();
    assert!(
        found.len() > 50 && found.contains_key("ed25519-dalek"),
        "{found:#?}"
    );
    let found: BTreeMap<_, BTreeSet<_>> = found
        .into_iter()
        .map(|(name, programs)| (name, programs.into_iter().map(str::to_owned).collect()))
        .collect();
    let missing: BTreeMap<_, _> = found
        .iter()
        .filter(|(name, programs)| said.get(*name) != Some(programs))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/security.md does not say so: {missing:#?}"
    );
    let gone: Vec<_> = said
        .keys()
        .filter(|name| !found.contains_key(*name))
        .collect();
    assert!(
        gone.is_empty(),
        "docs/security.md names what is not there: {gone:#?}"
    );
}

/// What is built is what Cargo.lock says, hashes and all. A script that fetches something else while building would
/// go around that.
#[test]
fn no_build_script_fetches_anything() {
    let signs = [
        "std::net",
        "TcpStream",
        "reqwest",
        "ureq",
        "hyper",
        "curl",
        "wget",
        "git clone",
        "http://",
        "https://",
        "download",
    ];
    let mut scripts = 0;
    for ((name, version), package) in packages() {
        for script in package.build_scripts {
            scripts += 1;
            let mut text = String::new();
            // What it is made of may lie beside it.
            match script.parent().unwrap() {
                folder if folder == package.folder => {
                    text = fs::read_to_string(&script).unwrap();
                }
                folder => sources(folder, &mut text),
            }
            let code: Vec<_> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            for sign in signs {
                let line = code.iter().find(|line| line.contains(sign));
                assert_eq!(line, None, "{name} {version}: {sign}");
            }
        }
    }
    assert!(scripts > 20, "{scripts}");
}
