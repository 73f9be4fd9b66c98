//! The quota.

use super::Compute;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::FromJson;
use serde_json::Value;

/// What the user may have at most. How much of it is used the cloud does not say: `in_use` stays 0 for key pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Key pairs a user may have; `None` for no limit, or none that the cloud tells.
    pub max_key_pairs: Option<u32>,
}

/// `limits.absolute` of `GET /limits`.
struct Absolute {
    key_pairs: Option<i64>,
}

impl FromJson for Absolute {
    fn from_json(value: &Value) -> Option<Self> {
        let absolute = value.get("limits")?.get("absolute")?;
        let key_pairs = absolute.get("maxTotalKeypairs").and_then(Value::as_i64);
        Some(Self { key_pairs })
    }
}

impl<H: Http> Compute<H> {
    /// The limits for the user in the project.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn limits(&self) -> Result<Limits, Error> {
        let response = self.get("/limits", &[]).await?;
        let reply: Absolute = call::json(&response, "the limits")?;
        let limit = reply.key_pairs;
        Ok(Limits {
            max_key_pairs: limit.and_then(|limit| u32::try_from(limit).ok()),
        })
    }
}
