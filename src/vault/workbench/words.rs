//! What a file is, put into words.

use super::look::Seen;
use super::messages::{KeyReport, Match, Report};
use crate::keys::certificate::Certificate;
use crate::keys::identify::{FileKind, Identified, IdentifiedKey};
use crate::keys::public::PublicKey;

/// A name and a value.
type Fact = (&'static str, String);

/// The report of a file; `listed` are the key pairs to compare with.
pub(super) fn report(id: u32, seen: &Seen, listed: Option<&[(String, PublicKey)]>) -> Report {
    let found = &seen.found;
    let formats = seen.formats();
    // A locked file says that it is; that a passphrase is wanted need not be said again.
    let error = found
        .error
        .as_ref()
        .filter(|error| error.code != "passphrase-required");
    let mut keys: Vec<_> = found
        .keys
        .iter()
        .map(|key| self::key(key, listed))
        .collect();
    if let Some(first) = keys.first_mut() {
        first.facts.extend(certificate_facts(found));
    }
    Report {
        id,
        what: what(found),
        has_public: !keys.is_empty(),
        facts: if keys.is_empty() {
            certificate_facts(found)
        } else {
            Vec::new()
        },
        keys,
        notes: found
            .problems
            .iter()
            .map(|problem| sentence(&problem.text))
            .collect(),
        error: error.map(|error| sentence(&error.message)),
        locked: seen.locked,
        formats: formats
            .iter()
            .map(|format| (format.code(), format.label()))
            .collect(),
        comment: found.comment.clone().unwrap_or_default(),
    }
}

/// Kind, format and lock, in a sentence.
fn what(found: &Identified) -> String {
    let format = found.format.as_deref().map(format_name).unwrap_or_default();
    let several = found.keys.len() > 1;
    let mut text = match found.kind {
        FileKind::Private => "Private key".to_owned(),
        FileKind::Public if several => format!("{} public keys", found.keys.len()),
        FileKind::Public => "Public key".to_owned(),
        FileKind::Certificate => "Certificate".to_owned(),
        FileKind::Other => return "No key that Keyhaven knows.".to_owned(),
    };
    if !format.is_empty() {
        text += &format!(", {format}");
    }
    match (found.encrypted, &found.lock) {
        (Some(true), Some(lock)) => {
            let parts: Vec<_> = [&lock.cipher, &lock.kdf]
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            text += ", locked with a passphrase";
            if !parts.is_empty() {
                text += &format!(" ({})", parts.join(", "));
            }
        }
        (Some(true), None) => text += ", locked with a passphrase",
        (Some(false), _) => text += ", not locked",
        (None, _) => {}
    }
    text + "."
}

fn format_name(code: &str) -> &str {
    match code {
        "openssh" => "OpenSSH format",
        "pkcs8" => "PKCS#8",
        "pkcs1" => "PKCS#1 (traditional PEM)",
        "sec1" => "SEC 1 (traditional PEM)",
        "dsa" => "traditional PEM",
        "ppk" => "PuTTY format (PPK 3)",
        "ppk2" => "PuTTY format (PPK 2)",
        "ppk1" => "PuTTY format (PPK 1)",
        "ssh1" => "SSH version 1",
        "ssh.com" => "format of ssh.com",
        "rfc4716" => "RFC 4716 (SSH2)",
        "x509" => "X.509",
        other => other,
    }
}

fn key(found: &IdentifiedKey, listed: Option<&[(String, PublicKey)]>) -> KeyReport {
    let key = &found.key;
    let mut facts: Vec<Fact> = Vec::new();
    if !key.comment().is_empty() {
        facts.push(("Comment", key.comment().to_owned()));
    }
    if !found.options.is_empty() {
        facts.push(("Options", found.options.clone()));
    }
    facts.push(("SHA-256", key.sha256()));
    facts.push(("MD5", key.md5()));
    let label = key.type_label();
    KeyReport {
        label: match key.bits() {
            Some(bits) => format!("{label}, {bits} bits"),
            None => label,
        },
        facts,
        randomart: key.randomart(),
        line: key.to_line(),
        found: listed.map(|listed| compare(listed, key)),
    }
}

fn compare(listed: &[(String, PublicKey)], key: &PublicKey) -> Match {
    let names: Vec<_> = listed
        .iter()
        .filter(|(_, other)| other.same_key(key))
        .map(|(name, _)| name.as_str())
        .collect();
    Match {
        found: !names.is_empty(),
        text: match names.as_slice() {
            [] => "Matches no key pair of yours".to_owned(),
            names => format!("Matches {}", names.join(", ")),
        },
    }
}

fn certificate_facts(found: &Identified) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(certificate) = &found.certificate {
        facts.extend(ssh_certificate(certificate));
    }
    if let Some(x509) = &found.x509 {
        let size = x509.bits.map(|bits| format!(", {bits} bits"));
        facts.push(("Subject", x509.subject.clone()));
        facts.push(("Issuer", x509.issuer.clone()));
        facts.push((
            "Valid",
            format!("{} to {}", x509.not_before, x509.not_after),
        ));
        facts.push(("Key", x509.key_type.clone() + &size.unwrap_or_default()));
        facts.push(("SHA-1 of it", x509.sha1.clone()));
        facts.push(("SHA-256 of it", x509.sha256.clone()));
    }
    facts
}

fn ssh_certificate(certificate: &Certificate) -> Vec<Fact> {
    let whose = if certificate.host {
        "a server"
    } else {
        "a person"
    };
    let principals = match certificate.principals.as_slice() {
        [] => "any".to_owned(),
        names => names.join(", "),
    };
    vec![
        ("Certifies", whose.to_owned()),
        ("Names", principals),
        ("Key ID", certificate.key_id.clone()),
        ("Serial", certificate.serial.to_string()),
        ("Valid from", time(certificate.valid_after)),
        ("Valid until", time(certificate.valid_before)),
        ("Authority", certificate.ca_sha256.clone()),
    ]
}

/// Seconds since 1970 as a date and time of day, UTC (the civil calendar by days, as in Howard Hinnant's
/// "chrono-compatible low-level date algorithms").
fn time(seconds: u64) -> String {
    if seconds == 0 || seconds > 253_402_300_799 {
        return "always".to_owned();
    }
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02} UTC",
        rest / 3600,
        rest % 3600 / 60
    )
}

/// An error or remark as a sentence of its own.
pub(super) fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>());
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_dates() {
        assert_eq!(time(1), "1970-01-01 00:00 UTC");
        assert_eq!(time(951_782_399), "2000-02-28 23:59 UTC");
        assert_eq!(time(951_782_400), "2000-02-29 00:00 UTC");
        assert_eq!(time(1_795_517_999), "2026-11-24 10:59 UTC");
        assert_eq!(time(0), "always");
        assert_eq!(time(u64::MAX), "always");
    }

    #[test]
    fn a_sentence_begins_and_ends_as_one() {
        assert_eq!(sentence(&"the file is damaged"), "The file is damaged.");
        assert_eq!(sentence(&"Is it?"), "Is it?");
    }
}
