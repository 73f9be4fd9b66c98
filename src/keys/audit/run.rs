//! A whole list's audit, in steps that a worker can take between its messages.

use super::neighbours::{self, Holders};
use super::rsa::{PrimeTest, Rsa, SmallPrimes, known, shared::Shared, work_of};
use super::{Finding, Subject, age, blocklist::Blocklist, curve, kind, listed};
use crate::keys::public::kind::Kind;
use dashu_int::UBig;
use std::collections::HashMap;

/// What an audit goes by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The present time in seconds since 1970 (UTC).
    pub now: i64,
    /// The age in days from which on a key is called old; `None` for no limit.
    pub max_age_days: Option<u32>,
    /// Keys that must not be trusted, besides the few that are built in.
    pub blocklist: Option<&'a Blocklist>,
}

/// An audit under way.
///
/// Take steps while [`Audit::step`] says so, then call [`Audit::finish`]. A step looks at one key, or multiplies or
/// divides once in the search for shared primes: natively under a millisecond for most steps, up to a second for the
/// few largest numbers of a list of 10,000 RSA keys.
pub struct Audit<'a> {
    subjects: &'a [Subject<'a>],
    options: Options<'a>,
    findings: Vec<Vec<Finding>>,
    small: SmallPrimes,
    moduli: Vec<Modulus>,
    phase: Phase,
}

/// An RSA subject's modulus, and the same without its small factors.
struct Modulus {
    subject: usize,
    n: UBig,
    rest: UBig,
}

enum Phase {
    Keys { next: usize },
    Primes { test: PrimeTest, next: usize },
    Shared(Box<Search>),
    Done,
}

struct Search {
    shared: Shared,
    work: usize,
    subjects: HashMap<UBig, Vec<usize>>,
}

/// How much longer looking at one key takes than one multiplication or division a key in the search for shared primes.
const KEY_WEIGHT: usize = 10;

impl<'a> Audit<'a> {
    /// Begins an audit of `subjects`.
    pub fn new(subjects: &'a [Subject<'a>], options: Options<'a>) -> Self {
        Self {
            subjects,
            options,
            findings: vec![Vec::new(); subjects.len()],
            small: SmallPrimes::new(),
            moduli: Vec::new(),
            phase: Phase::Keys { next: 0 },
        }
    }

    /// Does a part of the work. False when nothing is left to do.
    pub fn step(&mut self) -> bool {
        match &mut self.phase {
            Phase::Keys { next } => {
                let index = *next;
                *next += 1;
                if index < self.subjects.len() {
                    self.look_at(index);
                } else {
                    neighbours::same_keys(self.subjects, &mut self.findings);
                    let work = self.moduli.iter().map(|modulus| work_of(&modulus.n)).sum();
                    let test = PrimeTest::for_work(work);
                    self.phase = Phase::Primes { test, next: 0 };
                }
            }
            Phase::Primes { test, next } => match self.moduli.get(*next) {
                Some(modulus) => {
                    *next += 1;
                    let finding = test.check(&modulus.n, &modulus.rest);
                    self.findings[modulus.subject].extend(finding);
                }
                None => self.phase = Phase::Shared(Box::new(self.search())),
            },
            Phase::Shared(search) => {
                if !search.shared.step() {
                    self.conclude();
                }
            }
            Phase::Done => {}
        }
        !matches!(self.phase, Phase::Done)
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f32 {
        let keys = self.subjects.len() * KEY_WEIGHT;
        let (done, work) = match &self.phase {
            Phase::Keys { next } => {
                let is_rsa = |subject: &&Subject<'_>| matches!(subject.key.kind(), Kind::Rsa(_));
                let moduli = self.subjects.iter().filter(is_rsa).count();
                (
                    next * KEY_WEIGHT,
                    Shared::work_for(moduli, self.has_known()),
                )
            }
            Phase::Primes { .. } => (keys, Shared::work_for(self.moduli.len(), self.has_known())),
            Phase::Shared(search) => (keys + search.shared.done(), search.work),
            Phase::Done => return 1.0,
        };
        done.min(keys + work) as f32 / (keys + work).max(1) as f32
    }

    /// The findings for each subject, in the order of the subjects, the worst first. Takes the steps that are left.
    pub fn finish(mut self) -> Vec<Vec<Finding>> {
        while self.step() {}
        for findings in &mut self.findings {
            findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.code));
        }
        self.findings
    }

    /// What one key tells by itself.
    fn look_at(&mut self, index: usize) {
        let subject = &self.subjects[index];
        let options = self.options;
        let findings = &mut self.findings[index];
        findings.extend(listed::check(subject.key, options.blocklist));
        findings.extend(kind::check(subject.key));
        findings.extend(curve::check(subject.key));
        findings.extend(age::check(subject, options.now, options.max_age_days));
        if let Some(key) = Rsa::of(subject.key) {
            let (found, rest) = key.findings(&self.small);
            findings.extend(found);
            self.moduli.push(Modulus {
                subject: index,
                n: key.modulus().clone(),
                rest,
            });
        }
    }

    fn has_known(&self) -> bool {
        self.options
            .blocklist
            .is_some_and(|list| list.primes().next().is_some())
    }

    /// Every modulus once, and the primes of the blocklist.
    fn search(&mut self) -> Search {
        let mut subjects: HashMap<UBig, Vec<usize>> = HashMap::new();
        let mut moduli = Vec::new();
        for modulus in std::mem::take(&mut self.moduli) {
            if modulus.rest > UBig::ONE {
                let holders = subjects.entry(modulus.rest).or_insert_with_key(|rest| {
                    moduli.push(rest.clone());
                    Vec::new()
                });
                holders.push(modulus.subject);
            }
        }
        let known = known::product(self.options.blocklist);
        Search {
            work: Shared::work_for(moduli.len(), known > UBig::ONE),
            shared: Shared::new(moduli, known),
            subjects,
        }
    }

    /// Turns what was found in common into findings.
    fn conclude(&mut self) {
        let Phase::Shared(search) = std::mem::replace(&mut self.phase, Phase::Done) else {
            return;
        };
        let Search {
            shared,
            mut subjects,
            ..
        } = *search;
        let holders: Vec<Holders> = shared
            .results()
            .into_iter()
            .map(|(modulus, common)| Holders {
                subjects: subjects.remove(&modulus).unwrap_or_default(),
                modulus,
                common,
            })
            .collect();
        for holder in &holders {
            let finding = known::check(&holder.common.known, self.options.blocklist);
            for &index in &holder.subjects {
                self.findings[index].extend(finding.clone());
            }
        }
        neighbours::shared_primes(&holders, self.subjects, &mut self.findings);
    }
}

/// The findings for each of `subjects`, in their order, the worst first; no finding means a sound key.
///
/// For long lists see [`Audit`], which does the same in steps.
pub fn audit<'a>(subjects: &'a [Subject<'a>], options: Options<'a>) -> Vec<Vec<Finding>> {
    Audit::new(subjects, options).finish()
}
