//! The health of the listed keys: what the audit found, and what is plain at a glance until then.

use super::client;
use super::protocol::{Answer, AuditedKey, KeyFinding, Question};
use crate::{
    browser::time,
    key_pairs::{KeyPairs, Progress, Row},
    keys::audit::{Severity, Summary},
    openstack::{compute::KeyPairKind, error::Error},
    session::Auth,
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

/// How good a key is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How good; `None` when there is nothing against it.
    pub severity: Option<Severity>,
    /// Why, in a few words.
    pub label: String,
    /// Why, in whole sentences; empty when the few words say all.
    pub why: String,
}

/// How far the reading of the keys' ages is.
#[derive(Clone, Debug, PartialEq)]
pub enum Ages {
    /// Nobody has asked for them: a cloud's list does not tell, so each key pair is a request.
    Unknown,
    /// So many of so many are read.
    Reading(usize, usize),
    /// They are read, as far as the cloud tells.
    Known,
    /// The cloud did not tell one.
    Failed(Error),
}

/// The audit, for every page. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Audit {
    auth: Auth,
    key_pairs: KeyPairs,
    owner: StoredValue<Owner>,
    begun: StoredValue<bool>,
    /// By the key pairs' names; without an entry nothing was found.
    found: RwSignal<BTreeMap<String, Vec<KeyFinding>>>,
    summary: RwSignal<Option<Summary>>,
    /// Why the host's blocklist was not looked at.
    pub blocklist_error: RwSignal<Option<String>>,
    /// By the key pairs' names, in seconds since 1970.
    created: RwSignal<BTreeMap<String, i64>>,
    /// How far the reading of ages is.
    pub ages: RwSignal<Ages>,
    /// The age in days from which a key counts as old.
    pub max_age_days: RwSignal<Option<u32>>,
}

impl Audit {
    /// For the key pairs of whoever is signed in.
    pub fn new(auth: Auth, key_pairs: KeyPairs) -> Self {
        let audit = Self {
            auth,
            key_pairs,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            begun: StoredValue::new(false),
            found: RwSignal::new(BTreeMap::new()),
            summary: RwSignal::new(None),
            blocklist_error: RwSignal::new(None),
            created: RwSignal::new(BTreeMap::new()),
            ages: RwSignal::new(Ages::Unknown),
            max_age_days: RwSignal::new(None),
        };
        let identity = Memo::new(move |_| auth.identity());
        Effect::new(move || {
            identity.get();
            audit.found.set(BTreeMap::new());
            audit.summary.set(None);
            audit.created.set(BTreeMap::new());
            audit.ages.set(Ages::Unknown);
        });
        audit
    }

    /// Has the keys audited from now on, whenever the browser has nothing else to do.
    pub fn begin(self) {
        if self.begun.get_value() {
            return;
        }
        self.begun.set_value(true);
        time::when_idle(move || {
            spawn_local(async move {
                if client::begin(self).await.is_err() {
                    self.failed();
                }
            });
        });
    }

    /// The audit could not begin; a later page may try again.
    pub fn failed(self) {
        self.begun.set_value(false);
    }

    /// Whose effects live as long as the app.
    pub fn owner(self) -> Owner {
        self.owner.get_value()
    }

    /// What to ask the worker, once the list is complete; tracked.
    pub fn question(self, blocklist: Option<String>) -> Option<Question> {
        if self.key_pairs.progress() != Progress::Complete {
            return None;
        }
        let rows = self.key_pairs.rows();
        let keys = self.created.with(|created| {
            let readable = rows.iter().filter(|row| row.key.is_ok());
            let keys = readable.map(|row| AuditedKey {
                name: row.pair.name.clone(),
                public_key: row.pair.public_key_text.clone(),
                created: created.get(&row.pair.name).copied(),
            });
            keys.collect()
        });
        Some(Question {
            keys,
            now: seconds(time::now()),
            max_age_days: self.max_age_days.get(),
            blocklist,
        })
    }

    /// Takes the worker's answer.
    pub fn answer(self, answer: Answer) {
        let mut by_name = BTreeMap::new();
        for (name, findings) in answer.found {
            by_name.insert(name, findings);
        }
        self.found.set(by_name);
        self.summary.set(Some(answer.summary));
        self.blocklist_error.set(answer.blocklist_error);
    }

    /// Many keys in a few numbers, once the worker has answered; tracked.
    pub fn summary(self) -> Option<Summary> {
        self.summary.get()
    }

    /// What was found about a key pair, the worst first; tracked.
    pub fn findings(self, name: &str) -> Vec<KeyFinding> {
        self.found
            .with(|found| found.get(name).cloned().unwrap_or_default())
    }

    /// How good a listed key is; tracked.
    pub fn verdict(self, row: &Row) -> Verdict {
        let worst = self.found.with(|found| {
            found
                .get(&row.pair.name)
                .and_then(|findings| findings.first())
                .cloned()
        });
        match worst {
            Some(KeyFinding {
                severity: severity @ (Severity::Bad | Severity::Old),
                label,
                why,
                ..
            }) => Verdict {
                severity: Some(severity),
                label,
                why,
            },
            _ => at_a_glance(row),
        }
    }

    /// Asks the cloud when each key pair was made, one by one. Stops when somebody else signs in, or the cloud fails.
    pub fn read_ages(self) {
        let names: Vec<String> = untrack(|| self.key_pairs.rows())
            .iter()
            .map(|row| row.pair.name.clone())
            .collect();
        self.ages.set(Ages::Reading(0, names.len()));
        let whose = untrack(|| self.auth.identity());
        spawn_local(async move {
            let mut created = BTreeMap::new();
            for (done, name) in names.iter().enumerate() {
                let details = self
                    .auth
                    .compute(|compute| async move { compute.key_pair(name).await })
                    .await;
                if untrack(|| self.auth.identity()) != whose {
                    return;
                }
                let told = match details {
                    Ok(details) => details.created_at.and_then(|text| time::parse(&text)),
                    // Deleted meanwhile.
                    Err(Error::NotFound(_)) => None,
                    Err(error) => return self.ages.set(Ages::Failed(error)),
                };
                if let Some(milliseconds) = told {
                    created.insert(name.clone(), seconds(milliseconds));
                }
                self.ages.set(Ages::Reading(done + 1, names.len()));
            }
            self.created.set(created);
            self.ages.set(Ages::Known);
        });
    }
}

/// What needs no audit to be seen.
fn at_a_glance(row: &Row) -> Verdict {
    let (severity, label) = match &row.key {
        Ok(key) => match (key.algorithm(), key.bits()) {
            ("ssh-dss", _) => (Some(Severity::Bad), "DSA: refused by ssh"),
            ("ssh-rsa", Some(bits)) if bits < 2048 => (Some(Severity::Bad), "RSA too short"),
            ("ssh-rsa", Some(bits)) if bits < 3072 => (Some(Severity::Old), "RSA short"),
            _ => (None, "Good"),
        },
        Err(_) if row.pair.kind == KeyPairKind::X509 => (None, "Certificate"),
        Err(_) => (Some(Severity::Bad), "Unreadable"),
    };
    Verdict {
        severity,
        label: label.to_owned(),
        why: String::new(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of dates are far below 2^53"
)]
fn seconds(milliseconds: f64) -> i64 {
    (milliseconds / 1000.0) as i64
}
