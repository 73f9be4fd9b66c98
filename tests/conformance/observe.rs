//! What counts in an answer, with what differs from run to run taken out of it.

use crate::ask::Answer;
use crate::target::Target;
use serde_json::{Map, Value, json};

/// Headers that a client or a browser acts on.
const HEADERS: [&str; 17] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "allow",
    "content-type",
    "location",
    "openstack-api-version",
    "retry-after",
    "vary",
    "www-authenticate",
    "x-compute-request-id",
    "x-openstack-nova-api-version",
    "x-openstack-request-id",
    "x-subject-token",
];

/// Status, headers and body.
pub fn whole(target: &Target, sent: &[(&'static str, String)], answer: &Answer) -> Value {
    let mut headers = Map::new();
    for name in HEADERS {
        if let Some(value) = answer.header(name) {
            headers.insert(name.to_owned(), header(target, sent, name, &value).into());
        }
    }
    json!({ "status": answer.status, "headers": headers, "body": body(target, answer) })
}

fn header(target: &Target, sent: &[(&'static str, String)], name: &str, value: &str) -> String {
    match name {
        "x-subject-token" => "<token>".to_owned(),
        "x-openstack-request-id" | "x-compute-request-id" if value.starts_with("req-") => {
            "<request id>".to_owned()
        }
        // The order is nobody's business.
        "vary" | "allow" | "access-control-expose-headers" => {
            let mut names: Vec<&str> = value.split(',').map(str::trim).collect();
            names.sort_unstable();
            names.join(", ")
        }
        "openstack-api-version" | "x-openstack-nova-api-version" => {
            let asked = sent
                .iter()
                .find(|(name, _)| *name == "OpenStack-API-Version")
                .and_then(|(_, asked)| asked.strip_prefix("compute "));
            match asked {
                Some(asked) if value.ends_with(asked) => value.replace(asked, "<as asked>"),
                _ => value.to_owned(),
            }
        }
        _ => target.without_addresses(value),
    }
}

/// The body: JSON with every value of a run's own replaced by its kind; other text as it is.
pub fn body(target: &Target, answer: &Answer) -> Value {
    if answer.body.is_empty() {
        return Value::Null;
    }
    let Ok(json) = serde_json::from_slice(&answer.body) else {
        let text = String::from_utf8_lossy(&answer.body);
        return json!({ "text": string(target, "", &text) });
    };
    value(target, "", json)
}

fn value(target: &Target, key: &str, json: Value) -> Value {
    match json {
        Value::Object(mut map) => {
            generated(&mut map);
            let each = map
                .into_iter()
                .map(|(key, inner)| (key.clone(), value(target, &key, inner)));
            Value::Object(each.collect())
        }
        Value::Array(list) => array(target, key, list),
        Value::String(text) => string(target, key, &text).into(),
        Value::Number(_) if key == "id" => "<number>".into(),
        other => other,
    }
}

/// Lists whose order no client can rely on are sorted; of a catalog's services those count that the app calls.
fn array(target: &Target, key: &str, list: Vec<Value>) -> Value {
    let called = |service: &Value| matches!(service["type"].as_str(), Some("identity" | "compute"));
    let list = list
        .into_iter()
        .filter(|item| key != "catalog" || called(item));
    let mut list: Vec<Value> = list.map(|item| value(target, key, item)).collect();
    if matches!(
        key,
        "catalog" | "endpoints" | "methods" | "projects" | "roles"
    ) {
        list.sort_by_key(Value::to_string);
    }
    Value::Array(list)
}

/// A key pair that the cloud made is another one each time.
fn generated(map: &mut Map<String, Value>) {
    let key = map.get("public_key").and_then(Value::as_str);
    let by_nova = key.is_some_and(|key| key.trim_end().ends_with(" Generated-by-Nova"));
    if by_nova || map.contains_key("private_key") {
        for name in ["public_key", "fingerprint", "private_key"] {
            if map.contains_key(name) {
                map.insert(name.to_owned(), format!("<{name}>").into());
            }
        }
    }
}

fn string(target: &Target, key: &str, text: &str) -> String {
    if key == "audit_ids" {
        return "<audit id>".to_owned();
    }
    // Of Keystone's validation messages the sentence; the schema follows it.
    let text = if key == "message" {
        text.split("\n\n").next().unwrap_or_default()
    } else {
        text
    };
    if text.len() > 600 {
        return format!("<{} characters>", text.chars().count());
    }
    without_ids(&without_time(&target.without_addresses(text)))
}

/// Ids of users, projects and the like: 32 hexadecimal digits, with or without hyphens.
fn without_ids(text: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        let digits = head.replace('-', "");
        let id = digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit());
        out.push_str(if id { "<id>" } else { head });
        let next = tail.find(word).unwrap_or(tail.len());
        out.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    out
}

/// A time of this year or later with a fraction of seconds is one of this run; how it is written counts.
fn without_time(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        shape.push(if c.is_ascii_digit() { '9' } else { c });
    }
    match shape.as_str() {
        "9999-99-99T99:99:99.999999" | "9999-99-99T99:99:99.999999Z" => {
            format!("<time {shape}>")
        }
        _ => text.to_owned(),
    }
}
