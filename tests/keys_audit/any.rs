//! Whatever numbers a key holds, the audit comes to an end.

use base64ct::{Base64, Encoding};
use keyhaven::keys::audit::{Code, Options, Severity, Subject, audit};
use keyhaven::keys::public::PublicKey;
use proptest::prelude::*;

fn string(field: &[u8]) -> Vec<u8> {
    let length = u32::try_from(field.len()).unwrap();
    [&length.to_be_bytes()[..], field].concat()
}

/// A number from one on, as an `mpint`.
fn number(bytes: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    (1u8..=255, prop::collection::vec(any::<u8>(), bytes)).prop_map(|(first, rest)| {
        let sign = if first >= 0x80 { vec![0] } else { vec![] };
        string(&[sign, vec![first], rest].concat())
    })
}

fn key(name: &str, fields: &[Vec<u8>]) -> PublicKey {
    let blob = [string(name.as_bytes()), fields.concat()].concat();
    PublicKey::parse_line(&format!("{name} {}", Base64::encode_string(&blob))).unwrap()
}

fn any_key() -> impl Strategy<Value = PublicKey> {
    let small = (number(0..3), number(0..6)).prop_map(|(e, n)| key("ssh-rsa", &[e, n]));
    let rsa = (number(0..60), number(0..60)).prop_map(|(e, n)| key("ssh-rsa", &[e, n]));
    let dsa = (number(0..40), number(0..9), number(0..40), number(0..40))
        .prop_map(|(p, q, g, y)| key("ssh-dss", &[p, q, g, y]));
    let ed25519 = prop::collection::vec(any::<u8>(), 32)
        .prop_map(|point| key("ssh-ed25519", &[string(&point)]));
    let ecdsa = prop::collection::vec(any::<u8>(), 132).prop_map(|point| {
        let fields = [string(b"nistp521"), string(&[vec![4], point].concat())];
        key("ecdsa-sha2-nistp521", &fields)
    });
    prop_oneof![small, rsa, dsa, ed25519, ecdsa]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_list_is_audited(keys in prop::collection::vec(any_key(), 0..12), now in any::<i64>(), created in any::<Option<i64>>()) {
        let subjects: Vec<Subject<'_>> = keys.iter().map(|key| Subject { name: "any", key, created }).collect();
        let options = Options { now, max_age_days: Some(1), blocklist: None };
        let findings = audit(&subjects, options);
        prop_assert_eq!(findings.len(), keys.len());
        for (key, findings) in keys.iter().zip(&findings) {
            let is_bad = findings.iter().any(|found| found.severity == Severity::Bad);
            // Half of all 32 bytes are a point, and an eighth of those are in the group.
            prop_assert!(is_bad || key.algorithm() == "ssh-ed25519", "{}", key.to_line());
            let codes: std::collections::BTreeSet<Code> = findings.iter().map(|found| found.code).collect();
            prop_assert_eq!(codes.len(), findings.len());
        }
    }
}
