//! A server as Nova tells of it, per microversion. Source: Nova's `api/openstack/compute/views/servers.py`.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::flavors;
use crate::clock;
use crate::compute::microversion::Microversion;
use crate::image;
use crate::network::guests::{self, Address};
use crate::store::servers::Server;

/// With what a reply is made.
pub(super) struct View<'a> {
    pub(super) db: &'a Connection,
    pub(super) root: &'a str,
    pub(super) version: Microversion,
}

/// The last line of a MAC or address list.
fn addresses(list: &[Address]) -> Value {
    let mut networks = Map::new();
    for address in list {
        let entry = json!({
            "version": if address.address.contains(':') { 6 } else { 4 },
            "addr": address.address,
            "OS-EXT-IPS:type": address.kind.word(),
            "OS-EXT-IPS-MAC:mac_addr": address.mac,
        });
        let network = networks
            .entry(address.network_name.clone())
            .or_insert_with(|| json!([]));
        if let Some(network) = network.as_array_mut() {
            network.push(entry);
        }
    }
    Value::Object(networks)
}

/// Nova's `vm_state` and `power_state` for a status.
fn states(status: &str) -> (&'static str, u8) {
    match status {
        "BUILD" => ("building", 0),
        "SHUTOFF" => ("stopped", 4),
        "ERROR" => ("error", 0),
        _ => ("active", 1),
    }
}

impl View<'_> {
    /// `links` of a server.
    pub(super) fn links(&self, id: &str) -> Value {
        let root = self.root;
        json!([
            { "rel": "self", "href": format!("{root}/compute/v2.1/servers/{id}") },
            { "rel": "bookmark", "href": format!("{root}/compute/servers/{id}") },
        ])
    }

    fn flavor(&self, id: &str) -> Value {
        let root = self.root;
        let Some(flavor) = flavors::find(id) else {
            return Value::Null;
        };
        if self.version < Microversion(47) {
            let link = json!({ "rel": "bookmark", "href": format!("{root}/compute/flavors/{id}") });
            return json!({ "id": id, "links": [link] });
        }
        json!({
            "vcpus": flavor.vcpus, "ram": flavor.ram, "disk": flavor.disk, "ephemeral": 0, "swap": 0,
            "original_name": flavor.name, "extra_specs": {},
        })
    }

    fn image(&self, server: &Server) -> rusqlite::Result<Value> {
        let Some(id) = &server.image_id else {
            return Ok(json!(""));
        };
        let root = self.root;
        let link = json!({ "rel": "bookmark", "href": format!("{root}/compute/images/{id}") });
        let mut body = json!({ "id": id, "links": [link] });
        if self.version >= Microversion(98) {
            let found = image::lookup(self.db, Some(&server.project_id), id)?;
            body["properties"] =
                found.map_or_else(|| json!({}), |image| Value::Object(image.properties));
        }
        Ok(body)
    }

    /// Everything that a member of the project sees.
    pub(super) fn full(&self, server: &Server) -> rusqlite::Result<Value> {
        let list = match server.status.as_str() {
            // Nova knows of the addresses once the network has been asked.
            "BUILD"
                if server.launched_at.is_none() && server.task.as_deref() == Some("scheduling") =>
            {
                Vec::new()
            }
            _ => guests::addresses_of(self.db, &server.id)?,
        };
        let (vm_state, power_state) = states(&server.status);
        let at = |time: i64| clock::keystone(time).replace(".000000", "");
        let mut body = json!({
            "accessIPv4": "",
            "accessIPv6": "",
            "addresses": addresses(&list),
            "created": at(server.created_at),
            "flavor": self.flavor(&server.flavor),
            "hostId": if server.launched_at.is_some() { "dcd18afe924123bc27b382471248492459715c55a280c004c7942ad4" } else { "" },
            "id": server.id,
            "image": self.image(server)?,
            "links": self.links(&server.id),
            "metadata": server.metadata,
            "name": server.name,
            "status": server.status,
            "tenant_id": server.project_id,
            "user_id": server.user_id,
            "updated": at(server.updated_at),
            "OS-DCF:diskConfig": "MANUAL",
            "OS-EXT-AZ:availability_zone": if server.launched_at.is_some() { server.zone.as_str() } else { "" },
            "config_drive": "",
            "key_name": server.key_name,
            "OS-SRV-USG:launched_at": server.launched_at.map(clock::nova),
            "OS-SRV-USG:terminated_at": null,
            "OS-EXT-STS:task_state": server.task,
            "OS-EXT-STS:vm_state": vm_state,
            "OS-EXT-STS:power_state": power_state,
            "os-extended-volumes:volumes_attached": [],
        });
        if matches!(server.status.as_str(), "ACTIVE" | "BUILD" | "REBUILD") {
            body["progress"] = json!(0);
        }
        if let Some(failure) = &server.failure {
            body["fault"] =
                json!({ "code": 500, "created": at(failure.at), "message": failure.message });
        }
        if self.version >= Microversion(9) {
            body["locked"] = json!(false);
        }
        if self.version >= Microversion(19) {
            body["description"] = json!(server.description);
        }
        if self.version >= Microversion(26) {
            body["tags"] = json!([]);
        }
        if self.version >= Microversion(63) {
            body["trusted_image_certificates"] = Value::Null;
        }
        if self.version >= Microversion(73) {
            body["locked_reason"] = Value::Null;
        }
        if self.version >= Microversion(90) {
            body["OS-EXT-SRV-ATTR:hostname"] = json!(super::hostname(&server.name));
        }
        if self.version >= Microversion(96) {
            body["pinned_availability_zone"] = Value::Null;
        }
        if self.version >= Microversion(100) {
            body["scheduler_hints"] = json!({});
        }
        let groups = guests::security_groups_of(self.db, &server.id)?;
        if !groups.is_empty() {
            let names = groups.iter().map(|group| json!({ "name": group.name }));
            body["security_groups"] = names.collect();
        }
        Ok(body)
    }

    /// One alone: with what a list does not tell.
    pub(super) fn alone(&self, server: &Server) -> rusqlite::Result<Value> {
        let mut body = self.full(server)?;
        if self.version >= Microversion(71) {
            body["server_groups"] = json!([]);
        }
        Ok(body)
    }

    /// What the answer to a rebuild tells: before 2.75 without the extensions' members.
    pub(super) fn rebuilt(&self, server: &Server) -> rusqlite::Result<Value> {
        let mut body = self.alone(server)?;
        if self.version >= Microversion(57) {
            body["user_data"] = json!(server.user_data);
        }
        if self.version >= Microversion(75) {
            return Ok(body);
        }
        let extension = |name: &str| {
            let kept = name == "OS-DCF:diskConfig";
            let words = ["config_drive", "security_groups"];
            !kept && (name.starts_with("OS-") || name.starts_with("os-") || words.contains(&name))
        };
        if let Some(body) = body.as_object_mut() {
            body.retain(|name, _| !extension(name));
        }
        let networks = body["addresses"].as_object_mut().into_iter();
        let addresses =
            networks.flat_map(|networks| networks.values_mut().filter_map(Value::as_array_mut));
        for address in addresses.flatten().filter_map(Value::as_object_mut) {
            address.retain(|name, _| !extension(name));
        }
        Ok(body)
    }

    /// Id, name and links.
    pub(super) fn short(&self, server: &Server) -> Value {
        json!({ "id": server.id, "name": server.name, "links": self.links(&server.id) })
    }
}
