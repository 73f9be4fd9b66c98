//! Whose something is.

use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::HasId;
use serde_json::Value;

/// An entry of a list, with its owner.
pub(super) struct Owned<T> {
    pub(super) entry: T,
    project: Option<String>,
    /// Whether others may use it as well: a shared network or group, or a network that leads outside.
    is_open: bool,
}

impl<T: FromJson> FromJson for Owned<T> {
    fn from_json(value: &Value) -> Option<Self> {
        let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or_default();
        Some(Self {
            entry: T::from_json(value)?,
            // The older name, which is still sent beside the newer one.
            project: text(value, "tenant_id").or_else(|| text(value, "project_id")),
            is_open: flag("shared") || flag("router:external"),
        })
    }
}

impl<T: HasId> HasId for Owned<T> {
    fn id(&self) -> &str {
        self.entry.id()
    }
}

impl<T> Owned<T> {
    /// Whether it is to be shown to a project; to `None`, everything is.
    pub(super) fn is_for(&self, project: Option<&str>) -> bool {
        let others = project
            .zip(self.project.as_deref())
            .is_some_and(|(project, owner)| project != owner);
        self.is_open || !others
    }
}
