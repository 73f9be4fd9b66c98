//! Runs the checks over what the app sent.

use super::protocol::{Answer, AuditedKey, KeyFinding, Question};
use crate::keys::audit::blocklist::Blocklist;
use crate::keys::audit::{Code, Finding, Options, Subject, audit, summary};
use crate::keys::public::PublicKey;
use base64ct::{Base64, Encoding};

/// Audits the keys. One that cannot be read is left out: the app says so itself. A blocklist that cannot be read is
/// reported, and the audit goes on without it.
pub fn run(question: Question) -> Answer {
    let keys: Vec<(&AuditedKey, PublicKey)> = question
        .keys
        .iter()
        .filter_map(|key| Some((key, PublicKey::parse_line(&key.public_key).ok()?)))
        .collect();
    let subjects: Vec<Subject<'_>> = keys
        .iter()
        .map(|(listed, key)| Subject {
            name: &listed.name,
            key,
            created: listed.created,
        })
        .collect();
    let (blocklist, blocklist_error) = match question.blocklist.as_deref().map(read_blocklist) {
        None => (None, None),
        Some(Ok(blocklist)) => (Some(blocklist), None),
        Some(Err(error)) => (None, Some(error)),
    };
    let options = Options {
        now: question.now,
        max_age_days: question.max_age_days,
        blocklist: blocklist.as_ref(),
    };
    let findings = audit(&subjects, options);
    let summary = summary(&subjects, &findings, question.now);
    let found = subjects
        .iter()
        .zip(findings)
        .filter(|(_, findings)| !findings.is_empty())
        .map(|(subject, findings)| (subject.name.to_owned(), told(findings)))
        .collect();
    Answer {
        found,
        summary,
        blocklist_error,
    }
}

fn read_blocklist(base64: &str) -> Result<Blocklist, String> {
    let bytes = Base64::decode_vec(base64).map_err(|error| error.to_string())?;
    Blocklist::parse(bytes).map_err(|error| error.to_string())
}

/// The findings as the app hears of them, in the order in which the audit gives them: the worst first.
fn told(findings: Vec<Finding>) -> Vec<KeyFinding> {
    let findings = findings.into_iter().map(|finding| KeyFinding {
        severity: finding.severity,
        label: label(finding.code).to_owned(),
        why: finding.why,
        what_to_do: finding.what_to_do,
    });
    findings.collect()
}

/// A finding in a word or three, for a badge.
fn label(code: Code) -> &'static str {
    match code {
        Code::Blocklisted => "Known to others",
        Code::SameKey => "Listed twice",
        Code::Age => "Old",
        Code::Certificate => "Certificate",
        Code::UnknownKind => "Unknown kind",
        Code::SecurityKey => "Security key",
        Code::Dsa => "DSA: refused by ssh",
        Code::DsaSparse => "DSA, weak",
        Code::Ecdsa => "ECDSA",
        Code::InvalidPoint => "Not a point of its curve",
        Code::WeakPoint => "Weak point",
        Code::RsaTiny | Code::RsaTooShort => "RSA too short",
        Code::RsaShort => "RSA short",
        Code::RsaUnusualSize => "RSA, unusual size",
        Code::RsaExponentInvalid => "RSA, broken exponent",
        Code::RsaExponentSmall => "RSA, small exponent",
        Code::RsaExponentUnusual => "RSA, unusual exponent",
        Code::RsaEven => "RSA, even modulus",
        Code::RsaSmallFactor => "RSA, small factor",
        Code::RsaPrime => "RSA, prime modulus",
        Code::RsaPower => "RSA, a power",
        Code::RsaClosePrimes => "RSA, close primes",
        Code::RsaRoca => "RSA, ROCA",
        Code::RsaSmallPrivate => "RSA, small secret",
        Code::RsaPattern => "RSA, not random",
        Code::RsaVanity => "RSA, chosen modulus",
        Code::RsaXzTrigger => "RSA, xz back door",
        Code::RsaSharedPrime => "RSA, shared prime",
        Code::RsaKnownPrime => "RSA, known prime",
    }
}
