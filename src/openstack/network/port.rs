//! The ports by which a server is connected.

use super::Neutron;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::HasId;
use crate::openstack::path;
use serde_json::Value;
use std::net::IpAddr;

/// A port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Port {
    /// Its id.
    pub id: String,
    /// The id of the server that has it.
    pub server_id: String,
    /// The network's id.
    pub network_id: String,
    /// Its fixed addresses.
    pub addresses: Vec<IpAddr>,
    /// The ids of its security groups.
    pub security_groups: Vec<String>,
    /// Whether its security groups are in force.
    pub is_guarded: bool,
}

impl FromJson for Port {
    fn from_json(value: &Value) -> Option<Self> {
        let list = |name: &str| value.get(name).and_then(Value::as_array);
        let addresses = list("fixed_ips").into_iter().flatten();
        let groups = list("security_groups").into_iter().flatten();
        Some(Self {
            id: text(value, "id")?,
            server_id: text(value, "device_id").unwrap_or_default(),
            network_id: text(value, "network_id")?,
            addresses: addresses
                .filter_map(|fixed| fixed.get("ip_address")?.as_str()?.parse().ok())
                .collect(),
            security_groups: groups.filter_map(String::from_json).collect(),
            is_guarded: value.get("port_security_enabled").and_then(Value::as_bool) != Some(false),
        })
    }
}

impl HasId for Port {
    fn id(&self) -> &str {
        &self.id
    }
}

impl<H: Http> Neutron<H> {
    /// The ports of a server.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn ports_of(&self, server_id: &str) -> Result<Vec<Port>, Error> {
        let path = format!("/ports?device_id={}", path::value(server_id));
        let mut ports: Vec<Port> = self.list(&path, "ports", "the list of ports").await?;
        // A cloud may pass over a filter that it does not know.
        ports.retain(|port| port.server_id == server_id);
        Ok(ports)
    }
}
