//! The shape of a create request per microversion, with jsonschema's words. Source: Nova's schemas
//! `keypairs.create` to `create_v292`, checked in the order jsonschema walks them.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::microversion::Microversion;
use super::python;

/// A request that has the right shape.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The name, white space at its ends cut off.
    pub(super) name: String,
    pub(super) public_key: Option<String>,
    pub(super) kind: String,
    pub(super) user_id: Option<String>,
}

const OLD_NAME: &str = r"^[_\- a-zA-Z0-9]+$";
const NEW_NAME: &str = r"^[_\-\@\. a-zA-Z0-9]+$";

/// Nova's own idea of a printable character: the basic plane, no control, format, private or unassigned
/// character, no line or paragraph separator.
static PRINTABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\x{0}-\x{ffff}&&[^\p{C}\p{Zl}\p{Zp}]]+$").ok());

/// Checks a body against the schema of `version`.
pub(super) fn check(body: &[u8], version: Microversion) -> Result<Wanted, Fault> {
    let json: Value = match body {
        // Nova reads no body at all as none.
        [] => Value::Null,
        body => serde_json::from_slice(body)
            .map_err(|_| Fault::bad_request("Malformed request body"))?,
    };
    let Value::Object(root) = &json else {
        return Err(Fault::bad_request(format!(
            "{} is not of type 'object'",
            python::repr(&json)
        )));
    };
    let key_pair = match root.get("keypair") {
        Some(Value::Object(key_pair)) => Some(inner(key_pair, version)?),
        Some(other) => return Err(wrong_type("keypair", other, "object")),
        None => None,
    };
    let Some(key_pair) = key_pair else {
        return Err(Fault::bad_request("'keypair' is a required property"));
    };
    if let Some(message) = unexpected(root, &["keypair"]) {
        return Err(Fault::bad_request(message));
    }
    Ok(key_pair)
}

fn inner(given: &Map<String, Value>, version: Microversion) -> Result<Wanted, Fault> {
    let mut known = vec!["name", "public_key"];
    if version >= Microversion(2) {
        known.push("type");
    }
    if version >= Microversion(10) {
        known.push("user_id");
    }
    let get = |name: &str| known.contains(&name).then(|| given.get(name)).flatten();
    let name = get("name").map(|value| name(value, version)).transpose()?;
    let kind = get("type").map(kind).transpose()?;
    let public_key = get("public_key")
        .map(|value| text("public_key", value))
        .transpose()?;
    let user_id = get("user_id")
        .map(|value| text("user_id", value))
        .transpose()?;
    let about = |message: String| {
        let value = python::repr(&Value::Object(given.clone()));
        invalid("keypair", &value, &message)
    };
    let Some(name) = name else {
        return Err(about("'name' is a required property".to_owned()));
    };
    if version >= Microversion(92) && public_key.is_none() {
        return Err(about("'public_key' is a required property".to_owned()));
    }
    if let Some(message) = unexpected(given, &known) {
        return Err(about(message));
    }
    Ok(Wanted {
        name: name.trim().to_owned(),
        public_key,
        kind: kind.unwrap_or_else(|| "ssh".to_owned()),
        user_id,
    })
}

fn name(value: &Value, version: Microversion) -> Result<String, Fault> {
    let name = text("name", value)?;
    let says = |message: &str| {
        let said = format!("{} {message}", python::repr_text(&name));
        Err(invalid("name", &name, &said))
    };
    if name.is_empty() {
        return says("should be non-empty");
    }
    if name.chars().count() > 255 {
        return says("is too long");
    }
    // Python's `$` also matches before one newline at the end.
    let line = name.strip_suffix('\n').unwrap_or(&name);
    let outer_space = line.starts_with(char::is_whitespace) || line.ends_with(char::is_whitespace);
    if outer_space || !PRINTABLE.as_ref().is_some_and(|regex| regex.is_match(line)) {
        return Err(Fault::bad_request(
            "An invalid 'name' value was provided. The name must be: printable characters. Can not start or \
             end with whitespace.",
        ));
    }
    let (pattern, more) = if version >= Microversion(92) {
        (NEW_NAME, "@.")
    } else {
        (OLD_NAME, "")
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_- ".contains(c) || more.contains(c);
    if !line.chars().all(allowed) {
        return says(&format!("does not match {}", python::repr_text(pattern)));
    }
    Ok(name)
}

fn kind(value: &Value) -> Result<String, Fault> {
    let kind = text("type", value)?;
    if kind != "ssh" && kind != "x509" {
        let message = format!("{} is not one of ['ssh', 'x509']", python::repr(value));
        return Err(invalid("type", &kind, &message));
    }
    Ok(kind)
}

fn text(field: &str, value: &Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text.clone()),
        other => Err(wrong_type(field, other, "string")),
    }
}

fn wrong_type(field: &str, value: &Value, wanted: &str) -> Fault {
    let message = format!("{} is not of type '{wanted}'", python::repr(value));
    invalid(field, &python::str(value), &message)
}

fn invalid(field: &str, value: &str, message: &str) -> Fault {
    Fault::bad_request(format!(
        "Invalid input for field/attribute {field}. Value: {value}. {message}"
    ))
}

/// What jsonschema says of members that are not in the schema, if there are any.
pub(super) fn unexpected(given: &Map<String, Value>, known: &[&str]) -> Option<String> {
    let mut extra: Vec<String> = given
        .keys()
        .filter(|key| !known.contains(&key.as_str()))
        .map(|key| python::repr_text(key))
        .collect();
    extra.sort();
    let verb = match extra.len() {
        0 => return None,
        1 => "was",
        _ => "were",
    };
    Some(format!(
        "Additional properties are not allowed ({} {verb} unexpected)",
        extra.join(", ")
    ))
}
