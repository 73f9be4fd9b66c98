//! The key pair of one region, registered in another.

use super::Compute;
use super::public_half::PublicHalf;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::key_pair_name::{KeyPairName, NameError};

/// What came of it, when nothing went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is registered now.
    Registered,
    /// It was there already: this key under this name.
    ThereAlready,
    /// Another key has the name there. It was left as it is.
    NameTaken,
    /// An older service there does not take the name for a new key pair. Nothing was sent.
    NameRefused(NameError),
}

impl<H: Http> Compute<H> {
    /// Registers at this endpoint what another region of the cloud has: first looks whether it is there, so a try whose
    /// answer was lost can simply be made again. Nothing that is there is changed.
    ///
    /// # Errors
    /// As [`Compute::import_key_pair`], but for a name that is taken.
    pub async fn copy_key_pair<'a>(
        &self,
        name: &str,
        key: impl Into<PublicHalf<'a>>,
    ) -> Result<Copied, Error> {
        let key = key.into();
        match self.key_pair(name).await {
            Ok(there) if key.is_stored_in(&there.key_pair) => return Ok(Copied::ThereAlready),
            Ok(_) => return Ok(Copied::NameTaken),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        let name = match KeyPairName::parse(name, self.name_rules()) {
            Ok(name) => name,
            Err(error) => return Ok(Copied::NameRefused(error)),
        };
        match self.import_key_pair(&name, key).await {
            Ok(_) => Ok(Copied::Registered),
            // A name that differs in upper and lower case, or somebody was faster.
            Err(Error::Conflict(_)) => Ok(Copied::NameTaken),
            Err(error) => Err(error),
        }
    }
}
