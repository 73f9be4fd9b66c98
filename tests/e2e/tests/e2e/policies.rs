//! The policies as the built site has them, judged by the rules of Google's CSP evaluator.

use keyhaven_e2e::environment;
use std::process::Command;

const EVALUATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/evaluate.cjs");

/// What is found against a policy.
fn findings(policy: &str) -> Vec<String> {
    let mut node = Command::new("node");
    node.arg(EVALUATE).arg(environment::csp_evaluator());
    let output = node.arg(policy).output().expect("node is installed");
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The policy that the page with this beginning of a name brings along.
fn policy(begin: &str) -> String {
    let mut files = std::fs::read_dir(environment::dist()).unwrap();
    let is_it = |name: &str| name.starts_with(begin) && name.ends_with(".html");
    let page = files
        .find_map(|file| {
            let path = file.unwrap().path();
            is_it(path.file_name()?.to_str()?).then_some(path)
        })
        .unwrap();
    let text = std::fs::read_to_string(page).unwrap();
    let (_, rest) = text
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn nothing_is_found_against_the_frame() {
    assert_eq!(findings(&policy("vault-")), Vec::<String>::new());
}

/// That the page takes its scripts from its own origin is narrowed to the files themselves as soon as the first of them runs
/// (`locked_page.rs` tries another).
#[test]
fn nothing_is_found_against_the_page_but_that_its_scripts_are_its_own() {
    let found = findings(&policy("index"));
    let [one] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert!(one.starts_with("script-src 'self': "), "{one}");
}

#[test]
fn the_rules_do_find_things() {
    let page = policy("index");
    let weak = page.replace("'wasm-unsafe-eval'", "'unsafe-eval'");
    let weak = weak.replace("; require-trusted-types-for 'script'", "");
    let found = findings(&weak.replace("base-uri 'none'", "base-uri *"));
    for part in ["'unsafe-eval'", "base-uri"] {
        assert!(
            found.iter().any(|one| one.contains(part)),
            "{part}: {found:#?}"
        );
    }
}
