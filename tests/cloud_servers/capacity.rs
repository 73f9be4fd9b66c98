//! Flavors, availability zones and the quota.

use super::cloud_support::*;
use keyhaven::openstack::compute::{Capacity, Flavor, Usage};
use keyhaven::openstack::error::Error;
use serde_json::{Value, json};

const FLAVORS: &str = "GET /v2.1/flavors/detail";
const ZONES: &str = "GET /v2.1/os-availability-zone";
const LIMITS: &str = "GET /v2.1/limits";

fn flavors(script: Script) -> Result<Vec<Flavor>, Error> {
    let flavors = run(connected(&script).flavors());
    script.finish();
    flavors
}

fn page(ids: &[&str], next: Option<&str>) -> Value {
    let flavors = ids
        .iter()
        .map(|id| json!({"id": id, "name": format!("m1.{id}"), "vcpus": 1, "ram": 512, "disk": 1}));
    let mut page = json!({"flavors": flavors.collect::<Vec<_>>()});
    if let Some(next) = next {
        page["flavors_links"] = json!([{"rel": "next", "href": next}]);
    }
    page
}

#[test]
fn flavors_are_read_as_each_version_tells_them() {
    for name in ["flavors-2.104", "flavors-2.1"] {
        let flavors = flavors(nova("2.104").on(FLAVORS, 200, fixture(name))).unwrap();
        assert_eq!(flavors.len(), 4, "{name}");
        let expected = Flavor {
            id: "2".to_owned(),
            name: "m1.small".to_owned(),
            vcpus: 1,
            ram: 2048,
            disk: 20,
        };
        assert_eq!(flavors[1], expected);
    }
}

#[test]
fn all_pages_of_flavors_are_read() {
    let script = nova("2.104")
        .on(
            FLAVORS,
            200,
            page(
                &["1", "2"],
                Some("http://internal:8774/v2.1/flavors/detail?limit=2&marker=2"),
            ),
        )
        .on(
            &format!("{FLAVORS}?marker=2"),
            200,
            page(&["2", "a b/c"], Some("/v2.1/flavors/detail")),
        )
        .on(&format!("{FLAVORS}?marker=a%20b%2Fc"), 200, page(&[], None));
    let ids: Vec<String> = flavors(script)
        .unwrap()
        .into_iter()
        .map(|flavor| flavor.id)
        .collect();
    assert_eq!(ids, ["1", "2", "a b/c"], "one listed twice comes once");
}

#[test]
fn flavors_that_go_round_in_circles_end() {
    let next = Some("http://c/flavors/detail?marker=1");
    let script = nova("2.104").on(FLAVORS, 200, page(&["1"], next)).on(
        &format!("{FLAVORS}?marker=1"),
        200,
        page(&["1"], next),
    );
    let error = flavors(script).unwrap_err();
    assert!(matches!(error, Error::BadReply { .. }), "{error:?}");
    let script = nova("2.104").on(FLAVORS, 200, page(&[], Some("")));
    assert!(flavors(script).is_err(), "no marker at all");
}

#[test]
fn zones_out_of_service_are_left_out() {
    let zones = json!({"availabilityZoneInfo": [
        {"zoneName": "nova", "zoneState": {"available": true}, "hosts": null},
        {"zoneName": "down", "zoneState": {"available": false}, "hosts": null},
        {"zoneName": "old"}, {"zoneState": {"available": true}}, null,
    ]});
    let script = nova("2.104").on(ZONES, 200, zones);
    assert_eq!(
        run(connected(&script).availability_zones()).unwrap(),
        ["nova", "old"]
    );
    script.finish();
}

#[test]
fn the_quota_is_what_may_be_used_and_what_is() {
    let capacity = |body: Value| {
        let script = nova("2.104").on(LIMITS, 200, body);
        let capacity = run(connected(&script).capacity());
        script.finish();
        capacity
    };
    let usage = |used, max| Usage { used, max };
    assert_eq!(
        capacity(fixture_json("limits")).unwrap(),
        Capacity {
            instances: usage(0, Some(10)),
            cores: usage(0, Some(20)),
            ram: usage(0, Some(51200)),
        }
    );
    let unlimited = json!({"limits": {"rate": [], "absolute": {"maxTotalCores": -1, "maxTotalInstances": -1,
        "maxTotalRAMSize": -1, "totalCoresUsed": 7, "totalInstancesUsed": -3, "totalRAMUsed": "x"}}});
    assert_eq!(
        capacity(unlimited).unwrap(),
        Capacity {
            instances: usage(0, None),
            cores: usage(7, None),
            ram: usage(0, None),
        }
    );
    assert!(capacity(json!({"limits": {}})).is_err());
}
