//! The audit as the app asks for it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::audit::protocol::{AuditedKey, Question};
use keyhaven::audit::run::run;
use keyhaven::keys::audit::Severity;

const FLAWED: &str = include_str!("fixtures/audit/keys.tsv");

/// The fixture's key of this name.
fn key(name: &str) -> AuditedKey {
    let line = FLAWED
        .lines()
        .find(|line| line.starts_with(&format!("{name}\t")));
    AuditedKey {
        name: name.to_owned(),
        public_key: line.unwrap().rsplit('\t').next().unwrap().to_owned(),
        created: None,
    }
}

fn question(keys: Vec<AuditedKey>) -> Question {
    Question {
        keys,
        now: 1_795_500_000,
        max_age_days: None,
        blocklist: None,
    }
}

#[test]
fn what_was_found_comes_by_name_and_the_worst_first() {
    let unreadable = AuditedKey {
        name: "torn".to_owned(),
        public_key: "ssh-rsa AAAA".to_owned(),
        created: None,
    };
    let answer = run(question(vec![
        key("sound-rsa-3072"),
        unreadable,
        key("roca"),
    ]));
    assert_eq!(answer.summary.all.total(), 2);
    let names: Vec<_> = answer.found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["roca"]);
    let findings = &answer.found[0].1;
    assert_eq!(findings[0].severity, Severity::Bad);
    assert!(findings.iter().any(|finding| finding.label == "RSA, ROCA"));
    assert!(
        findings
            .windows(2)
            .all(|pair| pair[0].severity >= pair[1].severity)
    );
    assert!(
        findings
            .iter()
            .all(|finding| !finding.why.is_empty() && !finding.what_to_do.is_empty())
    );
}

#[test]
fn an_old_key_is_old_from_the_limit_on() {
    let mut old = key("sound-rsa-3072");
    old.created = Some(1_795_500_000 - 400 * 86_400);
    let mut asked = question(vec![old]);
    assert_eq!(run(asked.clone()).found, Vec::new());
    asked.max_age_days = Some(365);
    let answer = run(asked);
    assert_eq!(answer.found[0].1[0].severity, Severity::Old);
    assert_eq!(answer.summary.all.old, 1);
}

#[test]
fn a_blocklist_that_cannot_be_read_is_said_and_the_rest_is_done() {
    for broken in ["", "AAAA", "not base64"] {
        let mut asked = question(vec![key("roca")]);
        asked.blocklist = Some(broken.to_owned());
        let answer = run(asked);
        assert!(answer.blocklist_error.is_some(), "{broken:?}");
        assert_eq!(answer.found.len(), 1);
    }
}
