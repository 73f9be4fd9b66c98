//! The networks a new region has: `private` of the project demo, `shared` for all, and `public`, where floating addresses come
//! from, with `router1` between it and `private`.

use rusqlite::Connection;

use super::addresses;
use crate::seed::{project_id, stable_uuid};
use crate::store::networks::{self, Network, Router};
use crate::store::ports::{self, Port};
use crate::{clock, region::Region};

/// Name, project, third number of the addresses, shared, external.
const NETWORKS: [(&str, &str, u8, bool, bool); 3] = [
    ("private", "demo", 0, false, false),
    ("shared", "admin", 1, true, false),
    ("public", "admin", 2, false, true),
];
/// The router's place on `public`.
const OUTSIDE: &str = "2";

/// Puts in what is missing.
pub(super) fn seed(db: &Connection, region: Region) -> rusqlite::Result<()> {
    let id = |kind: &str, name: &str| stable_uuid(region, kind, name);
    let now = clock::now();
    for (name, project, number, shared, external) in NETWORKS {
        networks::insert(
            db,
            &Network {
                id: id("network", name),
                project_id: project_id(project),
                name: name.to_owned(),
                shared,
                external,
                created_at: now,
                subnet_id: id("subnet", name),
                subnet_name: format!("{name}-subnet"),
                number,
            },
        )?;
    }
    let router = id("router", "router1");
    networks::insert_router(
        db,
        &Router {
            id: router.clone(),
            project_id: project_id("demo"),
            name: "router1".to_owned(),
            external_id: id("network", "public"),
            created_at: now,
        },
    )?;
    let Some(octet) = networks::octet(db)? else {
        return Ok(());
    };
    let inside = addresses::gateway_and_cidr(octet, 0).0;
    let outside = format!("127.{octet}.2.{OUTSIDE}");
    // The outer port belongs to nobody, as Neutron has it.
    for (network, owner, address, project) in [
        ("private", "router_interface", inside, project_id("demo")),
        ("public", "router_gateway", outside, String::new()),
    ] {
        let port = Port {
            id: id("port", owner),
            project_id: project,
            network_id: id("network", network),
            name: String::new(),
            address,
            mac: addresses::mac(),
            device_id: router.clone(),
            device_owner: format!("network:{owner}"),
            status: "ACTIVE".to_owned(),
            made_by_nova: false,
            created_at: now,
            updated_at: now,
            revision: 1,
        };
        if ports::find(db, &port.id)?.is_none() {
            ports::insert(db, &port)?;
        }
    }
    Ok(())
}
