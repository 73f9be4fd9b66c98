//! The query of a key pair request. Source: Nova's schemas `keypairs.index_query_schema_v20` to `_v275`.

use serde_json::{Map, Value};

use super::fault::Fault;
use super::microversion::Microversion;
use super::pipeline::Caller;
use super::{python, schema};

/// The parameters of a query, decoded, in the order given.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(raw: Option<&str>) -> Self {
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced)
                .decode_utf8_lossy()
                .into_owned()
        };
        let pairs = raw
            .unwrap_or_default()
            .split('&')
            .filter(|part| !part.is_empty());
        Self(
            pairs
                .map(|part| part.split_once('=').unwrap_or((part, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The last value given under a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The names that are not known, sorted.
    pub(super) fn unknown(&self, known: &[&str]) -> Vec<String> {
        let names = self.0.iter().map(|(name, _)| name.clone());
        let mut names: Vec<String> = names.filter(|name| !known.contains(&&**name)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Passes over everything but these.
    pub(super) fn keep(&mut self, heeded: &[&str]) {
        self.0.retain(|(name, _)| heeded.contains(&name.as_str()));
    }

    /// Refuses what the version does not know; before 2.75 it is passed over.
    pub(super) fn check(&mut self, version: Microversion, known: &[&str]) -> Result<(), Fault> {
        if version < Microversion(75) {
            self.keep(known);
            return Ok(());
        }
        let given: Map<String, Value> = self
            .0
            .iter()
            .map(|(k, v)| (k.clone(), v.clone().into()))
            .collect();
        match schema::unexpected(&given, known) {
            Some(message) => Err(Fault::bad_request(message)),
            None => Ok(()),
        }
    }

    /// Whose key pairs are meant: from 2.10 an administrator may name another user.
    pub(super) fn owner(
        &self,
        version: Microversion,
        caller: &Caller,
        action: &str,
    ) -> Result<String, Fault> {
        let named = self.get("user_id").filter(|_| version >= Microversion(10));
        permit(caller, named, action)
    }

    /// `limit` as a number, at most `most`.
    pub(super) fn limit(&self, most: i64) -> Result<i64, Fault> {
        let Some(given) = self.get("limit") else {
            return Ok(most);
        };
        let wrong = match given {
            "" => "should be non-empty",
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => "",
            _ => "does not match '^[0-9]*$'",
        };
        if !wrong.is_empty() {
            return Err(Fault::bad_request(format!(
                "Invalid input for query parameters limit. Value: {given}. {} {wrong}",
                python::repr_text(given)
            )));
        }
        Ok(given.parse::<i64>().unwrap_or(most).min(most))
    }

    /// The query of the page behind `marker`: the same parameters by name, form-encoded.
    pub(super) fn next_page(&self, marker: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for (name, _) in &self.0 {
            if !pairs.iter().any(|(have, _)| have == name) {
                pairs.push((name, self.get(name).unwrap_or_default()));
            }
        }
        pairs.sort_unstable();
        match pairs.iter_mut().find(|(name, _)| *name == "marker") {
            Some((_, value)) => *value = marker,
            None => pairs.push(("marker", marker)),
        }
        let encoded: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{}={}", form_encode(name), form_encode(value)))
            .collect();
        encoded.join("&")
    }
}

/// The user a request is about, when the caller may act for that user.
pub(super) fn permit(caller: &Caller, named: Option<&str>, action: &str) -> Result<String, Fault> {
    match named {
        Some(user) if user != caller.user_id && !caller.admin => {
            Err(Fault::policy(&format!("os-keypairs:{action}")))
        }
        Some(user) => Ok(user.to_owned()),
        None => Ok(caller.user_id.clone()),
    }
}

/// As Python's `quote_plus`.
fn form_encode(text: &str) -> String {
    const SPECIAL: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'_')
        .remove(b'.')
        .remove(b'-')
        .remove(b'~')
        .remove(b' ');
    percent_encoding::utf8_percent_encode(text, SPECIAL)
        .to_string()
        .replace(' ', "+")
}
