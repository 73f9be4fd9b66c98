//! What clouds answer is written by strangers. Every reading is tried on what a real cloud said with each part of it turned
//! into something else: it ends, in a value or a typed error, after a sensible number of requests.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::openstack::compute::{Boot, Compute, Launch, Networks};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::{Http, Method, Request, Response, TransportError};
use keyhaven::openstack::image::{Glance, Images};
use keyhaven::openstack::network::Neutron;
use serde_json::{Value, json};
use std::cell::Cell;

/// The most requests that one call may need, whatever is answered.
const MOST_REQUESTS: u32 = 250;

/// A cloud that gives one answer to everything.
struct Parrot {
    reading: String,
    writing: (u16, String),
    requests: Cell<u32>,
}

impl Parrot {
    fn new(reading: String) -> Self {
        Self {
            reading,
            writing: (202, String::new()),
            requests: Cell::new(0),
        }
    }
}

impl Http for Parrot {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.requests.set(self.requests.get() + 1);
        assert!(self.requests.get() < MOST_REQUESTS, "it never ends");
        let (status, body) = match request.method {
            Method::Get if request.url == format!("{ENDPOINT}/") => {
                (200, version_document("2.104"))
            }
            Method::Get => (200, self.reading.clone()),
            _ => self.writing.clone(),
        };
        Ok(Response {
            status,
            headers: Vec::new(),
            body: body.into_bytes(),
        })
    }

    async fn pause(&self, _milliseconds: u32) {}
}

/// The places of everything in a tree.
fn places(tree: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match tree {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(member, &format!("{here}/{name}"), all);
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                places(entry, &format!("{here}/{index}"), all);
            }
        }
        _ => {}
    }
}

/// The tree with each of its parts, one at a time, turned into something else or taken out.
fn variants(tree: &Value) -> Vec<String> {
    let odd = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{202e}\u{0}<b>é"),
        json!([]),
        json!([null]),
        json!({}),
    ];
    let mut all = Vec::new();
    places(tree, "", &mut all);
    let mut variants = Vec::new();
    for place in all {
        for odd in &odd {
            let mut variant = tree.clone();
            *variant.pointer_mut(&place).unwrap() = odd.clone();
            variants.push(variant.to_string());
        }
        if let Some((parent, name)) = place.rsplit_once('/') {
            let mut variant = tree.clone();
            if let Value::Object(members) = variant.pointer_mut(parent).unwrap() {
                members.remove(&name.replace("~1", "/").replace("~0", "~"));
                variants.push(variant.to_string());
            }
        }
    }
    let text = tree.to_string();
    variants.extend(["", "null", "<html>", "{", &"[".repeat(10_000)].map(str::to_owned));
    variants.push(text[..text.len() / 2].to_owned());
    variants
}

/// Tries a reading on every variant; tells how many could be read, of how many.
fn try_all(tree: &Value, read: impl Fn(&Parrot) -> Result<(), Error>) -> (usize, usize) {
    let variants = variants(tree);
    let reads = variants.iter().filter(|variant| {
        let parrot = Parrot::new((*variant).clone());
        match read(&parrot) {
            Ok(()) => true,
            Err(Error::BadReply { .. } | Error::NotAddressable { .. }) => false,
            Err(other) => panic!("{variant}: {other:?}"),
        }
    });
    (reads.count(), variants.len())
}

fn compute(parrot: &Parrot) -> Compute<&Parrot> {
    run(Compute::connect(parrot, ENDPOINT, the_token())).unwrap()
}

fn neutron(parrot: &Parrot) -> Neutron<&Parrot> {
    Neutron::new(parrot, "https://cloud.example:9696", the_token())
}

fn images(parrot: &Parrot) -> Images<&Parrot> {
    Images::Glance(Glance::new(
        parrot,
        "https://cloud.example:9292",
        the_token(),
    ))
}

fn all_pages(parrot: &Parrot) -> Result<(), Error> {
    let compute = compute(parrot);
    let mut pages = compute.servers();
    while let Some(page) = run(pages.next()) {
        page?;
    }
    Ok(())
}

/// Some variants are still good replies, and not all are.
fn assert_some((read, of): (usize, usize)) {
    assert!(read > 0 && read < of, "{read} of {of}");
}

#[test]
fn servers() {
    let mut one = fixture_json("server-2.104");
    one["server"]["fault"] = json!({"code": 500, "created": "2026-11-24T03:02:40Z", "message": "No valid host was found. "});
    assert_some(try_all(&one, |parrot| {
        run(compute(parrot).server("s-1")).map(|server| {
            // What pages do with it.
            let _ = (
                server.status.to_string(),
                server.is_changing(),
                server.has_booted(),
            );
        })
    }));
    assert_some(try_all(&fixture_json("servers-2.104"), all_pages));
    // Its link to a next page leads to itself, for ever.
    let endless = fixture_json("servers-limit-1");
    all_pages(&Parrot::new(endless.to_string())).unwrap_err();
    assert_some(try_all(&endless, all_pages));
    assert_some(try_all(&fixture_json("servers-by-key"), |parrot| {
        run(compute(parrot).servers_with_key("boot")).map(drop)
    }));
}

#[test]
fn a_launch() {
    let wish = Launch {
        name: "web-1".to_owned(),
        boot: Boot::Image("i-1".to_owned()),
        flavor: "1".to_owned(),
        key_name: None,
        networks: Networks::Auto,
        security_groups: Vec::new(),
        user_data: Vec::new(),
        availability_zone: None,
        description: None,
        count: 1,
    };
    for answer in variants(&fixture_json("server-created")) {
        let mut parrot = Parrot::new(r#"{"servers": []}"#.to_owned());
        parrot.writing.1 = answer;
        let outcome = run(compute(&parrot).launch(&wish, None));
        match outcome.map_err(|not| not.error) {
            Ok(_) | Err(Error::BadReply { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn sizes_and_limits() {
    assert_some(try_all(&fixture_json("flavors-2.104"), |parrot| {
        run(compute(parrot).flavors()).map(drop)
    }));
    assert_some(try_all(&fixture_json("limits"), |parrot| {
        run(compute(parrot).capacity()).map(drop)
    }));
    let zones =
        json!({"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": true}}]});
    assert_some(try_all(&zones, |parrot| {
        run(compute(parrot).availability_zones()).map(drop)
    }));
}

#[test]
fn what_a_server_tells() {
    let password = json!({"password": "eHh4eA=="});
    assert_some(try_all(&password, |parrot| {
        run(compute(parrot).server_password("s-1")).map(drop)
    }));
    let actions = json!({"instanceActions": [{"action": "create", "request_id": "req-1", "message": "Error"}]});
    assert_some(try_all(&actions, |parrot| {
        run(compute(parrot).failed_request("s-1")).map(drop)
    }));
    for answer in variants(&json!({"output": "a\nb"})) {
        let mut parrot = Parrot::new(String::new());
        parrot.writing = (200, answer);
        match run(compute(&parrot).console_output("s-1", 10)) {
            Ok(_) | Err(Error::BadReply { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_image() {
    assert_some(try_all(&fixture_json("images"), |parrot| {
        run(images(parrot).all()).map(drop)
    }));
    let endless = fixture_json("images-limit-1");
    run(images(&Parrot::new(endless.to_string())).all()).unwrap_err();
    assert_some(try_all(&endless, |parrot| {
        run(images(parrot).all()).map(drop)
    }));
    let one = &fixture_json("images")["images"][0];
    assert_some(try_all(one, |parrot| {
        run(images(parrot).image("i-1")).map(drop)
    }));
}

#[test]
fn every_network() {
    assert_some(try_all(&fixture_json("networks"), |parrot| {
        run(neutron(parrot).only_of("p".to_owned()).networks()).map(drop)
    }));
    let mut groups = fixture_json("security-group-bare");
    groups["security_groups"][0]["security_group_rules"] = json!([{"id": "r-1", "direction": "ingress",
        "ethertype": "IPv4", "protocol": "tcp", "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": "192.0.2.0/24"}]);
    assert_some(try_all(&groups, |parrot| {
        run(neutron(parrot).security_groups()).map(|groups| {
            for group in groups {
                let _ = group.lets_in(22);
            }
        })
    }));
    let ports = json!({"ports": [{"id": "p-1", "device_id": "s-1", "network_id": "n-1",
        "fixed_ips": [{"ip_address": "10.0.0.78"}], "security_groups": ["g-1"], "port_security_enabled": true}]});
    assert_some(try_all(&ports, |parrot| {
        run(neutron(parrot).ports_of("s-1")).map(drop)
    }));
    let addresses = json!({"floatingips": [{"id": "f-1", "floating_ip_address": "203.0.113.9", "port_id": "p-1"}]});
    assert_some(try_all(&addresses, |parrot| {
        run(neutron(parrot).floating_ips()).map(drop)
    }));
}
