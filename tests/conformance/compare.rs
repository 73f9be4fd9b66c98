//! Recordings of answers, and how they are compared.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A difference that is known.
#[derive(Deserialize)]
struct Known {
    /// Names of requests; a `*` stands for anything.
    requests: String,
    /// The place in the answer, such as `headers.vary`; a `*` stands for anything.
    place: String,
    /// What the real cloud says there; nothing when it is too much to tell.
    openstack: Option<String>,
    /// What devcloud says.
    devcloud: Option<String>,
    reason: String,
}

/// Every answer by its name.
#[derive(Default, Serialize, Deserialize)]
pub struct Recording(BTreeMap<String, Value>);

impl Recording {
    pub fn add(&mut self, name: &str, observed: Value) {
        let before = self.0.insert(name.to_owned(), observed);
        assert!(before.is_none(), "{name} is asked twice");
    }

    fn file(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/conformance")
            .join(name)
    }

    /// What the real cloud said.
    pub fn kept() -> Self {
        let text = std::fs::read(Self::file("recorded.json")).unwrap();
        let kept: Value = serde_json::from_slice(&text).unwrap();
        let headers = kept["headers"].as_array().unwrap();
        let mut answers = BTreeMap::new();
        for (name, answer) in kept["answers"].as_object().unwrap() {
            let mut answer = answer.clone();
            if let Some(number) = answer["headers"].as_u64() {
                answer["headers"] = headers[usize::try_from(number).unwrap()].clone();
            }
            answers.insert(name.clone(), answer);
        }
        Self(answers)
    }

    /// Writes it down: an answer a line, and headers once for all the answers that have them.
    pub fn keep(&self) {
        let mut headers: Vec<&Value> = Vec::new();
        let mut lines = Vec::new();
        for (name, answer) in &self.0 {
            let mut answer = answer.clone();
            if self.0[name].get("headers").is_some() {
                let these = &self.0[name]["headers"];
                let known = headers.iter().position(|known| *known == these);
                let number = known.unwrap_or_else(|| {
                    headers.push(these);
                    headers.len() - 1
                });
                answer["headers"] = number.into();
            }
            lines.push(format!("  {}: {answer}", json!(name)));
        }
        let headers: Vec<String> = headers.iter().map(|each| format!("  {each}")).collect();
        let text = format!(
            "{{\n \"headers\": [\n{}\n ],\n \"answers\": {{\n{}\n }}\n}}\n",
            headers.join(",\n"),
            lines.join(",\n")
        );
        std::fs::write(Self::file("recorded.json"), text).unwrap();
    }
}

struct Difference {
    request: String,
    place: String,
    openstack: String,
    devcloud: String,
}

/// Both answer alike save for the known differences, and those are all there.
pub fn agree(openstack: &Recording, devcloud: &Recording) {
    let text = std::fs::read(Recording::file("differences.json")).unwrap();
    let known: Vec<Known> = serde_json::from_slice(&text).unwrap();
    let found = differences(openstack, devcloud);
    let unlisted: Vec<String> = found
        .iter()
        .filter(|difference| !known.iter().any(|known| known.is(difference)))
        .map(
            |Difference {
                 request,
                 place,
                 openstack,
                 devcloud,
             }| {
                format!("{request}: {place}\n    openstack: {openstack}\n    devcloud:  {devcloud}")
            },
        )
        .collect();
    let gone: Vec<String> = known
        .iter()
        .filter(|known| !found.iter().any(|difference| known.is(difference)))
        .map(|known| format!("{} {} ({})", known.requests, known.place, known.reason))
        .collect();
    assert!(
        unlisted.is_empty(),
        "{} differences that differences.json does not have:\n{}",
        unlisted.len(),
        unlisted.join("\n")
    );
    assert!(
        gone.is_empty(),
        "in differences.json, but there no more:\n{}",
        gone.join("\n")
    );
}

/// The real cloud says what it said before.
pub fn same(now: &Recording, before: &Recording) {
    let changed: Vec<String> = differences(now, before)
        .into_iter()
        .map(|d| {
            format!(
                "{}: {}: now {}, before {}",
                d.request, d.place, d.openstack, d.devcloud
            )
        })
        .collect();
    assert!(
        changed.is_empty(),
        "recorded.json is out of date; with KEYHAVEN_RECORD=1 this test writes it anew:\n{}",
        changed.join("\n")
    );
}

/// Whether a text is as a pattern says, in which a `*` stands for anything.
fn like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return text == pattern;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    rest.is_empty() || ends.into_iter().any(|at| like(rest, &text[at..]))
}

impl Known {
    fn is(&self, found: &Difference) -> bool {
        let says =
            |said: &Option<String>, text: &str| said.as_ref().is_none_or(|said| said == text);
        like(&self.requests, &found.request)
            && like(&self.place, &found.place)
            && says(&self.openstack, &found.openstack)
            && says(&self.devcloud, &found.devcloud)
    }
}

fn differences(openstack: &Recording, devcloud: &Recording) -> Vec<Difference> {
    let names: Vec<_> = openstack.0.keys().collect();
    assert_eq!(
        names,
        devcloud.0.keys().collect::<Vec<_>>(),
        "recorded.json has other requests; with KEYHAVEN_RECORD=1 it is written anew"
    );
    let mut found = Vec::new();
    for (request, answer) in &openstack.0 {
        let (one, other) = (leaves(answer), leaves(&devcloud.0[request]));
        let mut places: Vec<_> = one.keys().chain(other.keys()).collect();
        places.sort();
        places.dedup();
        for place in places {
            let said = |by: &BTreeMap<String, String>| {
                by.get(place)
                    .cloned()
                    .unwrap_or_else(|| "nothing".to_owned())
            };
            let (openstack, devcloud) = (said(&one), said(&other));
            if openstack != devcloud {
                found.push(Difference {
                    request: request.clone(),
                    place: place.clone(),
                    openstack,
                    devcloud,
                });
            }
        }
    }
    found
}

/// Every value by its place.
pub fn leaves(value: &Value) -> BTreeMap<String, String> {
    fn into(leaves: &mut BTreeMap<String, String>, place: &str, value: &Value) {
        let below = |name: &str| match place {
            "" => name.to_owned(),
            _ => format!("{place}.{name}"),
        };
        match value {
            Value::Object(map) if *map != Map::new() => {
                for (name, inner) in map {
                    into(leaves, &below(name), inner);
                }
            }
            Value::Array(list) if !list.is_empty() => {
                for (number, inner) in list.iter().enumerate() {
                    into(leaves, &below(&number.to_string()), inner);
                }
            }
            Value::String(text) => drop(leaves.insert(place.to_owned(), text.clone())),
            other => drop(leaves.insert(place.to_owned(), other.to_string())),
        }
    }
    let mut found = BTreeMap::new();
    into(&mut found, "", value);
    found
}
