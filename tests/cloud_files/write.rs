//! What is written, read by the programs that it is for: Python's YAML and Bash.

use crate::{cloud, id, named};
use keyhaven::cloud_files::{AuthType, CloudEntry, write};
use std::process::{Command, Output, Stdio};

/// Names that would break out of careless quotes.
const HOSTILE: [&str; 16] = [
    "plain",
    "two words",
    "it's",
    "\"double\"",
    "$(touch broken-out)",
    "`touch broken-out`",
    "; touch broken-out #",
    "x\n    password: stolen",
    "x'\ntouch broken-out\n'",
    "back\\slash\\",
    "%tag: &a *b",
    "- null: ~",
    "tab\there\u{85}and\u{2028}there\u{1b}[0m",
    "ü 日本 🔑",
    "!!python/object/apply:os.system ['touch broken-out']",
    "${OS_AUTH_URL}$'\\x41'",
];

fn entry(text: &str) -> CloudEntry {
    let mut entry = cloud(
        "clouds.yaml",
        "clouds: {a: {auth: {auth_url: 'https://k.example.test/v3', password: s3cret, token: s3cret, api_key: s3cret, passcode: s3cret, application_credential_secret: s3cret}}}",
    );
    entry.auth = Ok(AuthType::Password);
    entry.name = text.to_owned();
    entry.user = named(text);
    entry.user_domain = named(text);
    entry.project = named(text);
    entry.project_domain = named(text);
    entry.regions = vec![text.to_owned()];
    entry
        .endpoint_overrides
        .push(("compute".to_owned(), text.to_owned()));
    entry
}

fn run(command: &mut Command, input: &str) -> Output {
    use std::io::Write;
    let mut child = command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("PATH", std::env::var_os("PATH").unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

#[test]
fn pythons_yaml_reads_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for text in HOSTILE {
        let written = write::clouds_yaml(&entry(text));
        let output = run(
            Command::new("python3")
                .args(["-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))"])
                .env("HOME", std::env::var_os("HOME").unwrap_or_default())
                .current_dir(&folder),
            &written,
        );
        let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"clouds": {text: {
                "auth": {
                    "auth_url": "https://k.example.test/v3",
                    "username": text,
                    "user_domain_name": text,
                    "project_name": text,
                    "project_domain_name": text,
                },
                "auth_type": "v3password",
                "region_name": text,
                "identity_api_version": "3",
                "compute_endpoint_override": text,
            }}}),
            "{written}"
        );
    }
}

#[test]
fn bash_reads_the_same_and_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for text in HOSTILE {
        let written = write::openrc(&entry(text));
        std::fs::write(folder.path().join("openrc.sh"), &written).unwrap();
        let output = run(
            Command::new("bash")
                .args(["--norc", "--noprofile", "-c"])
                .arg("export OS_TOKEN=old OS_TENANT_NAME=old; source ./openrc.sh; env -0")
                .current_dir(&folder),
            "typed $x\\y\n",
        );
        let environment = String::from_utf8(output.stdout).unwrap();
        let mut set: Vec<_> = environment
            .split_terminator('\0')
            .filter_map(|line| line.strip_prefix("OS_")?.split_once('='))
            .collect();
        set.sort_unstable();
        assert_eq!(
            set,
            [
                ("AUTH_TYPE", "v3password"),
                ("AUTH_URL", "https://k.example.test/v3"),
                ("COMPUTE_ENDPOINT_OVERRIDE", text),
                ("IDENTITY_API_VERSION", "3"),
                ("PASSWORD", "typed $x\\y"),
                ("PROJECT_DOMAIN_NAME", text),
                ("PROJECT_NAME", text),
                ("REGION_NAME", text),
                ("USERNAME", text),
                ("USER_DOMAIN_NAME", text),
            ],
            "{written}"
        );
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "{written}");
    }
}

#[test]
fn no_secret_is_written_for_any_type() {
    for kind in [
        AuthType::Password,
        AuthType::V2Password,
        AuthType::Token,
        AuthType::V2Token,
        AuthType::ApplicationCredential,
        AuthType::Totp,
        AuthType::MultiFactor,
        AuthType::RackspaceApiKey,
    ] {
        let mut entry = entry("alice");
        entry.auth = Ok(kind);
        entry.application_credential = id("4f8c");
        for written in [write::clouds_yaml(&entry), write::openrc(&entry)] {
            assert!(!written.contains("s3cret"), "{kind:?}: {written}");
        }
        let back = cloud("clouds.yaml", &write::clouds_yaml(&entry));
        let same = match kind {
            AuthType::Totp | AuthType::MultiFactor => AuthType::Password,
            kind => kind,
        };
        assert_eq!(back.auth, Ok(same));
        let back = cloud("openrc.sh", &write::openrc(&entry));
        assert_eq!(back.auth, Ok(same));
    }
}

#[test]
fn an_application_credential_names_no_project_and_ids_need_no_domain() {
    let mut entry = entry("alice");
    entry.auth = Ok(AuthType::ApplicationCredential);
    entry.application_credential = id("4f8c");
    let written = write::clouds_yaml(&entry);
    assert!(
        !written.contains("project") && !written.contains("user"),
        "{written}"
    );
    entry.auth = Ok(AuthType::Password);
    entry.user.id = Some("u-1".to_owned());
    entry.project.id = Some("p-1".to_owned());
    let written = write::openrc(&entry);
    assert!(written.contains("OS_USER_ID='u-1'") && written.contains("OS_PROJECT_ID='p-1'"));
    assert!(
        !written.contains("export OS_USER_DOMAIN") && !written.contains("export OS_PROJECT_DOMAIN")
    );
}
