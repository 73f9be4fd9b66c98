//! What Neutron tells of its things.

use serde_json::{Value, json};

use crate::clock;
use crate::network::addresses::gateway_and_cidr;
use crate::store::floating_ips::FloatingIp;
use crate::store::networks::Network;
use crate::store::ports::Port;
use crate::store::security_groups::{Group, Rule};

fn at(time: i64) -> String {
    clock::keystone(time).replace(".000000", "")
}

pub(super) fn network(network: &Network) -> Value {
    let mut body = json!({
        "id": network.id, "name": network.name, "tenant_id": network.project_id, "project_id": network.project_id,
        "admin_state_up": true, "mtu": 1500, "status": "ACTIVE", "subnets": [network.subnet_id],
        "shared": network.shared, "availability_zone_hints": [], "availability_zones": [],
        "ipv4_address_scope": null, "ipv6_address_scope": null, "router:external": network.external,
        "qinq": false, "vlan_transparent": false, "description": "", "port_security_enabled": true, "tags": [], "created_at": at(network.created_at),
        "updated_at": at(network.created_at), "revision_number": 2,
    });
    if network.external {
        body["is_default"] = json!(false);
    }
    body
}

pub(super) fn subnet(network: &Network, octet: u8) -> Value {
    let (gateway, cidr) = gateway_and_cidr(octet, network.number);
    json!({
        "id": network.subnet_id, "name": network.subnet_name, "project_id": network.project_id,
        "tenant_id": network.project_id, "network_id": network.id, "ip_version": 4, "enable_dhcp": true,
        "gateway_ip": gateway, "cidr": cidr, "host_routes": [], "dns_nameservers": [], "description": "", "tags": [],
        "created_at": at(network.created_at), "updated_at": at(network.created_at), "revision_number": 0,
    })
}

pub(super) fn port(port: &Port, groups: &[String], subnet: Option<&str>) -> Value {
    json!({
        "id": port.id, "name": port.name, "network_id": port.network_id, "tenant_id": port.project_id,
        "project_id": port.project_id, "mac_address": port.mac, "admin_state_up": true, "status": port.status,
        "device_id": port.device_id, "device_owner": port.device_owner,
        "fixed_ips": [{ "subnet_id": subnet, "ip_address": port.address }], "allowed_address_pairs": [],
        "extra_dhcp_opts": [], "binding:vnic_type": "normal", "security_groups": groups, "port_security_enabled": true,
        "description": "", "tags": [], "created_at": at(port.created_at), "updated_at": at(port.updated_at),
        "revision_number": port.revision,
    })
}

/// A floating address, with the port that it leads to.
pub(super) fn floating_ip(ip: &FloatingIp, port: Option<&Port>) -> Value {
    let details = port.map(|port| {
        json!({
            "name": port.name, "network_id": port.network_id, "mac_address": port.mac, "admin_state_up": true,
            "status": port.status, "device_id": port.device_id, "device_owner": port.device_owner,
        })
    });
    json!({
        "id": ip.id, "tenant_id": ip.project_id, "project_id": ip.project_id, "floating_ip_address": ip.address,
        "floating_network_id": ip.network_id, "router_id": ip.router_id, "port_id": ip.port_id,
        "fixed_ip_address": port.map(|port| &port.address), "status": if ip.port_id.is_some() { "ACTIVE" } else { "DOWN" },
        "description": ip.description, "port_details": details, "port_forwardings": [], "tags": [], "created_at": at(ip.created_at),
        "updated_at": at(ip.updated_at), "revision_number": ip.revision,
    })
}

pub(super) fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id, "tenant_id": rule.project_id, "project_id": rule.project_id, "security_group_id": rule.group_id,
        "direction": rule.direction, "ethertype": rule.ethertype, "protocol": rule.protocol,
        "port_range_min": rule.port_min, "port_range_max": rule.port_max, "remote_ip_prefix": rule.remote_ip_prefix,
        "normalized_cidr": rule.remote_ip_prefix, "remote_group_id": rule.remote_group_id,
        "remote_address_group_id": null, "description": rule.description,
        "created_at": at(rule.created_at), "updated_at": at(rule.created_at), "revision_number": 0,
    })
}

pub(super) fn group(group: &Group, rules: &[Rule]) -> Value {
    json!({
        "id": group.id, "name": group.name, "stateful": true, "tenant_id": group.project_id,
        "project_id": group.project_id, "description": group.description, "shared": false,
        "security_group_rules": rules.iter().map(rule).collect::<Value>(), "tags": [],
        "created_at": at(group.created_at), "updated_at": at(group.updated_at), "revision_number": group.revision,
    })
}
