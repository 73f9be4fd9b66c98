//! What is done with a server, and how it is found out whether it was when the answer is lost.

use super::cloud_support::*;
use super::{ACTION, GONE, ID, SHOW, server_with};
use keyhaven::openstack::compute::{Compute, Reboot};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::microversion::Capability;
use serde_json::{Value, json};

const DELETE: &str = "DELETE /v2.1/servers/813125f6-7518-48bd-87c8-b2859e2aa12a";
const STATE: &str = r#"{"conflictingRequest":{"code":409,"message":"Cannot 'os-start' instance 813125f6-7518-48bd-87c8-b2859e2aa12a while it is in vm_state active"}}"#;

type Act = fn(&Compute<&Script>) -> Result<(), Error>;

/// Each action, its body, and what of the server shows that it was done.
fn actions() -> Vec<(Act, Value, &'static str, Value)> {
    vec![
        (
            |compute| run(compute.start_server(ID)),
            json!({"os-start": null}),
            "OS-EXT-STS:task_state",
            json!("powering-on"),
        ),
        (
            |compute| run(compute.stop_server(ID)),
            json!({"os-stop": null}),
            "status",
            json!("SHUTOFF"),
        ),
        (
            |compute| run(compute.reboot_server(ID, Reboot::Soft)),
            json!({"reboot": {"type": "SOFT"}}),
            "status",
            json!("REBOOT"),
        ),
        (
            |compute| run(compute.reboot_server(ID, Reboot::Hard)),
            json!({"reboot": {"type": "HARD"}}),
            "OS-EXT-STS:task_state",
            json!("reboot_started_hard"),
        ),
        (
            |compute| run(compute.rebuild_server(ID, "i-1", None)),
            json!({"rebuild": {"imageRef": "i-1"}}),
            "status",
            json!("REBUILD"),
        ),
        (
            |compute| run(compute.rebuild_server(ID, "i-1", Some("second"))),
            json!({"rebuild": {"imageRef": "i-1", "key_name": "second"}}),
            "OS-EXT-STS:task_state",
            json!("rebuild_spawning"),
        ),
    ]
}

/// The server with the key pair that a rebuild names, if it does.
fn with_key(body: &Value, mut server: Value) -> Value {
    if let Some(key) = body["rebuild"].get("key_name") {
        server["server"]["key_name"] = key.clone();
    }
    server
}

#[test]
fn a_rebuild_with_another_key_is_not_taken_for_this_one() {
    let rebuilding = server_with(&[("status", json!("REBUILD")), ("key_name", json!("third"))]);
    let script = nova("2.104")
        .on(ACTION, 409, STATE)
        .on(SHOW, 200, rebuilding);
    let error = run(connected(&script).rebuild_server(ID, "i-1", Some("second"))).unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    script.finish();
}

#[test]
fn each_action_is_sent_once_in_the_lowest_version_that_has_it() {
    for (act, body, ..) in actions() {
        let script = nova("2.104").on(ACTION, 202, "");
        act(&connected(&script)).unwrap();
        let sent = script.finish().pop().unwrap();
        let expected = body["rebuild"].get("key_name").map(|_| "2.54");
        assert_eq!(sent.microversion(), expected, "{body}");
        assert_eq!(sent.body, Some(body));
    }
}

#[test]
fn a_lost_answer_is_looked_for_on_the_server() {
    for (act, body, member, value) in actions() {
        // The server is active: that it was started shows, that it was stopped does not.
        let is_start = body.get("os-start").is_some();
        let before = match is_start {
            true => server_with(&[("status", json!("SHUTOFF"))]),
            false => server_with(&[]),
        };
        let mut after = with_key(&body, before.clone());
        after["server"][member] = value;
        let lost = || nova("2.104").failing(ACTION, TransportError::Interrupted);
        let script = lost().on(SHOW, 200, after);
        act(&connected(&script)).unwrap();
        script.finish();
        let script = lost().on(SHOW, 200, before);
        let error = act(&connected(&script)).unwrap_err();
        assert!(
            matches!(error, Error::Transport { .. }),
            "{body}: {error:?}"
        );
        script.finish();
        let script = lost().on(SHOW, 404, GONE);
        act(&connected(&script)).unwrap_err();
        script.finish();
    }
}

#[test]
fn a_refusal_is_not_repeated_and_stands_unless_the_server_is_as_was_wanted() {
    for (act, body, member, value) in actions() {
        let is_start = body.get("os-start").is_some();
        let before = match is_start {
            true => server_with(&[("status", json!("SHUTOFF"))]),
            false => server_with(&[]),
        };
        // The browser had sent it once already.
        let mut after = with_key(&body, before.clone());
        after["server"][member] = value;
        let script = nova("2.104").on(ACTION, 409, STATE).on(SHOW, 200, after);
        act(&connected(&script)).unwrap();
        script.finish();
        let script = nova("2.104").on(ACTION, 409, STATE).on(SHOW, 200, before);
        let error = act(&connected(&script)).unwrap_err();
        let Error::Conflict(reply) = error else {
            panic!("{error:?}");
        };
        assert!(reply.message.starts_with("Cannot 'os-start' instance"));
        script.finish();
        let script = nova("2.104").on(ACTION, 404, GONE);
        assert!(matches!(
            act(&connected(&script)).unwrap_err(),
            Error::NotFound(_)
        ));
        script.finish();
    }
}

#[test]
fn a_cloud_that_would_pass_over_the_new_key_never_gets_the_rebuild() {
    let legacy = r#"{"version":{"id":"v2.0","status":"DEPRECATED","version":"","min_version":""}}"#;
    for script in [nova("2.53"), Script::new().on("GET /v2.1/", 200, legacy)] {
        let compute = connected(&script);
        assert_eq!(
            run(compute.rebuild_server(ID, "i-1", Some("second"))).unwrap_err(),
            Error::TooOld(Capability::RebuildKey)
        );
        script.finish();
    }
}

#[test]
fn only_202_and_204_mean_deleted() {
    for status in [202, 204] {
        let script = nova("2.104").on(DELETE, status, "");
        run(connected(&script).delete_server(ID)).unwrap();
        script.finish();
    }
    // Another resource's 200 does not; so it is looked whether the server is there.
    let script = nova("2.104")
        .on(DELETE, 200, "{}")
        .on(SHOW, 200, server_with(&[]));
    let error = run(connected(&script).delete_server(ID)).unwrap_err();
    assert!(
        matches!(error, Error::BadReply { status: 200, .. }),
        "{error:?}"
    );
    script.finish();
    let script = nova("2.104").on(DELETE, 404, GONE);
    let error = run(connected(&script).delete_server(ID)).unwrap_err();
    assert!(matches!(error, Error::NotFound(_)), "{error:?}");
    script.finish();
}

#[test]
fn a_lost_deletion_is_looked_for_and_not_sent_twice() {
    let lost = || nova("2.104").failing(DELETE, TransportError::Timeout);
    let going = [
        ("OS-EXT-STS:task_state", json!("deleting")),
        ("status", json!("DELETED")),
    ];
    for change in going {
        let script = lost().on(SHOW, 200, server_with(&[change]));
        run(connected(&script).delete_server(ID)).unwrap();
        script.finish();
    }
    let script = lost().on(SHOW, 404, GONE);
    run(connected(&script).delete_server(ID)).unwrap();
    script.finish();
    let script = lost().on(SHOW, 200, server_with(&[]));
    let error = run(connected(&script).delete_server(ID)).unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    script.finish();
}
