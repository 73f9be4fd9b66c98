//! A cloud that runs, and what its owner can do to it beside HTTP.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Cloud;
use crate::compute;
use crate::error::Error;
use crate::log::LoggedRequest;
use crate::store::users::{Named, find_user};
use crate::store::{images, key_pairs, quotas, servers, tokens};

/// A running cloud. Dropping it stops it without waiting; [`Running::stop`] waits.
pub struct Running {
    address: SocketAddr,
    cloud: Arc<Cloud>,
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn new(
        address: SocketAddr,
        cloud: Arc<Cloud>,
        stop: watch::Sender<()>,
        task: JoinHandle<()>,
    ) -> Self {
        Self {
            address,
            cloud,
            stop,
            task,
        }
    }

    /// The address listened on, with the port that was taken.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS:PORT`, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests received so far, oldest first; none when `Config::keep_requests` is off.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.cloud.log.kept()
    }

    /// Forgets the requests kept in memory.
    pub fn clear_requests(&self) {
        self.cloud.log.clear();
    }

    /// Revokes all of a user's tokens at once, as if they had expired, and tells how many there were.
    ///
    /// # Errors
    /// When there is no user of that name, or the database fails.
    pub fn revoke_tokens(&self, user: &str) -> Result<usize, Error> {
        let id = self.user_id(user)?;
        self.cloud.store.run_now(|db| tokens::revoke_all(db, &id))
    }

    /// Sets how many key pairs a user may have; -1 is no limit.
    ///
    /// # Errors
    /// When there is no user of that name, or the database fails.
    pub fn set_key_pair_quota(&self, user: &str, key_pairs: i64) -> Result<(), Error> {
        let id = self.user_id(user)?;
        self.cloud
            .store
            .run_now(|db| quotas::set(db, quotas::Scope::User, &id, key_pairs))
    }

    /// Sets how many servers a project of the first region may have; -1 is no limit.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_server_quota(&self, project: &str, servers: i64) -> Result<(), Error> {
        let id = crate::seed::project_id(project);
        self.cloud
            .store
            .run_now(|db| quotas::set_servers(db, &id, servers))
    }

    /// The administrator's password that the Windows server of this name made itself, as only the server knows it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn windows_password(&self, server: &str) -> Result<Option<String>, Error> {
        let all = self.cloud.store.run_now(|db| servers::all(db))?;
        let found = all.into_iter().find(|there| there.name == server);
        Ok(found.and_then(|server| server.password))
    }

    /// Puts `count` more public images named `PREFIX-00000` and so on into the first region.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_images(&self, prefix: &str, count: usize) -> Result<(), Error> {
        self.cloud.store.run_now(|db| {
            let tx = db.transaction()?;
            for image in crate::image::bulk(prefix, count) {
                images::insert(&tx, &image)?;
            }
            tx.commit()
        })
    }

    /// Gives a user `count` key pairs named `PREFIX-00000`, `PREFIX-00001` and so on, each with an Ed25519
    /// public key of its own, and raises the user's quota so that as many more fit.
    ///
    /// # Errors
    /// When there is no user of that name, a name is taken, there is no randomness, or the database fails.
    pub fn add_key_pairs(&self, user: &str, prefix: &str, count: usize) -> Result<(), Error> {
        let id = self.user_id(user)?;
        let pairs = compute::bulk_key_pairs(&id, prefix, count)?;
        self.cloud.store.run_now(|db| {
            let tx = db.transaction()?;
            for pair in &pairs {
                if key_pairs::insert(&tx, pair)? == key_pairs::Stored::NameTaken {
                    return Ok(Err(Error::NameTaken(pair.name.clone())));
                }
            }
            let quota = quotas::of_user(&tx, &id, None)?.max(2 * key_pairs::count(&tx, &id)?);
            quotas::set(&tx, quotas::Scope::User, &id, quota)?;
            tx.commit().map(Ok)
        })?
    }

    /// Stops taking connections, lets requests under way end (a second at most), and returns when all is shut.
    pub async fn stop(self) {
        drop(self.stop);
        let _ = self.task.await;
    }

    fn user_id(&self, name: &str) -> Result<String, Error> {
        self.cloud
            .store
            .run_now(|db| find_user(db, &Named::Name(name.to_owned())))?
            .map(|user| user.id)
            .ok_or_else(|| Error::NoSuchUser(name.to_owned()))
    }
}
