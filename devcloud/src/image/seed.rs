//! The images a new region has: those a launch form must cope with.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::clock;
use crate::region::Region;
use crate::seed::{project_id, stable_uuid};
use crate::store::images::{self, Image};

/// One that is longer than a page is wide, with what a page could take for markup in it.
const ODD_NAME: &str = "<img src=x onerror=alert(1)> Ünïcode & \"quotes\" 🦀🚀 — a name as long as anybody could wish for, \
     because nobody stops anybody from naming an image so: 日本語のイメージ, and it goes on and on";

/// A public, active image.
fn image(region: Region, name: &str, mib: i64, min: (i64, i64), properties: Value) -> Image {
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    Image {
        id: stable_uuid(region, "image", name),
        owner: project_id("admin"),
        name: Some(name.to_owned()),
        status: "active".to_owned(),
        visibility: "public".to_owned(),
        size: Some(mib * 1024 * 1024),
        min_disk: min.0,
        min_ram: min.1,
        hidden: false,
        properties,
        created_at: clock::now(),
    }
}

/// All of them; the last one is the newest and so the first of a list.
fn all(region: Region) -> Vec<Image> {
    let like = |name, mib, min, properties| image(region, name, mib, min, properties);
    vec![
        Image {
            hidden: true,
            ..like(
                "debian-11-old",
                2,
                (2, 512),
                json!({ "os_distro": "debian" }),
            )
        },
        like(ODD_NAME, 4, (0, 0), json!({})),
        Image {
            name: None,
            ..like("nameless", 1, (0, 0), json!({}))
        },
        Image {
            status: "queued".to_owned(),
            size: None,
            ..like("still-uploading", 0, (0, 0), json!({}))
        },
        Image {
            status: "deactivated".to_owned(),
            ..like("withdrawn", 2, (2, 512), json!({ "os_distro": "centos" }))
        },
        like(
            "appliance-1.0",
            8,
            (4, 512),
            json!({ "os_type": "linux", "os_admin_user": "opsadmin" }),
        ),
        Image {
            owner: project_id("demo"),
            visibility: "private".to_owned(),
            ..like(
                "alice-golden",
                6,
                (2, 512),
                json!({ "os_distro": "debian", "os_version": "12" }),
            )
        },
        Image {
            owner: project_id("demo"),
            visibility: "private".to_owned(),
            ..like(
                "web-1 before the upgrade",
                6,
                (8, 1024),
                json!({
                    "image_type": "snapshot",
                    "os_distro": "ubuntu",
                    "base_image_ref": stable_uuid(region, "image", "ubuntu-24.04-like"),
                }),
            )
        },
        like(
            "windows-2022-like",
            64,
            (20, 2048),
            json!({ "os_type": "windows", "os_distro": "windows", "os_admin_user": "Admin" }),
        ),
        like(
            "ubuntu-24.04-like",
            8,
            (8, 1024),
            json!({ "os_type": "linux", "os_distro": "ubuntu", "os_version": "24.04" }),
        ),
        like("cirros-like", 1, (1, 64), json!({ "os_distro": "cirros" })),
        like(
            "debian-12-like",
            2,
            (2, 512),
            json!({ "os_distro": "debian", "os_admin_user": "debian" }),
        ),
    ]
}

/// Puts in what is missing.
pub(super) fn seed(db: &Connection, region: Region) -> rusqlite::Result<()> {
    let now = clock::now();
    for (age, image) in all(region).into_iter().rev().enumerate() {
        let age = i64::try_from(age).unwrap_or_default();
        images::insert(
            db,
            &Image {
                created_at: now - age * 1000,
                ..image
            },
        )?;
    }
    Ok(())
}

/// `count` public images named `PREFIX-00000` and so on.
pub(crate) fn bulk(prefix: &str, count: usize) -> Vec<Image> {
    (0..count)
        .map(|index| Image {
            id: uuid::Uuid::new_v4().to_string(),
            ..image(
                Region::One,
                &format!("{prefix}-{index:05}"),
                1,
                (1, 64),
                json!({}),
            )
        })
        .collect()
}
