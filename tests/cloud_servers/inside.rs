//! The console log, the password, and the request that failed.

use super::cloud_support::*;
use super::{ACTION, GONE, ID};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use serde_json::{Value, json};

const PASSWORD: &str = "GET /v2.1/servers/813125f6-7518-48bd-87c8-b2859e2aa12a/os-server-password";
const ACTIONS: &str = "GET /v2.1/servers/813125f6-7518-48bd-87c8-b2859e2aa12a/os-instance-actions";

fn console(status: u16, body: impl ToString) -> Result<Option<String>, Error> {
    let script = nova("2.104").on(ACTION, status, body);
    let output = run(connected(&script).console_output(ID, 50));
    let sent = script.finish().pop().unwrap();
    assert_eq!(
        sent.body,
        Some(json!({"os-getConsoleOutput": {"length": 50}}))
    );
    assert_eq!(sent.microversion(), None);
    output
}

#[test]
fn the_console_log_comes_as_it_is() {
    let log = json!({"output": "FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE"});
    assert_eq!(
        console(200, log).unwrap().as_deref(),
        Some("FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE")
    );
    let odd = "\u{1b}[31m<script>\u{0}\u{202e}";
    assert_eq!(
        console(200, json!({ "output": odd })).unwrap().as_deref(),
        Some(odd),
        "nothing is taken out here"
    );
    assert_eq!(
        console(200, json!({"output": null})).unwrap().as_deref(),
        Some("")
    );
}

#[test]
fn no_console_yet_is_no_error() {
    let building = json!({"conflictingRequest": {"code": 409, "message": format!("Instance {ID} is not ready")}});
    assert_eq!(console(409, building).unwrap(), None);
    let none = json!({"itemNotFound": {"code": 404, "message": "Guest does not have a console available."}});
    assert_eq!(console(404, none).unwrap(), None);
    assert!(matches!(
        console(404, GONE).unwrap_err(),
        Error::NotFound(_)
    ));
    let policy = json!({"forbidden": {"code": 403, "message": "Policy doesn't allow os_compute_api:os-console-output to be performed."}});
    assert!(matches!(
        console(403, policy).unwrap_err(),
        Error::Forbidden { quota: false, .. }
    ));
    assert!(matches!(
        console(501, "").unwrap_err(),
        Error::Unsupported(_)
    ));
    for body in ["{}", "[]", r#"{"output": 7}"#, "LAST LINE"] {
        assert!(matches!(
            console(200, body).unwrap_err(),
            Error::BadReply { .. }
        ));
    }
}

#[test]
fn the_console_is_read_again_when_the_connection_breaks() {
    let script = nova("2.104")
        .failing(ACTION, TransportError::Interrupted)
        .on(ACTION, 503, "")
        .on(ACTION, 200, r#"{"output": "x"}"#);
    assert_eq!(
        run(connected(&script).console_output(ID, 50))
            .unwrap()
            .as_deref(),
        Some("x")
    );
    assert_eq!(*script.pauses.borrow(), [400, 1200]);
    script.finish();
}

#[test]
fn the_password_is_there_once_the_server_has_posted_it() {
    let password = |body: Value| {
        let script = nova("2.104").on(PASSWORD, 200, body);
        let password = run(connected(&script).server_password(ID));
        assert_eq!(script.finish()[1].microversion(), None);
        password
    };
    for empty in [json!(""), json!(null), json!(" \n")] {
        assert_eq!(password(json!({ "password": empty })).unwrap(), None);
    }
    assert_eq!(
        password(json!({"password": "eHh4eA==\n"}))
            .unwrap()
            .as_deref(),
        Some("eHh4eA==")
    );
    for odd in [json!({}), json!({"password": 7}), json!([])] {
        assert!(matches!(password(odd).unwrap_err(), Error::BadReply { .. }));
    }
}

#[test]
fn the_request_that_failed_is_found_among_what_was_done() {
    let failed = |actions: Value| {
        let script = nova("2.104").on(ACTIONS, 200, json!({ "instanceActions": actions }));
        let found = run(connected(&script).failed_request(ID));
        script.finish();
        found
    };
    let action = |name: &str, id: &str, message: Value| {
        json!({"action": name, "instance_uuid": ID, "request_id": id, "user_id": "u", "project_id": "p",
            "start_time": "2026-11-24T03:02:27.000000", "message": message})
    };
    let reboot = action("reboot", "req-3", Value::Null);
    let rebuild = action("rebuild", "req-2", json!("Error"));
    let create = action("create", "req-1", json!("Error"));
    assert_eq!(
        failed(json!([reboot, rebuild, create])).unwrap().as_deref(),
        Some("req-2"),
        "the newest that failed"
    );
    assert_eq!(failed(json!([reboot])).unwrap().as_deref(), Some("req-3"));
    assert_eq!(failed(json!([])).unwrap(), None);
    assert!(failed(json!("none")).is_err());
}
