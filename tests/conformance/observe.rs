//! What counts in an answer, with what differs from run to run taken out of it.

mod own;

use crate::ask::Answer;
use crate::compare::leaves;
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

const UNORDERED: [&str; 13] = [
    "catalog",
    "endpoints",
    "floatingips",
    "images",
    "methods",
    "networks",
    "ports",
    "projects",
    "required_auth_methods",
    "roles",
    "security_group_rules",
    "security_groups",
    "subnets",
];

/// What the entries of such a list are told apart by before all else.
const TOLD_APART_BY: [&str; 5] = [
    "name",
    "direction",
    "ethertype",
    "remote_ip_prefix",
    "port_id",
];

/// Images that both clouds have; devcloud has some with odd names besides.
const IMAGES: [&str; 8] = [
    "alice-golden",
    "cirros-like",
    "debian-11-old",
    "debian-12-like",
    "still-uploading",
    "ubuntu-24.04-like",
    "windows-2022-like",
    "withdrawn",
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
        _ => own::without_ids(&target.without_addresses(value)),
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
    if let Some(shape) = json.as_str().and_then(|text| own::shape(key, text)) {
        return shape.into();
    }
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
        Value::Number(_) if matches!(key, "id" | "revision_number" | "standard_attr_id") => {
            "<number>".into()
        }
        other => other,
    }
}

/// Lists whose order no client can rely on are sorted; of a catalog's services those count that the app calls, of images
/// those that both clouds have.
fn array(target: &Target, key: &str, list: Vec<Value>) -> Value {
    let counts = |item: &Value| match key {
        "catalog" => matches!(
            item["type"].as_str(),
            Some("identity" | "compute" | "image" | "network")
        ),
        "images" => matches!(item["name"].as_str(), Some(name) if IMAGES.contains(&name)),
        _ => true,
    };
    let list = list.into_iter().filter(counts);
    let mut list: Vec<Value> = list.map(|item| value(target, key, item)).collect();
    if UNORDERED.contains(&key) {
        list.sort_by_key(|item| {
            format!(
                "{:?} {:?}",
                TOLD_APART_BY.map(|name| &item[name]),
                leaves(item)
            )
        });
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
    // Of Keystone's validation messages the sentence; the schema follows it.
    let text = if key == "message" {
        text.split("\n\n").next().unwrap_or_default()
    } else {
        text
    };
    if text.len() > 600 {
        return format!("<{} characters>", text.chars().count());
    }
    let text = own::without_time(&target.without_addresses(text));
    own::without_addresses(&own::without_ids(&text))
}
