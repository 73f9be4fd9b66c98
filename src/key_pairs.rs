//! The signed-in person's key pairs, as every page sees them: fetched once, kept in step with what is done here.

use crate::{
    keys::public::{PublicKey, PublicKeyError},
    openstack::{
        compute::{KeyPair, KeyPairKind, PublicHalf},
        error::Error,
        key_pair_name::{KeyPairName, NameRules, same_name},
    },
    session::Auth,
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, sync::Arc};

/// A listed key pair with its key, parsed once.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the cloud told.
    pub pair: KeyPair,
    /// Its public key, or why it cannot be read.
    pub key: Result<PublicKey, PublicKeyError>,
    /// The SHA-256 fingerprint; the cloud's own where the key cannot be read.
    pub fingerprint: String,
    /// What the filter looks in, in lower case.
    haystack: String,
}

impl Row {
    /// The row of a key pair.
    pub fn new(pair: KeyPair) -> Self {
        let key = PublicKey::parse_line(&pair.public_key_text);
        let (fingerprint, comment, kind) = match &key {
            Ok(key) => (key.sha256(), key.comment(), key.type_label()),
            Err(_) => (pair.fingerprint_md5_from_cloud.clone(), "", String::new()),
        };
        let haystack = format!(
            "{}\n{comment}\n{kind}\n{fingerprint}\n{}",
            pair.name, pair.fingerprint_md5_from_cloud
        )
        .to_lowercase();
        Self {
            pair,
            key,
            fingerprint,
            haystack,
        }
    }

    /// What it is registered with; `None` when its key cannot be read.
    pub fn public_half(&self) -> Option<PublicHalf<'_>> {
        match self.pair.kind {
            KeyPairKind::Ssh => self.key.as_ref().ok().map(PublicHalf::Ssh),
            KeyPairKind::X509 => Some(PublicHalf::X509(&self.pair.public_key_text)),
        }
    }

    /// Whether `needle` (in lower case) is in the name, comment, type or a fingerprint.
    pub fn matches(&self, needle: &str) -> bool {
        self.haystack.contains(needle)
    }
}

/// How far the list is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Nobody is signed in.
    SignedOut,
    /// Being read; what is there already can be used.
    Loading,
    /// Complete.
    Complete,
    /// It could not be read.
    Failed(Error),
}

/// The key pairs, for every page. Copies are handles to the same list.
#[derive(Clone, Copy)]
pub struct KeyPairs {
    auth: Auth,
    rows: RwSignal<Vec<Arc<Row>>>,
    progress: RwSignal<Progress>,
    limit: RwSignal<Option<u32>>,
    /// Whether the cloud was asked for the limit in vain.
    limit_unknown: RwSignal<bool>,
    rules: RwSignal<NameRules>,
    /// Counts the readings, so that one that was overtaken stops.
    reading: StoredValue<u32>,
}

impl KeyPairs {
    /// A list that follows who is signed in.
    pub fn follow(auth: Auth) -> Self {
        let list = Self {
            auth,
            rows: RwSignal::new(Vec::new()),
            progress: RwSignal::new(Progress::SignedOut),
            limit: RwSignal::new(None),
            limit_unknown: RwSignal::new(false),
            rules: RwSignal::new(NameRules::of(None)),
            reading: StoredValue::new(0),
        };
        let identity = Memo::new(move |_| auth.identity());
        // Reading from the cloud is an effect of who is signed in; nothing on a page causes it.
        Effect::new(move || {
            identity.get();
            list.rows.set(Vec::new());
            // A renewed token is the same person still, so the session itself must not bring the effect on.
            untrack(|| list.refresh());
        });
        list
    }

    /// Reads the list anew.
    pub fn refresh(self) {
        let reading = self.reading.get_value() + 1;
        self.reading.set_value(reading);
        if self.auth.identity().is_none() {
            return self.progress.set(Progress::SignedOut);
        }
        self.progress.set(Progress::Loading);
        spawn_local(async move {
            let outcome = self.read(reading).await;
            if self.reading.get_value() == reading {
                self.progress.set(match outcome {
                    Ok(()) => Progress::Complete,
                    Err(error) => Progress::Failed(error),
                });
            }
        });
    }

    async fn read(self, reading: u32) -> Result<(), Error> {
        let fresh = RefCell::new(Vec::<Arc<Row>>::new());
        let fresh = &fresh;
        let is_first = self.rows.with_untracked(Vec::is_empty);
        let current = move || self.reading.get_value() == reading;
        self.auth
            .compute(|compute| async move {
                self.rules.set(compute.name_rules());
                fresh.borrow_mut().clear();
                let mut pages = compute.pages();
                while let Some(page) = pages.next().await {
                    let read = page?.into_iter().map(|pair| Arc::new(Row::new(pair)));
                    fresh.borrow_mut().extend(read);
                    if is_first && current() {
                        self.rows.set(fresh.borrow().clone());
                    }
                }
                Ok(())
            })
            .await?;
        if current() {
            self.rows.set(fresh.take());
        }
        // The list is of use without it: a cloud that does not tell its limits still lists.
        let limits = self
            .auth
            .compute(|compute| async move { compute.limits().await })
            .await;
        if current() {
            self.limit_unknown.set(limits.is_err());
            self.limit
                .set(limits.ok().and_then(|limits| limits.max_key_pairs));
        }
        Ok(())
    }

    /// Every row read so far; tracked.
    pub fn rows(self) -> Vec<Arc<Row>> {
        self.rows.get()
    }

    /// How far the list is; tracked.
    pub fn progress(self) -> Progress {
        self.progress.get()
    }

    /// How many there are, and how many there may be when the cloud sets a limit; tracked.
    pub fn quota(self) -> (usize, Option<u32>) {
        (self.rows.with(Vec::len), self.limit.get())
    }

    /// Whether the limit could not be had, so that there may be one; tracked.
    pub fn is_limit_unknown(self) -> bool {
        self.limit_unknown.get()
    }

    /// Whether one more would be over the quota, as far as is known; tracked.
    pub fn is_full(self) -> bool {
        let (used, limit) = self.quota();
        limit.is_some_and(|limit| used >= limit as usize)
    }

    /// What names this cloud takes; tracked.
    pub fn rules(self) -> NameRules {
        self.rules.get()
    }

    /// The name when the cloud would take it for a new key pair, else why not, in a sentence; tracked.
    ///
    /// # Errors
    /// The sentence.
    pub fn check_name(self, name: &str) -> Result<KeyPairName, String> {
        let name = KeyPairName::parse(name, self.rules()).map_err(|error| error.to_string())?;
        if self.is_taken(name.as_str()) {
            return Err("You have a key pair of this name already. Names differing only in upper and lower case count as the same.".to_owned());
        }
        Ok(name)
    }

    /// Whether the name is taken, as the cloud compares names; tracked.
    fn is_taken(self, name: &str) -> bool {
        self.rows
            .with(|rows| rows.iter().any(|row| same_name(&row.pair.name, name)))
    }

    /// The one of this name; tracked.
    pub fn named(self, name: &str) -> Option<Arc<Row>> {
        self.rows
            .with(|rows| rows.iter().find(|row| row.pair.name == name).cloned())
    }

    /// The key pairs that hold this same key; tracked.
    pub fn with_key(self, key: &PublicKey) -> Vec<String> {
        let same = |row: &&Arc<Row>| row.key.as_ref().is_ok_and(|listed| listed.same_key(key));
        self.rows.with(|rows| {
            rows.iter()
                .filter(same)
                .map(|row| row.pair.name.clone())
                .collect()
        })
    }

    /// Takes up a key pair that was just registered.
    pub fn add(self, pair: KeyPair) {
        self.rows.update(|rows| {
            rows.retain(|row| row.pair.name != pair.name);
            rows.push(Arc::new(Row::new(pair)));
        });
    }

    /// Drops a key pair that was just deleted.
    pub fn remove(self, name: &str) {
        self.rows
            .update(|rows| rows.retain(|row| row.pair.name != name));
    }
}
