//! The quota.

use super::Compute;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use serde::Deserialize;

/// What the user may have at most. How much of it is used the cloud does not say: `in_use` stays 0 for key pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Key pairs a user may have; `None` for no limit, or none that the cloud tells.
    pub max_key_pairs: Option<u32>,
}

#[derive(Deserialize)]
struct Reply {
    limits: Absolutes,
}

#[derive(Deserialize)]
struct Absolutes {
    absolute: Absolute,
}

#[derive(Deserialize)]
struct Absolute {
    /// −1 means no limit.
    #[serde(default, rename = "maxTotalKeypairs")]
    key_pairs: Option<i64>,
}

impl<H: Http> Compute<H> {
    /// The limits for the user in the project.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn limits(&self) -> Result<Limits, Error> {
        let response = self.get("/limits", &[]).await?;
        let reply: Reply = call::json(&response, "the limits")?;
        let limit = reply.limits.absolute.key_pairs;
        Ok(Limits {
            max_key_pairs: limit.and_then(|limit| u32::try_from(limit).ok()),
        })
    }
}
