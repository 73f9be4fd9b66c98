//! What a key has to do with the other keys of the list.

use super::rsa::shared::Common;
use super::{Code, Finding, Subject};
use dashu_int::{UBig, ops::Gcd};
use std::collections::HashMap;

/// Up to so many keys that share primes are compared in pairs, to name for each the ones that it shares them with.
const MOST_PAIRED: usize = 128;

/// Tells each subject that is the same key as another one.
pub(super) fn same_keys(subjects: &[Subject<'_>], findings: &mut [Vec<Finding>]) {
    let mut groups: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        groups.entry(subject.key.blob()).or_default().push(index);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        for &index in &group {
            let others = names(subjects, index, &group);
            let finding = Finding::note(
                Code::SameKey,
                format!(
                    "The same key is listed as {} too. Deleting one leaves the other, and servers made with either accept the same private key.",
                    listing(&others)
                ),
            );
            findings[index].push(
                finding
                    .advising("Keep the one whose name you use and delete the other.")
                    .with_others(others),
            );
        }
    }
}

/// A modulus without its small factors, and the subjects that have it.
pub(super) struct Holders {
    pub(super) modulus: UBig,
    pub(super) common: Common,
    pub(super) subjects: Vec<usize>,
}

/// Tells each subject that shares primes with a subject of another key.
pub(super) fn shared_primes(
    all: &[Holders],
    subjects: &[Subject<'_>],
    findings: &mut [Vec<Finding>],
) {
    let sharing: Vec<&Holders> = all
        .iter()
        .filter(|holders| {
            let same = |index: &usize| subjects[*index].key.blob() == first_blob(holders, subjects);
            holders.common.shared > UBig::ONE || !holders.subjects.iter().all(same)
        })
        .collect();
    for holders in &sharing {
        let partners: Vec<usize> = sharing
            .iter()
            .filter(|other| shares(holders, other, sharing.len()))
            .flat_map(|other| other.subjects.iter().copied())
            .collect();
        for &index in &holders.subjects {
            let key = subjects[index].key;
            let different: Vec<usize> = partners
                .iter()
                .copied()
                .filter(|&other| subjects[other].key.blob() != key.blob())
                .collect();
            let others = names(subjects, index, &different);
            findings[index].push(sharing_finding(others));
        }
    }
}

fn first_blob<'a>(holders: &Holders, subjects: &[Subject<'a>]) -> &'a [u8] {
    holders
        .subjects
        .first()
        .map_or(&[][..], |&index| subjects[index].key.blob())
}

/// Whether two moduli have a prime in common. In long lists only what both share is compared.
fn shares(one: &Holders, other: &Holders, count: usize) -> bool {
    if count <= MOST_PAIRED {
        (&one.modulus).gcd(&other.modulus) > UBig::ONE
    } else {
        one.modulus == other.modulus || one.common.shared == other.common.shared
    }
}

fn sharing_finding(others: Vec<String>) -> Finding {
    let whom = if others.is_empty() {
        "other keys of this list".to_owned()
    } else {
        listing(&others)
    };
    Finding::bad(
        Code::RsaSharedPrime,
        format!(
            "This RSA key has a prime in common with {whom}. Whoever sees both public keys can compute both private keys; the program that made them had too little randomness."
        ),
    )
    .with_others(others)
}

/// The names of the subjects in `group` but for `index`, in the order of the list.
fn names(subjects: &[Subject<'_>], index: usize, group: &[usize]) -> Vec<String> {
    let mut group = group.to_vec();
    group.sort_unstable();
    group
        .into_iter()
        .filter(|&other| other != index)
        .map(|other| subjects[other].name.to_owned())
        .collect()
}

/// Up to three names in quotation marks, and how many more there are.
fn listing(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(3)
        .map(|name| format!("“{name}”"))
        .collect();
    match names.len() - shown.len() {
        0 => match &shown[..] {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => shown.join(", "),
        },
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::keys::audit::{Options, audit};
    use crate::keys::public::PublicKey;
    use crate::keys::wire::{put_mpint, put_string};

    fn key(modulus: &UBig) -> PublicKey {
        let mut blob = Vec::new();
        put_string(&mut blob, b"ssh-rsa");
        put_mpint(&mut blob, &[1, 0, 1]);
        put_mpint(&mut blob, &modulus.to_be_bytes());
        PublicKey::from_blob(blob, "").unwrap()
    }

    #[test]
    fn long_lists_of_sharing_keys_are_told_whom_they_share_with() {
        // Primes of Mersenne's, and numbers with nothing in common.
        let (one, other) = ((UBig::ONE << 107) - 1u8, (UBig::ONE << 127) - 1u8);
        for count in [10, MOST_PAIRED / 2, MOST_PAIRED] {
            let cofactors = (1_000_003u32..)
                .step_by(2)
                .filter(|number| (3..1010).step_by(2).all(|divisor| number % divisor != 0))
                .take(2 * count);
            let keys: Vec<PublicKey> = cofactors
                .enumerate()
                .map(|(index, prime)| key(&(if index < count { &one } else { &other } * prime)))
                .collect();
            let names: Vec<String> = (0..keys.len()).map(|index| index.to_string()).collect();
            let subjects: Vec<Subject<'_>> = keys
                .iter()
                .zip(&names)
                .map(|(key, name)| Subject {
                    name,
                    key,
                    created: None,
                })
                .collect();
            for (index, findings) in audit(&subjects, Options::default()).iter().enumerate() {
                let shared = findings
                    .iter()
                    .find(|found| found.code == Code::RsaSharedPrime);
                let group = if index < count {
                    &names[..count]
                } else {
                    &names[count..]
                };
                let expected: Vec<_> = group.iter().filter(|name| **name != names[index]).collect();
                assert_eq!(shared.unwrap().others.iter().collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        for (count, text) in [
            (1, "“a”"),
            (2, "“a” and “b”"),
            (3, "“a”, “b” and “c”"),
            (4, "“a”, “b”, “c” and 1 more"),
            (5, "“a”, “b”, “c” and 2 more"),
        ] {
            assert_eq!(listing(&names[..count]), text);
        }
    }
}
