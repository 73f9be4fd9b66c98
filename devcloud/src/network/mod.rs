//! Neutron: the Networking API v2.0, as far as a launch form and "how do I reach it" need it.
//! Source: OpenStack Networking API v2.0 reference; texts from Neutron 29.

mod addresses;
pub(crate) mod api;
mod default_group;
mod filter;
pub(crate) mod guests;
mod refused;
mod seed;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]
mod tests;
mod wanted;

pub(crate) use filter::lets_in_ssh;

use tokio::sync::watch;

use crate::error::Error;
use crate::region::Region;
use crate::store::Store;

/// What the network of a region keeps beside its tables.
#[derive(Debug)]
pub(crate) struct Network {
    changes: watch::Sender<()>,
    _addresses: addresses::Reservation,
}

impl Network {
    /// Takes the region's addresses, and puts its networks into the database.
    pub(crate) fn open(store: &Store, region: Region) -> Result<Self, Error> {
        let addresses = addresses::reserve(store)?;
        store.run_now(|db| {
            let tx = db.transaction()?;
            seed::seed(&tx, region)?;
            tx.commit()
        })?;
        Ok(Self {
            changes: watch::channel(()).0,
            _addresses: addresses,
        })
    }

    /// Says that an address, a port or a rule has changed. Called after the commit.
    pub(crate) fn changed(&self) {
        self.changes.send_replace(());
    }

    /// Becomes ready whenever something has changed since it was last looked at.
    pub(crate) fn subscribe(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }
}
