//! Networks, ports, floating addresses and security groups. The networks in `tests/fixtures/cloud` are those of a
//! Neutron 29; ports, floating addresses and rules are as its API reference has them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::network::{Family, Neutron, SecurityGroup, Source};
use serde_json::{Value, json};

const NETWORKS: &str = "GET /v2.0/networks";
const ADDRESSES: &str = "GET /v2.0/floatingips";
const CREATE: &str = "POST /v2.0/floatingips";
const ONE: &str = "/v2.0/floatingips/f-1";
const GROUPS: &str = "GET /v2.0/security-groups";
const RULES: &str = "POST /v2.0/security-group-rules";
const DEMO: &str = "937d3b11d76b4998ae4d966801cae41f";
const OTHER: &str = "4ca59ea8a18c438ead8ef8f19c8e2122";

fn neutron(script: &Script) -> Neutron<&Script> {
    Neutron::new(script, "https://cloud.example:9696/", the_token())
}

fn neutron_error(kind: &str, message: &str) -> String {
    json!({"NeutronError": {"type": kind, "message": message, "detail": ""}}).to_string()
}

#[test]
fn networks_are_read_and_sorted() {
    let script = Script::new().on(NETWORKS, 200, fixture("networks"));
    let networks = run(neutron(&script).networks()).unwrap();
    let read: Vec<_> = networks
        .iter()
        .map(|network| {
            (
                network.name.as_str(),
                network.is_external,
                network.is_shared,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("private", false, false),
            ("public", true, false),
            ("shared", false, true)
        ]
    );
    assert!(networks.iter().all(|network| network.has_subnet));
    let sent = script.finish();
    assert_eq!(sent[0].headers.len(), 1, "the token alone");
}

#[test]
fn an_administrator_sees_the_project_s_own_and_what_all_share() {
    let seen = |project: &str| {
        let script = Script::new().on(NETWORKS, 200, fixture("networks"));
        let neutron = neutron(&script).only_of(project.to_owned());
        let networks = run(neutron.networks()).unwrap();
        script.finish();
        networks
            .into_iter()
            .map(|network| network.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(DEMO), ["private", "public", "shared"]);
    assert_eq!(seen(OTHER), ["public", "shared"]);

    let addresses =
        json!({"floatingips": [address("f-1", None, DEMO), address("f-2", None, OTHER)]});
    let script = Script::new().on(ADDRESSES, 200, addresses);
    let own = run(neutron(&script).only_of(DEMO.to_owned()).floating_ips()).unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].id, "f-1");
    script.finish();
}

#[test]
fn an_operator_s_limit_makes_pages_of_any_list() {
    let mut first = fixture_json("networks");
    let last = first["networks"].as_array_mut().unwrap().pop().unwrap();
    first["networks_links"] = json!([
        {"rel": "previous", "href": "http://internal/v2.0/networks?marker=x&page_reverse=True"},
        {"rel": "next", "href": "http://internal/v2.0/networks?limit=2&marker=9b4a1b1a-2903-49a8-b64a-1e1fbf73e854"},
    ]);
    let script = Script::new().on(NETWORKS, 200, first).on(
        "GET /v2.0/networks?marker=9b4a1b1a-2903-49a8-b64a-1e1fbf73e854",
        200,
        json!({"networks": [last], "networks_links": [{"rel": "previous", "href": "x"}]}),
    );
    assert_eq!(run(neutron(&script).networks()).unwrap().len(), 3);
    script.finish();
}

#[test]
fn ports_are_those_of_the_server_even_where_the_filter_is_passed_over() {
    let port = |id: &str, server: &str| {
        json!({"id": id, "device_id": server, "device_owner": "compute:nova", "network_id": "n-1", "tenant_id": DEMO,
            "fixed_ips": [{"subnet_id": "s-1", "ip_address": "10.0.0.78"}, {"subnet_id": "s-2", "ip_address": "2001:db8::7"}, {"ip_address": "?"}],
            "security_groups": ["g-1"], "port_security_enabled": true, "status": "ACTIVE"})
    };
    let mut open = port("p-2", "server 1");
    open["port_security_enabled"] = json!(false);
    let script = Script::new().on(
        "GET /v2.0/ports?device_id=server%201",
        200,
        json!({"ports": [port("p-1", "server 1"), open, port("p-3", "another")]}),
    );
    let ports = run(neutron(&script).ports_of("server 1")).unwrap();
    let read: Vec<_> = ports
        .iter()
        .map(|port| (port.id.as_str(), port.is_guarded))
        .collect();
    assert_eq!(read, [("p-1", true), ("p-2", false)]);
    let addresses: Vec<String> = ports[0].addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.0.0.78", "2001:db8::7"]);
    assert_eq!(ports[0].security_groups, ["g-1"]);
    script.finish();
}

fn address(id: &str, port: Option<&str>, project: &str) -> Value {
    json!({"id": id, "floating_ip_address": "203.0.113.9", "floating_network_id": "n-public", "port_id": port,
        "fixed_ip_address": port.map(|_| "10.0.0.78"), "router_id": null, "status": "DOWN", "tenant_id": project, "project_id": project})
}

fn one(id: &str, port: Option<&str>) -> Value {
    json!({"floatingip": address(id, port, DEMO)})
}

fn addresses(all: &[(&str, Option<&str>)]) -> Value {
    let all = all.iter().map(|(id, port)| address(id, *port, DEMO));
    json!({"floatingips": all.collect::<Vec<_>>()})
}

#[test]
fn a_floating_address_is_taken_and_leads_to_the_port() {
    let script = Script::new()
        .on(ADDRESSES, 200, r#"{"floatingips": []}"#)
        .on(CREATE, 201, one("f-1", Some("p-1")));
    let ip = run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap();
    assert_eq!(
        (ip.address.to_string().as_str(), ip.port_id.as_deref()),
        ("203.0.113.9", Some("p-1"))
    );
    assert_eq!(
        script.finish().pop().unwrap().body,
        Some(json!({"floatingip": {"floating_network_id": "n-public", "port_id": "p-1"}}))
    );
}

#[test]
fn a_floating_address_whose_answer_was_lost_is_looked_for_and_none_is_taken_twice() {
    // One on another fixed address of the same port was there before.
    let before = [("f-0", Some("p-1"))];
    let after = [("f-0", Some("p-1")), ("f-9", None), ("f-1", Some("p-1"))];
    let lost = || {
        Script::new()
            .on(ADDRESSES, 200, addresses(&before))
            .failing(CREATE, TransportError::Timeout)
    };
    let script = lost().on(ADDRESSES, 200, addresses(&after));
    let ip = run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap();
    assert_eq!(ip.id, "f-1");
    script.finish();
    let script = lost().on(ADDRESSES, 200, addresses(&before));
    run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap_err();
    script.finish();
    // The browser had sent it once already, and the second request was refused.
    let refused = || {
        let taken = neutron_error(
            "FloatingIPPortAlreadyAssociated",
            "already has a floating IP",
        );
        Script::new()
            .on(ADDRESSES, 200, addresses(&before))
            .on(CREATE, 409, taken)
    };
    let script = refused().on(ADDRESSES, 200, addresses(&after));
    let ip = run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap();
    assert_eq!(ip.id, "f-1");
    script.finish();
    let script = refused().on(ADDRESSES, 200, addresses(&before));
    let error = run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    script.finish();
    // A sign-in that ended meanwhile must not have the session take another one.
    let script = lost().on(ADDRESSES, 401, "");
    let error = run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    script.finish();
    let script = Script::new()
        .on(ADDRESSES, 200, addresses(&before))
        .on(CREATE, 201, "{")
        .on(ADDRESSES, 200, addresses(&after));
    run(neutron(&script).create_floating_ip("n-public", "p-1")).unwrap();
    script.finish();
}

#[test]
fn an_address_is_led_elsewhere_or_nowhere() {
    let put = format!("PUT {ONE}");
    let get = format!("GET {ONE}");
    for port in [Some("p-1"), None] {
        let script = Script::new().on(&put, 200, one("f-1", port));
        assert_eq!(
            run(neutron(&script).lead("f-1", port))
                .unwrap()
                .port_id
                .as_deref(),
            port
        );
        let body = script.finish().pop().unwrap().body;
        assert_eq!(body, Some(json!({"floatingip": {"port_id": port}})));
        let lost = || Script::new().on(&put, 504, "");
        let script = lost().on(&get, 200, one("f-1", port));
        run(neutron(&script).lead("f-1", port)).unwrap();
        script.finish();
        let script = lost().on(&get, 200, one("f-1", Some("p-9")));
        let error = run(neutron(&script).lead("f-1", port)).unwrap_err();
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        script.finish();
    }
}

#[test]
fn an_address_is_given_back_once() {
    let delete = format!("DELETE {ONE}");
    let get = format!("GET {ONE}");
    let gone = neutron_error("FloatingIPNotFound", "Floating IP f-1 could not be found");
    let script = Script::new()
        .on(&delete, 204, "")
        .failing(&delete, TransportError::Interrupted)
        .on(&get, 404, &gone)
        .failing(&delete, TransportError::Interrupted)
        .on(&get, 200, one("f-1", None))
        .on(&delete, 404, &gone);
    let neutron = neutron(&script);
    run(neutron.delete_floating_ip("f-1")).unwrap();
    run(neutron.delete_floating_ip("f-1")).unwrap();
    run(neutron.delete_floating_ip("f-1")).unwrap_err();
    assert!(matches!(
        run(neutron.delete_floating_ip("f-1")).unwrap_err(),
        Error::NotFound(_)
    ));
    for id in ["", ".", ".."] {
        assert!(matches!(
            run(neutron.delete_floating_ip(id)).unwrap_err(),
            Error::NotAddressable { .. }
        ));
        assert!(matches!(
            run(neutron.lead(id, None)).unwrap_err(),
            Error::NotAddressable { .. }
        ));
    }
    script.finish();
}

#[test]
fn neutron_s_refusals_keep_their_words() {
    let is_conflict: IsRight = |error| matches!(error, Error::Conflict(_));
    let is_missing: IsRight = |error| matches!(error, Error::NotFound(_));
    let is_refused: IsRight = |error| matches!(error, Error::BadRequest(_));
    let is_server: IsRight = |error| matches!(error, Error::Server(_));
    for (status, body, is_right, words) in [
        (409, neutron_error("OverQuota", "Quota exceeded for resources: ['floatingip']."), is_conflict, "Quota exceeded"),
        (409, neutron_error("IpAddressGenerationFailure", "No more IP addresses available on network n."), is_conflict, "No more IP"),
        (400, neutron_error("ExternalIpAddressExhausted", "Unable to find any IP address on external network n."), is_refused, "Unable to find"),
        (404, neutron_error("ExternalGatewayForFloatingIPNotFound", "External network n is not reachable from subnet s.  Therefore, cannot associate Port p with a Floating IP."), is_missing, "not reachable from subnet s. Therefore"),
        (500, r#"{"NeutronError": "Request Failed: internal server error while processing your request."}"#.to_owned(), is_server, "Request Failed"),
    ] {
        let script = Script::new()
            .on(ADDRESSES, 200, r#"{"floatingips": []}"#)
            .on(CREATE, status, body);
        let script = match status {
            // It may have been the browser's second try.
            409 => script.on(ADDRESSES, 200, r#"{"floatingips": []}"#),
            _ => script,
        };
        let error = run(neutron(&script).create_floating_ip("n", "p")).unwrap_err();
        assert!(is_right(&error), "{error:?}");
        assert!(error.reply().unwrap().message.contains(words), "{error:?}");
        script.finish();
    }
}

fn rule(changes: &[(&str, Value)]) -> Value {
    let mut rule = json!({"id": "r-1", "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp", "port_range_min": 22,
        "port_range_max": 22, "remote_ip_prefix": "192.0.2.0/24", "remote_group_id": null, "remote_address_group_id": null,
        "security_group_id": "g-1"});
    for (name, value) in changes {
        rule[name] = value.clone();
    }
    rule
}

fn group(rules: &[Value]) -> SecurityGroup {
    let mut reply = fixture_json("security-group-bare");
    reply["security_groups"][0]["security_group_rules"] = json!(rules);
    let script = Script::new().on(GROUPS, 200, reply);
    let group = run(neutron(&script).security_groups()).unwrap().remove(0);
    script.finish();
    group
}

#[test]
fn a_group_lets_in_what_its_rules_say() {
    let bare = group(&[]);
    assert_eq!((bare.name.as_str(), bare.lets_in(22)), ("default", vec![]));
    let lets_in = |changes: &[(&str, Value)]| group(&[rule(changes)]).lets_in(22);
    let prefix = || Source::Prefix("192.0.2.0/24".to_owned());
    let from = |source| vec![(Family::V4, source)];
    let null = Value::Null;
    assert_eq!(lets_in(&[]), from(prefix()));
    assert_eq!(lets_in(&[("direction", json!("egress"))]), []);
    assert_eq!(lets_in(&[("protocol", json!("udp"))]), []);
    assert_eq!(
        lets_in(&[
            ("protocol", json!("icmp")),
            ("port_range_min", null.clone()),
            ("port_range_max", null.clone())
        ]),
        []
    );
    assert_eq!(
        lets_in(&[("port_range_min", json!(23)), ("port_range_max", json!(80))]),
        []
    );
    assert_eq!(
        lets_in(&[
            ("port_range_min", json!(1)),
            ("port_range_max", json!(65535))
        ]),
        from(prefix())
    );
    assert_eq!(
        lets_in(&[
            ("protocol", null.clone()),
            ("port_range_min", null.clone()),
            ("port_range_max", null.clone())
        ]),
        from(prefix())
    );
    assert_eq!(lets_in(&[("protocol", json!("6"))]), from(prefix()));
    for anywhere in [null.clone(), json!("0.0.0.0/0")] {
        assert_eq!(
            lets_in(&[("remote_ip_prefix", anywhere)]),
            from(Source::Anywhere)
        );
    }
    assert_eq!(
        lets_in(&[
            ("ethertype", json!("IPv6")),
            ("remote_ip_prefix", json!("::/0"))
        ]),
        [(Family::V6, Source::Anywhere)]
    );
    // A group of ports or of addresses is not anywhere.
    for remote in ["remote_group_id", "remote_address_group_id"] {
        let rule = [("remote_ip_prefix", null.clone()), (remote, json!("g-2"))];
        assert_eq!(lets_in(&rule), from(Source::Group), "{remote}");
    }
}

#[test]
fn a_rule_lets_in_what_was_chosen() {
    for (family, name, prefix) in [
        (Family::V4, "IPv4", "203.0.113.7/32"),
        (Family::V6, "IPv6", "::/0"),
    ] {
        let script = Script::new().on(RULES, 201, json!({"security_group_rule": rule(&[])}));
        run(neutron(&script).let_in("g-1", 22, family, prefix)).unwrap();
        let expected = json!({"security_group_rule": {"security_group_id": "g-1", "direction": "ingress", "ethertype": name,
            "protocol": "tcp", "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": prefix}});
        assert_eq!(script.finish()[0].body, Some(expected));
    }
}

#[test]
fn a_rule_that_is_there_is_done_and_one_whose_answer_was_lost_is_looked_for() {
    let there = neutron_error(
        "SecurityGroupRuleExists",
        "Security group rule already exists. Rule id is r-1.",
    );
    let quota = neutron_error(
        "OverQuota",
        "Quota exceeded for resources: ['security_group_rule'].",
    );
    let let_in = |script: Script| {
        let result = run(neutron(&script).let_in("g-1", 22, Family::V4, "0.0.0.0/0"));
        script.finish();
        result
    };
    let_in(Script::new().on(RULES, 409, &there)).unwrap();
    let now = |changes: &[(&str, Value)]| {
        let mut reply = fixture_json("security-group-bare");
        reply["security_groups"][0]["id"] = json!("g-1");
        reply["security_groups"][0]["security_group_rules"] = json!([rule(changes)]);
        reply
    };
    let anywhere = || now(&[("remote_ip_prefix", json!("0.0.0.0/0"))]);
    let lost = || Script::new().failing(RULES, TransportError::Timeout);
    let_in(lost().on(GROUPS, 200, anywhere())).unwrap();
    let_in(Script::new().on(RULES, 201, "").on(GROUPS, 200, anywhere())).unwrap();
    let error = let_in(Script::new().on(RULES, 409, &quota)).unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    // Another rule is not this one, and a look that fails shows none.
    for look in [lost().on(GROUPS, 200, now(&[])), lost().on(GROUPS, 500, "")] {
        let error = let_in(look).unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    }
}
