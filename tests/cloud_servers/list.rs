//! The list of servers, and those found by a name.

use super::ENDED;
use super::cloud_support::*;
use keyhaven::openstack::compute::{Compute, Server};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::Http;
use serde_json::{Value, json};

const FIRST: &str = "GET /v2.1/servers/detail?limit=1000";

fn after(marker: &str) -> String {
    format!("{FIRST}&marker={marker}")
}

fn page(ids: &[&str], more: bool) -> Value {
    let servers = ids
        .iter()
        .map(|id| json!({"id": id, "name": format!("n-{id}"), "status": "ACTIVE"}));
    let mut page = json!({"servers": servers.collect::<Vec<_>>()});
    if more {
        page["servers_links"] =
            json!([{"rel": "next", "href": "http://internal:8774/v2.1/servers/detail?marker=zzz"}]);
    }
    page
}

fn all<H: Http>(compute: &Compute<H>) -> Result<Vec<Server>, Error> {
    let mut pages = compute.servers();
    let mut all = Vec::new();
    while let Some(page) = run(pages.next()) {
        all.append(&mut page?);
    }
    Ok(all)
}

fn ids(servers: &[Server]) -> Vec<&str> {
    servers.iter().map(|server| server.id.as_str()).collect()
}

#[test]
fn a_whole_list_is_read_in_the_cloud_s_order() {
    let script = nova("2.104").on(FIRST, 200, fixture("servers-2.104"));
    let servers = all(&connected(&script)).unwrap();
    let read: Vec<_> = servers
        .iter()
        .map(|server| (server.name.as_str(), server.key_name.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            ("no-key", None),
            ("no-net", Some("boot")),
            ("web-2", Some("boot")),
            ("web-1", Some("boot"))
        ]
    );
    assert_eq!(servers[0].flavor.name.as_deref(), Some("m1.tiny"));
    script.finish();
}

#[test]
fn an_old_cloud_tells_the_flavor_s_id_alone() {
    for (max, asked) in [("2.1", None), ("2.30", Some("2.19"))] {
        let script = nova(max).on(FIRST, 200, fixture("servers-2.1"));
        let servers = all(&connected(&script)).unwrap();
        assert_eq!(servers.len(), 4);
        let flavor = &servers[0].flavor;
        assert_eq!(
            (flavor.id.as_deref(), flavor.name.as_deref(), flavor.ram),
            (Some("1"), None, None)
        );
        assert_eq!(script.finish()[1].microversion(), asked, "{max}");
    }
}

#[test]
fn the_list_is_followed_page_by_page() {
    let first = fixture("servers-limit-1");
    let second = after("1323e453-55bc-40ed-b20c-ede794991aeb");
    let script = nova("2.104")
        .on(FIRST, 200, first)
        .failing(&second, unreachable())
        .failing(&second, unreachable())
        .on(&second, 401, ENDED)
        .on(&second, 200, page(&["b", "c"], false));
    let compute = connected(&script);
    let mut pages = compute.servers();
    assert_eq!(run(pages.next()).unwrap().unwrap().len(), 1);
    for _ in 0..2 {
        run(pages.next()).unwrap().unwrap_err();
    }
    let again = run(pages.next()).unwrap().unwrap();
    assert_eq!(
        ids(&again),
        ["b", "c"],
        "a page that failed can be asked for again"
    );
    assert!(run(pages.next()).is_none());
    for request in script.finish() {
        assert!(request.url.starts_with(ENDPOINT), "{}", request.url);
    }
}

#[test]
fn a_list_that_goes_round_in_circles_ends() {
    for second in [page(&["a", "b"], true), page(&[], true)] {
        let script =
            nova("2.104")
                .on(FIRST, 200, page(&["a", "b"], true))
                .on(&after("b"), 200, second);
        let error = all(&connected(&script)).unwrap_err();
        assert!(
            matches!(error, Error::BadReply { what, .. } if what.contains("circles")),
            "{error:?}"
        );
        script.finish();
    }
}

#[test]
fn a_marker_deleted_meanwhile_is_replaced_by_the_one_before() {
    let gone = |id: &str| json!({"badRequest": {"code": 400, "message": format!("marker [{id}] not found")}});
    let script = nova("2.104")
        .on(FIRST, 200, page(&["a", "b", "c"], true))
        .on(&after("c"), 400, gone("c"))
        .on(&after("b"), 200, page(&["c", "d"], false));
    assert_eq!(
        ids(&all(&connected(&script)).unwrap()),
        ["a", "b", "c", "d"]
    );
    script.finish();
    let script = nova("2.104")
        .on(FIRST, 200, page(&["a"], true))
        .on(&after("a"), 400, gone("a"));
    let error = all(&connected(&script)).unwrap_err();
    assert!(matches!(error, Error::BadRequest(_)), "{error:?}");
    script.finish();
}

#[test]
fn servers_with_a_key_are_asked_for_and_looked_at_again() {
    let line = format!("{FIRST}&key_name=boot");
    let script = nova("2.104").on(&line, 200, fixture("servers-by-key"));
    let servers = run(connected(&script).servers_with_key("boot")).unwrap();
    assert_eq!(servers.len(), 3);
    assert_eq!(
        script.finish()[1].microversion(),
        Some("2.83"),
        "before, the filter is the operator's alone"
    );
    // A cloud that passes over the filter, and a filter that finds more than the name.
    let script = nova("2.60").on(&line, 200, fixture("servers-2.104"));
    let servers = run(connected(&script).servers_with_key("boot")).unwrap();
    assert_eq!(servers.len(), 3, "the one without a key is left out");
    assert_eq!(script.finish()[1].microversion(), Some("2.47"));
    let line = format!("{FIRST}&key_name=a.%2Ab");
    let mut reply = fixture_json("servers-by-key");
    reply["servers"][0]["key_name"] = json!("a.b");
    reply["servers"][1]["key_name"] = json!("a-b");
    let script = nova("2.104").on(&line, 200, reply);
    assert_eq!(
        run(connected(&script).servers_with_key("a.b"))
            .unwrap()
            .len(),
        1
    );
    script.finish();
}

#[test]
fn servers_of_a_name_are_those_of_exactly_that_name() {
    let line = format!("{FIRST}&name=web-1");
    let mut reply = fixture_json("servers-2.104");
    reply["servers"][0]["name"] = json!("web-10");
    reply["servers"][1]["name"] = json!("WEB-1");
    let script = nova("2.104").on(&line, 200, reply);
    let servers = run(connected(&script).servers_named("web-1")).unwrap();
    assert_eq!(servers.len(), 1);
    script.finish();
    let script = nova("2.104").on(FIRST, 200, page(&[], false));
    assert!(
        run(connected(&script).servers_named("漢字"))
            .unwrap()
            .is_empty()
    );
    script.finish();
}
