//! Files that are none: the error says what they are, and where.

use crate::{clouds, refused};
use keyhaven::cloud_files::{FileError, MAX_BYTES};

#[test]
fn broken_yaml_says_where() {
    for (text, wrong) in [
        ("clouds:\n  a:\n    auth: {username: u\n", 4),
        ("clouds:\n  a:\n   b: 1\n  - c\n", 4),
        ("clouds:\n  a: \"open\n", 3),
        ("clouds:\n  a: *nowhere\n", 2),
        ("clouds: {a: {}}\n---\nclouds: {}\n", 3),
        ("clouds:\n\ta: 1\n", 2),
    ] {
        match refused("clouds.yaml", text) {
            FileError::NotYaml { line, what, .. } => {
                assert!(line.abs_diff(wrong) <= 1, "{text:?}: {line} {what}");
                assert!(!what.is_empty());
            }
            other => panic!("{text:?}: {other}"),
        }
    }
}

#[test]
fn files_of_something_else_are_named() {
    for (name, text, what) in [
        (
            "config",
            "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\n",
            "kubeconfig",
        ),
        (
            "pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {}\n",
            "Kubernetes",
        ),
        ("docker-compose.yml", "services:\n  web: {}\n", "Docker"),
        ("config.json", "{\"a\": 1}", "JSON"),
        ("list.json", "[1, 2]", "JSON"),
        (
            "id_ed25519",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n",
            "key",
        ),
        ("index.html", "<!DOCTYPE html>", "web page"),
        ("empty", " \n", "empty"),
        ("picture.png", "\u{fffd}PNG\0", "not text"),
        ("letter.txt", "Dear all,\nhello.\n", "something else"),
    ] {
        let error = refused(name, text);
        assert!(
            matches!(&error, FileError::WrongFile { file, what: found } if file == name && found.contains(what)),
            "{name}: {error}"
        );
    }
}

#[test]
fn no_clouds_is_said() {
    for (name, text) in [
        ("clouds.yaml", "clouds:\n"),
        ("clouds.yaml", "clouds: {}\n"),
        ("clouds.yaml", "cloud:\n  a: 1\n"),
        ("clouds.yaml", "auth:\n  auth_url: https://a.example.test\n"),
        ("clouds.yaml", "clouds: [a]\n"),
        ("openrc.sh", "#!/bin/sh\necho hello\n"),
        ("demo-openrc.sh", "export OS_PASSWORD_INPUT=x\n"),
        ("openrc.sh", "export OS_CLOUD=work\n"),
    ] {
        assert!(
            matches!(refused(name, text), FileError::NoClouds { .. }),
            "{text:?}: {}",
            refused(name, text)
        );
    }
}

#[test]
fn too_big_is_not_read() {
    let text = "#".repeat(MAX_BYTES + 1);
    assert!(matches!(
        refused("clouds.yaml", &text),
        FileError::TooBig { bytes, .. } if bytes == MAX_BYTES + 1
    ));
}

#[test]
fn files_that_refer_to_themselves_do_not_grow() {
    use std::fmt::Write;
    // Nine to the power of hundreds, were it written out.
    let mut laughs = String::from("a0: &a0 [x]\n");
    for level in 1..60 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        writeln!(laughs, "a{level}: &a{level} [{below}]").unwrap();
    }
    let readable = format!("{laughs}clouds: {{a: {{auth: {{username: u}}}}}}\n");
    assert_eq!(clouds(&[("clouds.yaml", &readable)]).len(), 1);

    let mut chain = String::from("clouds:\n  a: &a0 [x]\n");
    for level in 1..20_000 {
        writeln!(chain, "  b{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    let mut merges = String::from("a0: &a0 {k0: 1}\n");
    for level in 1..2_000 {
        writeln!(
            merges,
            "a{level}: &a{level} {{<<: *a{}, k{level}: 1}}",
            level - 1
        )
        .unwrap();
    }
    for text in [
        chain,
        merges + "clouds: {a: {}}",
        "clouds: &a {b: *a}".to_owned(),
        format!("clouds: {}{}", "[".repeat(200), "]".repeat(200)),
        format!(
            "clouds:\n{}",
            (0..5_000)
                .map(|n| format!("  c{n}: {{}}\n"))
                .collect::<String>()
        ),
    ] {
        let error = refused("clouds.yaml", &text);
        assert!(
            matches!(
                error,
                FileError::TooComplex { .. } | FileError::NotYaml { .. }
            ),
            "{error}"
        );
    }
}
