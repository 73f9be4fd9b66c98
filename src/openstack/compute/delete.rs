//! Deleting a key pair.

use super::Compute;
use super::key_pair::path_of;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};

impl<H: Http> Compute<H> {
    /// Deletes one key pair of the user's. Only 202 (microversion 2.1) and 204 mean that: another resource's 200 does
    /// not.
    ///
    /// When the answer is lost, the cloud is asked whether the key pair is gone; the deletion is not sent twice.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, [`Error::NotAddressable`] for `.` and `..`.
    pub async fn delete_key_pair(&self, name: &str) -> Result<(), Error> {
        // No wish, no microversion, no header that a preflight could refuse.
        let path = path_of(name)?;
        let result = call::write(&self.http, &[202, 204], || {
            self.request(Method::Delete, &path, None)
        })
        .await;
        match result {
            Ok(_) => Ok(()),
            Err(lost @ (Error::Transport { .. } | Error::Unavailable { .. }))
                if lost.may_have_been_done() =>
            {
                match self.key_pair(name).await {
                    Err(Error::NotFound(_)) => Ok(()),
                    _ => Err(lost),
                }
            }
            Err(error) => Err(error),
        }
    }
}
