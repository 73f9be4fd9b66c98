//! What the servers' part is promised.

use std::net::Ipv4Addr;

use rusqlite::Connection;

use super::guests::{
    self, Interface, Kind, Refused, Wanted, addresses_of, allocate, find_group, release, set_group,
};
use super::{Network, default_group, lets_in_ssh};
use crate::config::Db;
use crate::region::Region;
use crate::seed::{network_id, project_id};
use crate::store::security_groups::Rule;
use crate::store::{Store, ports, security_groups};

fn on_a_network(work: impl FnOnce(&mut Connection)) {
    let store = Store::open(&Db::Memory).unwrap();
    let _network = Network::open(&store, Region::One).unwrap();
    store
        .run_now(|db| {
            work(db);
            Ok(())
        })
        .unwrap();
}

fn on(network: &str, fixed_ip: Option<&str>) -> Wanted {
    Wanted::These(vec![Interface::Network {
        id: network_id(network),
        fixed_ip: fixed_ip.map(str::to_owned),
    }])
}

fn address(db: &Connection, server: &str) -> String {
    addresses_of(db, server).unwrap()[0].address.clone()
}

fn refused(db: &Connection, project: &str, wanted: &Wanted, groups: &[&str]) -> Refused {
    let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
    allocate(db, &project_id(project), "refused", wanted, &groups)
        .unwrap()
        .unwrap_err()
}

fn allow(db: &Connection, group: &security_groups::Group, prefix: Option<&str>, ports: (i64, i64)) {
    let rule = Rule {
        direction: "ingress".to_owned(),
        protocol: Some("tcp".to_owned()),
        port_min: Some(ports.0),
        port_max: Some(ports.1),
        remote_ip_prefix: prefix.map(str::to_owned),
        ..default_group::egress(group, "IPv4")
    };
    security_groups::insert_rule(db, &rule).unwrap();
}

#[test]
fn a_server_gets_an_address_and_gives_it_back() {
    on_a_network(|db| {
        let demo = project_id("demo");
        allocate(db, &demo, "one", &on("private", None), &[])
            .unwrap()
            .unwrap();
        let addresses = addresses_of(db, "one").unwrap();
        assert_eq!(addresses.len(), 1);
        let first = &addresses[0];
        assert_eq!(
            (first.network_name.as_str(), first.kind),
            ("private", Kind::Fixed)
        );
        let ip: Ipv4Addr = first.address.parse().unwrap();
        assert_eq!((ip.octets()[0], ip.octets()[2]), (127, 0));
        // It can be listened on.
        std::net::TcpListener::bind((ip, 0)).unwrap();
        assert!(first.mac.starts_with("fa:16:3e:"));
        assert_eq!(first.port_status, "DOWN");
        guests::set_active(db, "one", true).unwrap();
        assert_eq!(addresses_of(db, "one").unwrap()[0].port_status, "ACTIVE");
        let groups = guests::security_groups_of(db, "one").unwrap();
        assert_eq!(groups[0].name, "default");

        let taken = on("private", Some(&ip.to_string()));
        assert_eq!(
            refused(db, "demo", &taken, &[]),
            Refused::FixedIpInUse {
                address: ip.to_string(),
                server: "one".to_owned()
            }
        );
        release(db, "one").unwrap();
        assert!(addresses_of(db, "one").unwrap().is_empty());
        allocate(db, &demo, "two", &taken, &[]).unwrap().unwrap();
        assert_eq!(address(db, "two"), ip.to_string());
    });
}

#[test]
fn what_is_refused_and_how() {
    on_a_network(|db| {
        // demo has `private` beside `shared`, the project other has `shared` alone.
        let refusal = refused(db, "demo", &Wanted::Auto, &[]);
        assert_eq!(refusal.status().unwrap(), 409);
        assert_eq!(
            refusal.message(),
            "Multiple possible networks found, use a Network ID to be more specific."
        );
        let only = allocate(db, &project_id("other"), "o", &Wanted::Auto, &[]);
        assert_eq!(only.unwrap().unwrap()[0].network_id, network_id("shared"));
        let none = allocate(db, &project_id("demo"), "n", &Wanted::None, &[]);
        assert!(none.unwrap().unwrap().is_empty());

        let strange = refused(db, "other", &on("private", None), &[]);
        assert_eq!(strange.status().unwrap(), 400);
        let public = refused(db, "demo", &on("public", None), &[]);
        assert_eq!(public, Refused::External(network_id("public")));
        let elsewhere = refused(db, "demo", &on("private", Some("10.0.0.1")), &[]);
        assert!(matches!(elsewhere, Refused::FixedIpElsewhere { .. }));
        let port = Wanted::These(vec![Interface::Port("nope".to_owned())]);
        assert_eq!(
            refused(db, "demo", &port, &[]),
            Refused::PortNotFound("nope".to_owned())
        );
        let group = refused(db, "demo", &on("private", None), &["default", "nope"]);
        assert_eq!(group, Refused::SecurityGroupNotFound("nope".to_owned()));
    });
}

#[test]
fn a_network_runs_out_of_addresses() {
    on_a_network(|db| {
        let demo = project_id("demo");
        for server in 2..=254 {
            allocate(db, &demo, &server.to_string(), &on("private", None), &[])
                .unwrap()
                .unwrap();
        }
        let refusal = refused(db, "demo", &on("private", None), &[]);
        assert_eq!(refusal, Refused::NoMoreAddresses(network_id("private")));
        assert_eq!(refusal.status(), None);
    });
}

#[test]
fn a_port_of_ones_own_outlives_the_server() {
    on_a_network(|db| {
        let demo = project_id("demo");
        allocate(db, &demo, "one", &on("shared", None), &[])
            .unwrap()
            .unwrap();
        let mut port = ports::of_device(db, "one").unwrap().remove(0);
        ports::delete(db, &port.id, 0).unwrap();
        port.made_by_nova = false;
        port.device_id = String::new();
        ports::insert(db, &port).unwrap();
        let named = Wanted::These(vec![Interface::Port(port.id.clone())]);
        allocate(db, &demo, "two", &named, &[]).unwrap().unwrap();
        assert_eq!(address(db, "two"), port.address);
        let again = refused(db, "demo", &named, &[]);
        assert_eq!(again, Refused::PortInUse(port.id.clone()));
        assert_eq!(again.status().unwrap(), 409);
        let strange = refused(db, "other", &named, &[]);
        assert_eq!(strange, Refused::PortNotFound(port.id.clone()));
        release(db, "two").unwrap();
        let left = ports::find(db, &port.id).unwrap().unwrap();
        assert_eq!(left.device_id, "");
    });
}

#[test]
fn ssh_is_closed_until_a_rule_lets_it_in() {
    on_a_network(|db| {
        let demo = project_id("demo");
        for server in ["one", "two"] {
            allocate(db, &demo, server, &on("private", None), &[])
                .unwrap()
                .unwrap();
        }
        let default = find_group(db, &demo, "default").unwrap().unwrap();
        assert!(!lets_in_ssh(db, "one").unwrap());

        allow(db, &default, None, (80, 443));
        assert!(!lets_in_ssh(db, "one").unwrap());
        allow(db, &default, Some("203.0.113.0/24"), (22, 22));
        assert!(lets_in_ssh(db, "one").unwrap());
        allow(db, &default, Some("127.0.0.0/8"), (1, 65535));

        assert!(set_group(db, "one", &default.id, false).unwrap());
        assert!(!set_group(db, "one", &default.id, false).unwrap());
        assert!(!lets_in_ssh(db, "one").unwrap());
        assert!(lets_in_ssh(db, "two").unwrap());
        assert!(set_group(db, "one", &default.id, true).unwrap());
        assert!(lets_in_ssh(db, "one").unwrap());
    });
}

#[test]
fn two_regions_never_have_the_same_addresses() {
    let open = || {
        let store = Store::open(&Db::Memory).unwrap();
        let network = Network::open(&store, Region::One).unwrap();
        let octet = store.run_now(|db| crate::store::networks::octet(db));
        (octet.unwrap().unwrap(), network)
    };
    let clouds: Vec<_> = (0..20).map(|_| open()).collect();
    let octets: std::collections::HashSet<u8> = clouds.iter().map(|(octet, _)| *octet).collect();
    assert_eq!(octets.len(), 20);
}

#[test]
fn whoever_waits_hears_of_a_change() {
    let store = Store::open(&Db::Memory).unwrap();
    let network = Network::open(&store, Region::One).unwrap();
    let changes = network.subscribe();
    assert!(!changes.has_changed().unwrap());
    network.changed();
    assert!(changes.has_changed().unwrap());
}
