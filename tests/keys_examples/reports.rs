//! What `inspect` says of keys with faults.

use super::keys_support::run;
use super::{inspect, output};
use std::fs;
use tempfile::tempdir;

#[test]
fn inspect_tells_what_is_wrong() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    run(
        "ssh-keygen",
        &["-q", "-t", "dsa", "-N", "", "-C", "old", "-f", &path("dsa")],
    );
    run(
        "ssh-keygen",
        &[
            "-q",
            "-t",
            "rsa",
            "-b",
            "1024",
            "-N",
            "",
            "-f",
            &path("rsa"),
        ],
    );
    run(
        "ssh-keygen",
        &["-q", "-s", &path("rsa"), "-I", "ada", &path("rsa.pub")],
    );
    fs::write(path("text"), "hello").unwrap();
    let files = [
        "dsa.pub",
        "dsa",
        "rsa.pub",
        "rsa",
        "rsa-cert.pub",
        "text",
        "absent",
    ]
    .map(path);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let reports = inspect(&files);
    let told: Vec<_> = reports
        .iter()
        .map(|report| {
            [
                &report["kind"],
                &report["problems"][0]["code"],
                &report["error"]["code"],
            ]
        })
        .map(|parts| parts.map(|part| part.as_str().unwrap_or("-")))
        .collect();
    assert_eq!(
        told,
        [
            ["public", "dsa", "-"],
            ["private", "dsa", "-"],
            ["public", "rsa-short", "-"],
            ["private", "rsa-short", "-"],
            ["certificate", "rsa-short", "-"],
            ["other", "-", "not-a-key"],
            ["other", "-", "io"],
        ]
    );
    assert_eq!(output("inspect", &[]).status.code(), Some(2));
}
