//! Glance: the Image API v2, read only, as far as choosing what to launch needs it.
//! Source: OpenStack Image API v2 reference; texts from Glance 33.

pub(crate) mod api;
mod seed;

pub(crate) use seed::bulk;

use rusqlite::Connection;

use crate::error::Error;
use crate::region::Region;
use crate::store::Store;
use crate::store::images;
pub(crate) use crate::store::images::Image;

/// Puts the region's images into the database.
pub(crate) fn open(store: &Store, region: Region) -> Result<(), Error> {
    store.run_now(|db| {
        let tx = db.transaction()?;
        seed::seed(&tx, region)?;
        tx.commit()
    })
}

/// An image that a project may use, by its id. Whether it can be launched is for the caller to see: its status, what it needs.
pub(crate) fn lookup(
    db: &Connection,
    project_id: Option<&str>,
    id: &str,
) -> rusqlite::Result<Option<Image>> {
    Ok(images::find(db, id)?.filter(|image| image.visible_to(project_id)))
}
