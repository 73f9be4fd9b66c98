//! Reading the clouds' JSON: each answer becomes one tree, and each type takes what it needs of it. A derived reader for
//! every type would be a fifth of the app's first download.

use serde_json::Value;

/// A type that can be read off a tree of JSON.
pub(super) trait FromJson: Sized {
    /// Reads it; `None` when something is missing that must be there, or is of another kind.
    fn from_json(value: &Value) -> Option<Self>;
}

/// A member that is a text.
pub(super) fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

/// A member that is a list; one that is missing is empty. `None` when it is no list, or one of it cannot be read.
pub(super) fn list<T: FromJson>(object: &Value, name: &str) -> Option<Vec<T>> {
    match object.get(name) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(value) => Vec::from_json(value),
    }
}

/// Whether the list of links under `name` has one to a next page.
pub(super) fn has_next(object: &Value, name: &str) -> bool {
    let links = object.get(name).and_then(Value::as_array);
    links.is_some_and(|links| {
        let mut relations = links.iter().filter_map(|link| link.get("rel"));
        relations.any(|relation| relation.as_str() == Some("next"))
    })
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::from_json).collect()
    }
}

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}
