//! Images, as far as they can be told apart without their bytes.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value};

/// An image.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) id: String,
    /// The project that it is of.
    pub(crate) owner: String,
    pub(crate) name: Option<String>,
    /// `active`, `queued`, `deactivated` and so on. Only an active one can be launched.
    pub(crate) status: String,
    /// `public`, `private`, `community` or `shared`
    pub(crate) visibility: String,
    /// Bytes; none while there is nothing in it.
    pub(crate) size: Option<i64>,
    /// GiB
    pub(crate) min_disk: i64,
    /// MiB
    pub(crate) min_ram: i64,
    /// Whether lists leave it out unless asked for such.
    pub(crate) hidden: bool,
    /// `os_distro`, `os_type`, `os_admin_user`, `image_type` and whatever else is said of it; all values are texts.
    pub(crate) properties: Map<String, Value>,
    /// Milliseconds since 1970.
    pub(crate) created_at: i64,
}

impl Image {
    /// Whether a project may see and use it.
    pub(crate) fn visible_to(&self, project_id: Option<&str>) -> bool {
        matches!(self.visibility.as_str(), "public" | "community")
            || Some(self.owner.as_str()) == project_id
    }

    /// One of its properties.
    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.as_str()
    }
}

const COLUMNS: &str = "id, owner, name, status, visibility, size, min_disk, min_ram, hidden,
    properties, created_at FROM images";

fn image(row: &Row<'_>) -> rusqlite::Result<Image> {
    let properties: String = row.get(9)?;
    Ok(Image {
        id: row.get(0)?,
        owner: row.get(1)?,
        name: row.get(2)?,
        status: row.get(3)?,
        visibility: row.get(4)?,
        size: row.get(5)?,
        min_disk: row.get(6)?,
        min_ram: row.get(7)?,
        hidden: row.get(8)?,
        properties: serde_json::from_str(&properties).unwrap_or_default(),
        created_at: row.get(10)?,
    })
}

/// Keeps an image, unless there is one of that id already.
pub(crate) fn insert(db: &Connection, new: &Image) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO images VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        new.id,
        new.owner,
        new.name,
        new.status,
        new.visibility,
        new.size,
        new.min_disk,
        new.min_ram,
        new.hidden,
        Value::Object(new.properties.clone()).to_string(),
        new.created_at
    ])?;
    Ok(())
}

/// All images, newest first.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Image>> {
    db.prepare(&format!(
        "SELECT {COLUMNS} ORDER BY created_at DESC, id DESC"
    ))?
    .query_map([], image)?
    .collect()
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Image>> {
    let sql = format!("SELECT {COLUMNS} WHERE id = ?1");
    db.query_row(&sql, [id], image).optional()
}
