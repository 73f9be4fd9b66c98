//! Every flaw is found in a key that has it, and nothing in keys that have none.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod any;
mod blocklist;
mod fixtures;
#[path = "../keys_support/mod.rs"]
mod keys_support;
mod sound;

use fixtures::{codes, fixtures, known_prime, subjects};
use keyhaven::keys::audit::blocklist::{Blocklist, Builder, Entry};
use keyhaven::keys::audit::{
    AGE_LIMITS, Audit, Code, Finding, Options, Severity, Subject, audit, summary,
};
use std::collections::BTreeSet;

fn codes_of(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().map(|finding| codes(finding.code)).collect()
}

fn with_known_prime() -> Blocklist {
    let mut builder = Builder::new();
    builder
        .add("primes found twice", Entry::Primes(&known_prime()))
        .unwrap();
    Blocklist::parse(builder.write()).unwrap()
}

#[test]
fn each_flaw_is_found_and_no_other() {
    let rows = fixtures();
    let blocklist = with_known_prime();
    let options = Options {
        blocklist: Some(&blocklist),
        ..Options::default()
    };
    let findings = audit(&subjects(&rows), options);
    for (row, findings) in rows.iter().zip(&findings) {
        assert_eq!(codes_of(findings), row.expected, "{}", row.name);
    }
}

#[test]
fn a_finding_says_why_and_what_to_do_and_the_worst_comes_first() {
    let rows = fixtures();
    let findings = audit(&subjects(&rows), Options::default());
    for findings in &findings {
        assert!(findings.is_sorted_by(|one, next| one.severity >= next.severity));
        for Finding {
            why, what_to_do, ..
        } in findings
        {
            for text in [why, what_to_do] {
                assert!(text.ends_with('.') && text.len() > 20, "{text}");
            }
        }
    }
    let all = serde_json::to_string(&findings).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<Vec<Finding>>>(&all).unwrap(),
        findings
    );
}

#[test]
fn keys_that_share_something_are_named() {
    let rows = fixtures();
    let findings = audit(&subjects(&rows), Options::default());
    let others = |name: &str, code: Code| {
        let index = rows.iter().position(|row| row.name == name).unwrap();
        let finding = findings[index].iter().find(|found| found.code == code);
        finding.unwrap().others.clone()
    };
    assert_eq!(others("pair-1", Code::RsaSharedPrime), ["pair-2"]);
    assert_eq!(
        others("triangle-2", Code::RsaSharedPrime),
        ["triangle-1", "triangle-3"]
    );
    assert_eq!(
        others("exponent-even", Code::RsaSharedPrime),
        ["exponent-1", "exponent-larger-than-modulus"]
    );
    assert_eq!(
        others("sound-ed25519", Code::SameKey),
        ["sound-ed25519-again"]
    );
}

#[test]
fn age_counts_from_the_limit_on() {
    let key = fixtures().remove(0).key;
    let day = 86_400;
    let now = 1_700_000_000;
    for (created, limit, is_old) in [
        (Some(now - 366 * day), Some(365), true),
        (Some(now - 365 * day - 1), Some(365), false),
        (Some(now + day), Some(0), false),
        (Some(i64::MIN), Some(u32::MAX - 1), true),
        (Some(now - 366 * day), None, false),
        (None, Some(0), false),
    ] {
        let subject = [Subject {
            name: "a",
            key: &key,
            created,
        }];
        let findings = audit(
            &subject,
            Options {
                now,
                max_age_days: limit,
                blocklist: None,
            },
        );
        assert_eq!(
            findings[0]
                .iter()
                .map(|found| (found.code, found.severity))
                .collect::<Vec<_>>(),
            if is_old {
                vec![(Code::Age, Severity::Old)]
            } else {
                vec![]
            },
            "{created:?} {limit:?}"
        );
    }
}

#[test]
fn progress_never_goes_back_and_steps_give_the_same() {
    let rows = fixtures();
    let subjects = subjects(&rows);
    let blocklist = with_known_prime();
    let options = Options {
        blocklist: Some(&blocklist),
        ..Options::default()
    };
    let mut audit_in_steps = Audit::new(&subjects, options);
    let (mut before, mut steps) = (0.0, 0);
    while audit_in_steps.step() {
        let progress = audit_in_steps.progress();
        assert!((before..=1.0).contains(&progress), "{before} {progress}");
        before = progress;
        steps += 1;
    }
    assert!(steps > 3 * rows.len());
    assert!(before > 0.99, "{before}");
    assert_eq!(audit_in_steps.finish(), audit(&subjects, options));
    assert_eq!(audit(&[], options), Vec::<Vec<Finding>>::new());
}

#[test]
fn the_summary_counts_each_key_once() {
    let rows = fixtures();
    let (now, day) = (1_700_000_000, 86_400);
    let mut subjects = subjects(&rows);
    for (index, subject) in subjects.iter_mut().enumerate() {
        subject.created = [
            Some(now),
            Some(now - 400 * day),
            Some(now - 9999 * day),
            None,
        ][index % 4];
    }
    let findings = audit(&subjects, Options::default());
    let summary = summary(&subjects, &findings, now);
    let total = u32::try_from(rows.len()).unwrap();
    assert_eq!(summary.all.total(), total);
    assert_eq!(
        summary.types.iter().map(|t| t.healths.total()).sum::<u32>(),
        total
    );
    let aged: Vec<u32> = summary.ages.iter().map(|age| age.healths.total()).collect();
    let quarter = total.div_ceil(4);
    assert_eq!((aged[0], aged[1], aged[3]), (quarter, 0, 0));
    assert_eq!(
        aged.iter().sum::<u32>() + summary.age_unknown.total(),
        total
    );
    assert_eq!(summary.types[0].label, "RSA 3072");
    let dsa = summary
        .types
        .iter()
        .find(|t| t.label == "DSA 1024")
        .unwrap();
    assert_eq!((dsa.healths.bad, dsa.healths.total()), (2, 2));
    // A note does not count against a key.
    let ecdsa = summary
        .types
        .iter()
        .find(|t| t.label == "ECDSA P-256")
        .unwrap();
    assert_eq!((ecdsa.healths.good, ecdsa.healths.bad), (1, 1));
}

#[test]
fn an_age_bucket_ends_where_the_next_begins() {
    let key = fixtures().remove(0).key;
    let day = 86_400;
    for (limit, bucket) in AGE_LIMITS.into_iter().zip(0..) {
        for (days, expected) in [(limit - 1, bucket), (limit, bucket + 1)] {
            let subject = [Subject {
                name: "a",
                key: &key,
                created: Some(-i64::from(days) * day),
            }];
            let ages = summary(&subject, &[], 0).ages;
            let filled: Vec<usize> = (0..ages.len())
                .filter(|&at| ages[at].healths.good == 1)
                .collect();
            assert_eq!(filled, [expected], "{days}");
        }
    }
}
