//! What is read off a server.

use super::cloud_support::*;
use super::{GONE, ID, SHOW, server_with};
use keyhaven::openstack::compute::{AddressKind, Fault, Server, ServerStatus};
use keyhaven::openstack::error::Error;
use serde_json::{Value, json};

fn read(reply: &Value) -> Server {
    let script = nova("2.104").on(SHOW, 200, reply);
    let server = run(connected(&script).server(ID)).unwrap();
    script.finish();
    server
}

#[test]
fn a_server_is_read_as_nova_tells_it() {
    let script = nova("2.104").on(SHOW, 200, fixture("server-2.104"));
    let server = run(connected(&script).server(ID)).unwrap();
    assert_eq!(
        script.finish()[1].microversion(),
        Some("2.47"),
        "the lowest that tells the flavor"
    );
    assert_eq!((server.id.as_str(), server.name.as_str()), (ID, "web-1"));
    assert_eq!(server.status, ServerStatus::Active);
    assert_eq!(
        (server.task.as_deref(), server.is_changing()),
        (None, false)
    );
    assert_eq!(server.key_name.as_deref(), Some("boot"));
    assert_eq!(
        server.image_id.as_deref(),
        Some("6758e5f2-10ac-4610-a078-d87159a8ad25")
    );
    let flavor = &server.flavor;
    assert_eq!(
        (flavor.id.as_deref(), flavor.name.as_deref()),
        (None, Some("m1.tiny"))
    );
    assert_eq!(
        (flavor.vcpus, flavor.ram, flavor.disk),
        (Some(1), Some(512), Some(1))
    );
    let [address] = server.addresses.as_slice() else {
        panic!("{:?}", server.addresses);
    };
    assert_eq!(
        (address.network.as_str(), address.ip.to_string().as_str()),
        ("private", "10.0.0.78")
    );
    assert_eq!(
        (address.kind, address.mac.as_deref()),
        (AddressKind::Fixed, Some("fa:16:3e:b2:f2:03"))
    );
    assert_eq!(server.created, "2026-11-24T03:02:27Z");
    assert_eq!(server.updated, "2026-11-24T03:02:36Z");
    assert_eq!(server.availability_zone.as_deref(), Some("nova"));
    assert_eq!(server.security_groups, ["default"]);
    assert_eq!((server.description, server.fault), (None, None));
    assert!(!server.is_locked && server.volumes.is_empty());
}

#[test]
fn one_that_is_being_made_has_nothing_yet() {
    let server = read(&fixture_json("server-building"));
    assert_eq!(server.status, ServerStatus::Build);
    assert_eq!(server.task.as_deref(), Some("scheduling"));
    assert!(server.is_changing() && !server.has_booted());
    assert!(server.addresses.is_empty() && server.security_groups.is_empty());
    assert_eq!(server.availability_zone, None, "an empty text is none");
}

#[test]
fn addresses_of_every_kind_are_read_and_what_is_none_is_left_out() {
    let addresses = json!({
        "private": [
            {"version": 4, "addr": "10.0.0.78", "OS-EXT-IPS:type": "fixed"},
            {"version": 4, "addr": "203.0.113.9", "OS-EXT-IPS:type": "floating"},
            {"version": 6, "addr": "2001:db8::7", "OS-EXT-IPS:type": "fixed"},
            {"version": 4, "addr": "10.0.0.1 onerror=x"}, {"version": 4}, null, 7
        ],
        "old": [{"version": 4, "addr": "192.0.2.4"}],
        "odd": "none",
    });
    let server = read(&server_with(&[("addresses", addresses)]));
    let mut read: Vec<_> = server
        .addresses
        .iter()
        .map(|address| (address.ip.to_string(), address.kind))
        .collect();
    read.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("10.0.0.78", AddressKind::Fixed),
        ("192.0.2.4", AddressKind::Unknown),
        ("2001:db8::7", AddressKind::Fixed),
        ("203.0.113.9", AddressKind::Floating),
    ];
    assert_eq!(read, expected.map(|(ip, kind)| (ip.to_owned(), kind)));
}

#[test]
fn an_error_has_its_fault_and_a_boot_volume_no_image() {
    let server = read(&server_with(&[
        ("status", json!("ERROR")),
        (
            "fault",
            json!({"code": 500, "created": "2026-11-24T03:02:40Z", "message": "No valid host was found. ", "details": "Traceback"}),
        ),
        ("image", json!("")),
        (
            "os-extended-volumes:volumes_attached",
            json!([{"id": "v-1", "delete_on_termination": true}]),
        ),
        ("locked", json!(true)),
        ("description", json!("the <b>first</b>")),
        (
            "security_groups",
            json!([{"name": "default"}, {"name": "ssh"}, {"name": "default"}, {"name": "ssh"}]),
        ),
    ]));
    assert_eq!(server.status, ServerStatus::Error);
    assert_eq!(
        server.fault,
        Some(Fault {
            message: "No valid host was found. ".to_owned(),
            code: 500,
            created: "2026-11-24T03:02:40Z".to_owned(),
        })
    );
    assert!(!server.has_booted());
    assert_eq!(
        (server.image_id, server.volumes),
        (None, vec!["v-1".to_owned()])
    );
    assert!(server.is_locked);
    assert_eq!(server.description.as_deref(), Some("the <b>first</b>"));
    assert_eq!(server.security_groups, ["default", "ssh"], "each once");
    assert_eq!(read(&server_with(&[("fault", Value::Null)])).fault, None);
}

#[test]
fn every_status_has_a_word_a_person_can_read() {
    let status = |word: &str| read(&server_with(&[("status", json!(word))])).status;
    for (word, expected) in [
        ("ACTIVE", "Running"),
        ("BUILD", "Being made"),
        ("HARD_REBOOT", "Rebooting"),
        ("SOFT_DELETED", "Deleted"),
        ("PAUSED", "Paused"),
        ("SHELVED_OFFLOADED", "Shelved offloaded"),
        ("ÄÖ", "Äö"),
        ("", ""),
    ] {
        assert_eq!(status(word).to_string(), expected);
    }
    assert_eq!(status("PAUSED"), ServerStatus::Other("PAUSED".to_owned()));
}

#[test]
fn one_in_a_part_of_the_cloud_that_is_down_is_still_shown() {
    let down = json!({"server": {"id": ID, "status": "UNKNOWN", "tenant_id": "p", "created": "2026-11-24T03:02:27Z", "links": []}});
    let server = read(&down);
    assert_eq!((server.name.as_str(), server.addresses.len()), ("", 0));
    assert_eq!(server.status.to_string(), "Unknown");
}

#[test]
fn an_id_that_means_another_address_is_never_asked_for() {
    let script = nova("2.104");
    let compute = connected(&script);
    for id in ["", ".", ".."] {
        let expected = Error::NotAddressable {
            name: id.to_owned(),
        };
        assert_eq!(run(compute.server(id)).unwrap_err(), expected);
        assert_eq!(run(compute.delete_server(id)).unwrap_err(), expected);
        assert_eq!(run(compute.stop_server(id)).unwrap_err(), expected);
        assert_eq!(run(compute.server_password(id)).unwrap_err(), expected);
        assert_eq!(run(compute.console_output(id, 10)).unwrap_err(), expected);
    }
    script.finish();
    let script = nova("2.104").on("GET /v2.1/servers/..%2F..%3Fa%23", 404, GONE);
    let error = run(connected(&script).server("../..?a#")).unwrap_err();
    assert!(matches!(error, Error::NotFound(_)), "{error:?}");
    script.finish();
}
