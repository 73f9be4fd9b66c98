//! Many keys in a few numbers, for the picture above a list.

use super::{Finding, Severity, Subject};
use serde::{Deserialize, Serialize};

/// Upper limits of the age buckets in days; the last bucket has none.
pub const AGE_LIMITS: [u32; 4] = [90, 365, 2 * 365, 5 * 365];

/// How many keys of each health. A key's health is its worst finding; notes do not count against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Healths {
    /// Nothing against them.
    pub good: u32,
    /// To be replaced in time.
    pub old: u32,
    /// Not to be trusted.
    pub bad: u32,
}

/// The keys of one type and size.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TypeCount {
    /// What a person reads: `Ed25519`, `RSA 3072`, `ECDSA P-256`, ….
    pub label: String,
    /// How many, by health.
    pub healths: Healths,
}

/// The keys of one age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgeCount {
    /// They are younger than so many days; `None` for the last bucket.
    pub under_days: Option<u32>,
    /// How many, by health.
    pub healths: Healths,
}

/// Many keys in a few numbers. Every sum over `types` equals `all`, and so does every sum over `ages` and `age_unknown`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Summary {
    /// All keys.
    pub all: Healths,
    /// By type, the most frequent first, then by label.
    pub types: Vec<TypeCount>,
    /// By age, the youngest first: one entry for each of [`AGE_LIMITS`] and one above them.
    pub ages: Vec<AgeCount>,
    /// Those whose age is not known.
    pub age_unknown: Healths,
}

/// Counts `subjects` by type, health and age at `now` (seconds since 1970, UTC).
///
/// `findings` holds one list for each subject, in the same order, as the audit gives them. A subject without a list
/// counts as good; a time of making in the future as today.
pub fn summary(subjects: &[Subject<'_>], findings: &[Vec<Finding>], now: i64) -> Summary {
    let mut all = Summary {
        ages: AGE_LIMITS
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|under_days| AgeCount {
                under_days,
                ..AgeCount::default()
            })
            .collect(),
        ..Summary::default()
    };
    for (index, subject) in subjects.iter().enumerate() {
        let found = findings.get(index).map_or(&[][..], Vec::as_slice);
        let worst = found.iter().map(|finding| finding.severity).max();
        all.all.count(worst);
        all.type_of(subject).count(worst);
        all.age_of(subject, now).count(worst);
    }
    all.types
        .sort_by(|a, b| (b.healths.total(), &a.label).cmp(&(a.healths.total(), &b.label)));
    all
}

impl Summary {
    fn type_of(&mut self, subject: &Subject<'_>) -> &mut Healths {
        let label = label(subject);
        let found = self.types.iter().position(|count| count.label == label);
        let index = found.unwrap_or(self.types.len());
        if found.is_none() {
            self.types.push(TypeCount {
                label,
                healths: Healths::default(),
            });
        }
        &mut self.types[index].healths
    }

    fn age_of(&mut self, subject: &Subject<'_>, now: i64) -> &mut Healths {
        let Some(days) = age_days(subject, now) else {
            return &mut self.age_unknown;
        };
        let bucket = AGE_LIMITS.partition_point(|&limit| limit <= days);
        &mut self.ages[bucket].healths
    }
}

impl Healths {
    /// All of them.
    pub fn total(self) -> u32 {
        self.good + self.old + self.bad
    }

    fn count(&mut self, worst: Option<Severity>) {
        *match worst {
            Some(Severity::Bad) => &mut self.bad,
            Some(Severity::Old) => &mut self.old,
            Some(Severity::Note) | None => &mut self.good,
        } += 1;
    }
}

/// The type, with the size where the type does not tell it.
fn label(subject: &Subject<'_>) -> String {
    let label = subject.key.type_label();
    match (label.as_str(), subject.key.bits()) {
        ("RSA" | "DSA", Some(bits)) => format!("{label} {bits}"),
        _ => label,
    }
}

/// The age in whole days.
pub(super) fn age_days(subject: &Subject<'_>, now: i64) -> Option<u32> {
    let seconds = now.saturating_sub(subject.created?).max(0);
    Some(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
}
