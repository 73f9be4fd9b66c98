//! Launching: what is sent by microversion, and that a server is never launched twice.

use super::ENDED;
use super::cloud_support::*;
use keyhaven::openstack::compute::{Boot, Launch, MAX_USER_DATA, Networks};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::microversion::Capability;
use serde_json::{Value, json};

const LAUNCH: &str = "POST /v2.1/servers";
const NAMED: &str = "GET /v2.1/servers/detail?limit=1000&name=web-1";
const IMAGE: &str = "6758e5f2-10ac-4610-a078-d87159a8ad25";
const NETWORK: &str = "9b4a1b1a-2903-49a8-b64a-1e1fbf73e854";
const NEW: &str = "813125f6-7518-48bd-87c8-b2859e2aa12a";

fn wish() -> Launch {
    Launch {
        name: "web-1".to_owned(),
        boot: Boot::Image(IMAGE.to_owned()),
        flavor: "1".to_owned(),
        key_name: Some("boot".to_owned()),
        networks: Networks::These(vec![NETWORK.to_owned()]),
        security_groups: Vec::new(),
        user_data: Vec::new(),
        availability_zone: None,
        description: None,
        count: 1,
    }
}

fn named(ids: &[&str]) -> Value {
    let servers = ids
        .iter()
        .map(|id| json!({"id": id, "name": "web-1", "status": "BUILD"}));
    json!({"servers": servers.collect::<Vec<_>>()})
}

/// What is sent for a wish to a cloud with microversions up to `max`.
fn sent(max: &str, wish: &Launch, first_name: &str) -> (Option<String>, Value) {
    let before = format!("GET /v2.1/servers/detail?limit=1000&name={first_name}");
    let script = nova(max)
        .on(&before, 200, named(&[]))
        .on(LAUNCH, 202, fixture("server-created"));
    assert_eq!(run(connected(&script).launch(wish, None)).unwrap().id, NEW);
    let sent = script.finish().pop().unwrap();
    let version = sent.microversion().map(str::to_owned);
    (version, sent.body.unwrap()["server"].clone())
}

#[test]
fn the_plain_case_is_what_nova_was_seen_to_take() {
    let (version, server) = sent("2.104", &wish(), "web-1");
    let expected = json!({"name": "web-1", "imageRef": IMAGE, "flavorRef": "1", "networks": [{"uuid": NETWORK}], "key_name": "boot"});
    assert_eq!(
        (version, server),
        (None, expected),
        "nothing needs a newer one"
    );
}

#[test]
fn everything_that_can_be_chosen_is_sent() {
    let wish = Launch {
        boot: Boot::NewVolume {
            image: IMAGE.to_owned(),
            gigabytes: 20,
            delete_with_server: true,
        },
        security_groups: vec!["g-1".to_owned(), "g-2".to_owned()],
        user_data: b"#!/bin/sh\necho \xff\n".to_vec(),
        availability_zone: Some("nova".to_owned()),
        description: Some("the first".to_owned()),
        key_name: None,
        count: 3,
        ..wish()
    };
    let (version, server) = sent("2.104", &wish, "web-1-1");
    assert_eq!(version.as_deref(), Some("2.19"));
    let expected = json!({
        "name": "web-1", "flavorRef": "1", "networks": [{"uuid": NETWORK}],
        "block_device_mapping_v2": [{"boot_index": 0, "uuid": IMAGE, "source_type": "image", "destination_type": "volume",
            "volume_size": 20, "delete_on_termination": true}],
        "security_groups": [{"name": "g-1"}, {"name": "g-2"}],
        "user_data": "IyEvYmluL3NoCmVjaG8g/wo=", "availability_zone": "nova", "description": "the first",
        "min_count": 3, "max_count": 3,
    });
    assert_eq!(server, expected);
}

#[test]
fn the_cloud_s_choice_of_networks_depends_on_its_age() {
    let auto = Launch {
        networks: Networks::Auto,
        description: Some("x".to_owned()),
        ..wish()
    };
    let none = Launch {
        networks: Networks::None,
        ..wish()
    };
    let networks = |max, wish| {
        let (version, server) = sent(max, wish, "web-1");
        (
            version,
            server.get("networks").cloned(),
            server.get("description").is_some(),
        )
    };
    assert_eq!(
        networks("2.104", &auto),
        (Some("2.37".to_owned()), Some(json!("auto")), true)
    );
    assert_eq!(
        networks("2.104", &none),
        (Some("2.37".to_owned()), Some(json!("none")), false)
    );
    assert_eq!(
        networks("2.36", &auto),
        (Some("2.19".to_owned()), None, true),
        "it chooses when nothing is said"
    );
    assert_eq!(networks("2.1", &auto), (None, None, false));
}

#[test]
fn no_network_is_not_turned_into_any_network() {
    let none = Launch {
        networks: Networks::None,
        ..wish()
    };
    let script = nova("2.36").on(NAMED, 200, named(&[]));
    assert_eq!(
        run(connected(&script).launch(&none, None))
            .unwrap_err()
            .error,
        Error::TooOld(Capability::NetworksChoice)
    );
    script.finish();
    // The same where a page may not ask for a microversion, which the first list shows.
    let script = nova("2.104")
        .failing(NAMED, unreachable())
        .on(NAMED, 200, named(&[]))
        .failing(NAMED, unreachable());
    assert_eq!(
        run(connected(&script).launch(&none, None))
            .unwrap_err()
            .error,
        Error::TooOld(Capability::NetworksChoice)
    );
    script.finish();
}

#[test]
fn user_data_has_its_limit_in_base64() {
    let of = |bytes: usize| Launch {
        user_data: vec![b'#'; bytes],
        ..wish()
    };
    let most = MAX_USER_DATA / 4 * 3;
    let (_, server) = sent("2.104", &of(most), "web-1");
    assert_eq!(server["user_data"].as_str().unwrap().len(), 65_532);
    let script = nova("2.104");
    let error = run(connected(&script).launch(&of(most + 1), None))
        .unwrap_err()
        .error;
    assert_eq!(error, Error::UserDataTooLarge { base64: 65_536 });
    script.finish();
}

#[test]
fn a_lost_answer_is_looked_for_and_nothing_is_sent_twice() {
    let lost = [
        TransportError::Timeout,
        TransportError::Interrupted,
        unreachable(),
    ];
    for lost in lost {
        let script = nova("2.104")
            .on(NAMED, 200, named(&["old"]))
            .failing(LAUNCH, lost)
            .on(NAMED, 200, named(&["new", "old"]));
        assert_eq!(
            run(connected(&script).launch(&wish(), None)).unwrap().id,
            "new"
        );
        script.finish();
    }
    // An answer that cannot be read, and one of a proxy.
    for (status, body) in [(202, "{"), (202, "{}"), (504, "<html>"), (200, "{}")] {
        let script = nova("2.104")
            .on(NAMED, 200, named(&[]))
            .on(LAUNCH, status, body)
            .on(NAMED, 200, named(&["new"]));
        assert_eq!(
            run(connected(&script).launch(&wish(), None)).unwrap().id,
            "new"
        );
        script.finish();
    }
}

#[test]
fn one_that_is_listed_late_is_found_and_one_that_never_came_is_not() {
    let begin = || {
        nova("2.104")
            .on(NAMED, 200, named(&["old"]))
            .failing(LAUNCH, TransportError::Timeout)
            .on(NAMED, 200, named(&["old"]))
    };
    let script = begin().on(NAMED, 200, named(&["new", "old"]));
    assert_eq!(
        run(connected(&script).launch(&wish(), None)).unwrap().id,
        "new"
    );
    assert_eq!(*script.pauses.borrow(), [2000]);
    script.finish();
    let script = begin()
        .on(NAMED, 200, named(&["old"]))
        .on(NAMED, 200, named(&["old"]));
    let error = run(connected(&script).launch(&wish(), None))
        .unwrap_err()
        .error;
    assert!(
        matches!(
            &error,
            Error::Transport {
                error: TransportError::Timeout,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(*script.pauses.borrow(), [2000, 4000]);
    script.finish();
}

#[test]
fn the_same_wish_once_more_first_looks_for_what_the_last_try_made() {
    let lost = nova("2.104")
        .on(NAMED, 200, named(&["old"]))
        .failing(LAUNCH, TransportError::Interrupted)
        .on(NAMED, 500, "");
    let not = run(connected(&lost).launch(&wish(), None)).unwrap_err();
    assert!(matches!(not.error, Error::OutcomeUnknown { .. }));
    lost.finish();
    let before = not.unsure.unwrap();
    // It was made.
    let script = nova("2.104").on(NAMED, 200, named(&["new", "old"]));
    let launched = run(connected(&script).launch(&wish(), Some(&before))).unwrap();
    assert_eq!(launched.id, "new");
    script.finish();
    // It was not.
    let script =
        nova("2.104")
            .on(NAMED, 200, named(&["old"]))
            .on(LAUNCH, 202, fixture("server-created"));
    let launched = run(connected(&script).launch(&wish(), Some(&before))).unwrap();
    assert_eq!(launched.id, NEW);
    script.finish();
    // A refusal leaves nothing to look for.
    let script = nova("2.104").on(NAMED, 200, named(&[])).on(LAUNCH, 400, "");
    let not = run(connected(&script).launch(&wish(), None)).unwrap_err();
    assert_eq!(not.unsure, None);
    script.finish();
}

#[test]
fn a_second_server_of_the_same_wish_is_noticed() {
    let script = nova("2.104")
        .on(NAMED, 200, named(&["old"]))
        .on(LAUNCH, 202, fixture("server-created"))
        .on(NAMED, 200, named(&[NEW, "old"]))
        .on(NAMED, 200, named(&[NEW, "twin", "old"]));
    let compute = connected(&script);
    let launched = run(compute.launch(&wish(), None)).unwrap();
    assert!(run(compute.twins(&launched)).unwrap().is_empty());
    assert_eq!(run(compute.twins(&launched)).unwrap(), ["twin"]);
    script.finish();
}

#[test]
fn whoever_signs_in_again_does_not_launch_again() {
    // A sign-in that ended is repeated by the session; after the wish was sent it must not be.
    let script = nova("2.104")
        .on(NAMED, 200, named(&[]))
        .failing(LAUNCH, TransportError::Interrupted)
        .on(NAMED, 401, ENDED);
    let error = run(connected(&script).launch(&wish(), None))
        .unwrap_err()
        .error;
    assert_eq!(
        error,
        Error::OutcomeUnknown {
            origin: "https://cloud.example:8774".to_owned()
        }
    );
    script.finish();
    // Before, nothing was done.
    for script in [
        nova("2.104").on(NAMED, 401, ENDED),
        nova("2.104")
            .on(NAMED, 200, named(&[]))
            .on(LAUNCH, 401, ENDED),
    ] {
        let error = run(connected(&script).launch(&wish(), None))
            .unwrap_err()
            .error;
        assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
        script.finish();
    }
}

#[test]
fn refusals_are_told_apart_and_not_repeated() {
    let said = |key: &str, code: u16, message: &str| {
        json!({key: {"code": code, "message": message}}).to_string()
    };
    let is_quota: IsRight = |error| matches!(error, Error::Forbidden { quota: true, .. });
    let is_refused: IsRight = |error| matches!(error, Error::BadRequest(_));
    let is_policy: IsRight = |error| matches!(error, Error::Forbidden { quota: false, .. });
    let is_conflict: IsRight = |error| matches!(error, Error::Conflict(_));
    let is_server: IsRight = |error| matches!(error, Error::Server(_));
    for (status, body, is_right) in [
        (
            400,
            said("badRequest", 400, "Invalid key_name provided."),
            is_refused,
        ),
        (
            403,
            said(
                "forbidden",
                403,
                "Policy doesn't allow os_compute_api:servers:create to be performed.",
            ),
            is_policy,
        ),
        (
            403,
            said(
                "forbidden",
                403,
                "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances",
            ),
            is_quota,
        ),
        (
            403,
            said(
                "forbidden",
                403,
                "Resource servers is over limit of 10 due to current usage 10 and delta 1",
            ),
            is_quota,
        ),
        (
            409,
            said(
                "conflictingRequest",
                409,
                "Multiple possible networks found, use a Network ID to be more specific.",
            ),
            is_conflict,
        ),
        (
            413,
            said(
                "overLimit",
                413,
                "Quota exceeded for ram: Requested 4096, but already used 51200 of 51200 ram",
            ),
            is_quota,
        ),
        (
            500,
            said("computeFault", 500, "Unexpected API Error."),
            is_server,
        ),
    ] {
        let script = nova("2.104")
            .on(NAMED, 200, named(&[]))
            .on(LAUNCH, status, &body);
        let error = run(connected(&script).launch(&wish(), None))
            .unwrap_err()
            .error;
        assert!(is_right(&error), "{error:?}");
        assert_eq!(error.request_id(), Some("req-1"));
        script.finish();
    }
}
