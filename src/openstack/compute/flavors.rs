//! The sizes in which servers are to be had, where, and how many more.
//!
//! Source: Nova's API reference, "Flavors", "Availability zones" and "Limits".

use super::Compute;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::{self, HasId};
use serde_json::Value;

/// A size in which servers are to be had.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flavor {
    /// Its id.
    pub id: String,
    /// Its name, unique in the cloud.
    pub name: String,
    /// The number of virtual CPUs.
    pub vcpus: u64,
    /// MiB of memory.
    pub ram: u64,
    /// GiB of disk; 0 when a boot volume is needed.
    pub disk: u64,
}

impl FromJson for Flavor {
    fn from_json(value: &Value) -> Option<Self> {
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            vcpus: number("vcpus")?,
            ram: number("ram")?,
            disk: number("disk")?,
        })
    }
}

impl HasId for Flavor {
    fn id(&self) -> &str {
        &self.id
    }
}

struct Zones(Vec<String>);

impl FromJson for Zones {
    fn from_json(value: &Value) -> Option<Self> {
        let zones = value.get("availabilityZoneInfo")?.as_array()?.iter();
        let is_up = |zone: &&Value| {
            let available = zone
                .get("zoneState")
                .and_then(|state| state.get("available"));
            available.and_then(Value::as_bool) != Some(false)
        };
        Some(Self(
            zones
                .filter(is_up)
                .filter_map(|zone| text(zone, "zoneName"))
                .collect(),
        ))
    }
}

/// How much of something a project uses, and may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// What is used.
    pub used: u64,
    /// What may be used at most; `None` for no limit.
    pub max: Option<u64>,
}

/// The project's quota of servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Capacity {
    /// Servers.
    pub instances: Usage,
    /// Virtual CPUs.
    pub cores: Usage,
    /// MiB of memory.
    pub ram: Usage,
}

impl FromJson for Capacity {
    fn from_json(value: &Value) -> Option<Self> {
        let absolute = value.get("limits")?.get("absolute")?;
        let number = |name: &str| absolute.get(name).and_then(Value::as_i64);
        // −1 stands for no limit.
        let usage = |used: &str, max: &str| Usage {
            used: number(used)
                .and_then(|used| u64::try_from(used).ok())
                .unwrap_or_default(),
            max: number(max).and_then(|max| u64::try_from(max).ok()),
        };
        Some(Self {
            instances: usage("totalInstancesUsed", "maxTotalInstances"),
            cores: usage("totalCoresUsed", "maxTotalCores"),
            ram: usage("totalRAMUsed", "maxTotalRAMSize"),
        })
    }
}

impl<H: Http> Compute<H> {
    /// All flavors that the project may use, in the cloud's order.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn flavors(&self) -> Result<Vec<Flavor>, Error> {
        listing::read_all(
            "flavors",
            "the list of flavors",
            async |marker: Option<&str>| {
                let marker = marker.map(|marker| format!("?marker={marker}"));
                let path = format!("/flavors/detail{}", marker.unwrap_or_default());
                self.get(&path, &[]).await
            },
        )
        .await
    }

    /// The names of the availability zones that are in service.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn availability_zones(&self) -> Result<Vec<String>, Error> {
        let response = self.get("/os-availability-zone", &[]).await?;
        Ok(call::json::<Zones>(&response, "the availability zones")?.0)
    }

    /// The project's quota of servers.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn capacity(&self) -> Result<Capacity, Error> {
        let response = self.get("/limits", &[]).await?;
        call::json(&response, "the limits")
    }
}
