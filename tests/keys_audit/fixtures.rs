//! The fixtures of the audit.
use keyhaven::keys::audit::{Code, Subject};
use keyhaven::keys::public::PublicKey;
use std::collections::BTreeSet;
use std::fs;

/// A key of `tests/fixtures/audit/keys.tsv`.
pub struct Row {
    pub name: String,
    pub expected: BTreeSet<String>,
    pub key: PublicKey,
}

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/audit");
    fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

/// All of them.
pub fn fixtures() -> Vec<Row> {
    let rows: Vec<Row> = file("keys.tsv")
        .lines()
        .map(|row| {
            let [name, expected, line] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
            Row {
                name: name.to_owned(),
                expected: expected
                    .split(',')
                    .filter(|code| !code.is_empty())
                    .map(str::to_owned)
                    .collect(),
                key: PublicKey::parse_line(line).unwrap(),
            }
        })
        .collect();
    assert!(rows.len() > 50);
    rows
}

/// As the audit takes them.
pub fn subjects(rows: &[Row]) -> Vec<Subject<'_>> {
    rows.iter()
        .map(|row| Subject {
            name: &row.name,
            key: &row.key,
            created: None,
        })
        .collect()
}

/// The prime of the fixture `known-prime`, big-endian.
pub fn known_prime() -> Vec<u8> {
    let hex = file("primes.txt");
    let hex = hex.trim();
    assert!(hex.len().is_multiple_of(2));
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// The stable name of a code.
pub fn codes(code: Code) -> String {
    serde_json::to_value(code)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}
