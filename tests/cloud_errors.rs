//! Each shape in which OpenStack clouds say what is wrong, and what the client makes of it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::{IsRight, Script, connected, nova, run};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;

const SHOW: &str = "GET /v2.1/os-keypairs/laptop";

/// What a call for one key pair fails with after this answer.
fn failing(status: u16, headers: &[(&'static str, &str)], body: &str) -> Error {
    let script = nova("2.104").on_with(SHOW, status, headers, body);
    let error = run(connected(&script).key_pair("laptop")).unwrap_err();
    script.finish();
    error
}

#[test]
fn every_body_gives_its_variant_and_message() {
    let keystone_401 = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;
    let nova_404_text = "404 Not Found\n\nThe resource could not be found.\n\n   ";
    let keystone_404_html = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server.</p>\n";
    let table: &[(u16, &str, IsRight, &str)] = &[
        (
            401,
            keystone_401,
            |e| matches!(e, Error::Unauthorized(_)),
            "The request you have made requires authentication.",
        ),
        (
            403,
            r#"{"forbidden":{"code":403,"message":"Quota exceeded, too many key pairs."}}"#,
            |e| matches!(e, Error::Forbidden { quota: true, .. }),
            "Quota exceeded, too many key pairs.",
        ),
        (
            403,
            r#"{"forbidden":{"code":403,"message":"Policy doesn't allow os_compute_api:os-keypairs:index to be performed."}}"#,
            |e| matches!(e, Error::Forbidden { quota: false, .. }),
            "Policy doesn't allow os_compute_api:os-keypairs:index to be performed.",
        ),
        (
            404,
            r#"{"itemNotFound":{"code":404,"message":"Keypair missing not found for user 1de3"}}"#,
            |e| matches!(e, Error::NotFound(_)),
            "Keypair missing not found for user 1de3",
        ),
        (
            404,
            nova_404_text,
            |e| matches!(e, Error::NotFound(_)),
            "The resource could not be found.",
        ),
        (
            404,
            keystone_404_html,
            |e| matches!(e, Error::NotFound(_)),
            "Not Found The requested URL was not found on the server.",
        ),
        (
            406,
            r#"{"computeFault":{"code":406,"message":"Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.104."}}"#,
            |e| matches!(e, Error::Unsupported(_)),
            "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.104.",
        ),
        (
            409,
            r#"{"conflictingRequest":{"code":409,"message":"Key pair 'laptop' already exists."}}"#,
            |e| matches!(e, Error::Conflict(_)),
            "Key pair 'laptop' already exists.",
        ),
        (
            400,
            r#"{"badRequest":{"code":400,"message":"Keypair data is invalid: failed to generate fingerprint"}}"#,
            |e| matches!(e, Error::BadRequest(_)),
            "Keypair data is invalid: failed to generate fingerprint",
        ),
        (
            413,
            "413 Request Entity Too Large\n\nRequest is too large. Larger than max_request_body_size (%s).\n\n   ",
            |e| matches!(e, Error::TooLarge(_)),
            "Request is too large. Larger than max_request_body_size (%s).",
        ),
        (
            413,
            r#"{"overLimit":{"code":413,"message":"Quota exceeded, too many key pairs.","retryAfter":"0"}}"#,
            |e| matches!(e, Error::Forbidden { quota: true, .. }),
            "Quota exceeded, too many key pairs.",
        ),
        (
            500,
            r#"{"computeFault":{"code":500,"message":"Unexpected API Error."}}"#,
            |e| matches!(e, Error::Server(_)),
            "Unexpected API Error.",
        ),
        (500, "", |e| matches!(e, Error::Server(_)), ""),
        (500, "[]", |e| matches!(e, Error::Server(_)), ""),
        (
            500,
            "{\"computeFault\":{\"code\":50",
            |e| matches!(e, Error::Server(_)),
            "{\"computeFault\":{\"code\":50",
        ),
        (
            400,
            r#"{"error":"no such thing"}"#,
            |e| matches!(e, Error::BadRequest(_)),
            "no such thing",
        ),
        (
            400,
            r#"{"message":"flat"}"#,
            |e| matches!(e, Error::BadRequest(_)),
            "flat",
        ),
        (418, "", |e| matches!(e, Error::BadRequest(_)), ""),
        (302, "", |e| matches!(e, Error::BadReply { .. }), ""),
    ];
    for (status, body, is_right, message) in table {
        let error = failing(*status, &[], body);
        assert!(is_right(&error), "{status} {body}: {error:?}");
        assert_eq!(
            error.reply().map_or("", |reply| reply.message.as_str()),
            *message,
            "{status} {body}"
        );
        assert_eq!(error.status(), Some(*status));
        assert_eq!(error.request_id(), Some("req-1"));
    }
}

#[test]
fn a_message_is_one_paragraph_and_of_bounded_length() {
    // Keystone repeats the schema and then the request, password included.
    let body = r#"{"error":{"code":400,"message":"'identity' is a required property\n\nFailed validating 'required' in schema:\n    {}\n\nOn instance:\n    {'password': 'hunter2'}","title":"Bad Request"}}"#;
    let error = failing(400, &[], body);
    assert_eq!(
        error.reply().unwrap().message,
        "'identity' is a required property"
    );
    let long = format!(
        r#"{{"badRequest":{{"code":400,"message":"{}"}}}}"#,
        "é".repeat(100_000)
    );
    assert_eq!(
        failing(400, &[], &long)
            .reply()
            .unwrap()
            .message
            .chars()
            .count(),
        401
    );
}

#[test]
fn the_request_id_may_have_its_older_name_or_be_hidden() {
    let script = Script::new().failing("GET /v2.1/", TransportError::Offline);
    let connect =
        keyhaven::openstack::compute::Compute::connect(&script, cloud_support::ENDPOINT, token());
    let error = run(connect).err().unwrap();
    assert_eq!(error.request_id(), None);
    assert_eq!(error.status(), None);
    assert_eq!(
        error.to_string(),
        "this device is offline (https://cloud.example:8774)"
    );
}

fn token() -> keyhaven::openstack::secret::Token {
    keyhaven::openstack::secret::Token::new("t".to_owned())
}

#[test]
fn a_busy_cloud_is_asked_again_twice_and_no_more() {
    for status in [429, 502, 503, 504] {
        let script = nova("2.104")
            .on(SHOW, status, "")
            .on(SHOW, status, "")
            .on_with(SHOW, status, &[("Retry-After", "90")], "");
        let error = run(connected(&script).key_pair("laptop")).unwrap_err();
        let retry_after = match &error {
            Error::RateLimited { retry_after, .. } if status == 429 => *retry_after,
            Error::Unavailable { retry_after, .. } if status != 429 => *retry_after,
            other => panic!("{other:?}"),
        };
        assert_eq!(retry_after, Some(90));
        assert_eq!(*script.pauses.borrow(), [400, 1200]);
        script.finish();
    }
}

#[test]
fn retry_after_is_waited_for_when_short_and_told_when_long() {
    let found = cloud_support::shown("laptop", cloud_support::LINE);
    let script = nova("2.104")
        .on_with(SHOW, 503, &[("retry-after", "2")], "")
        .on(SHOW, 200, found);
    run(connected(&script).key_pair("laptop")).unwrap();
    assert_eq!(*script.pauses.borrow(), [2000]);
    script.finish();

    let script = nova("2.104").on_with(SHOW, 503, &[("retry-after", "3600")], "");
    let error = run(connected(&script).key_pair("laptop")).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Unavailable {
                retry_after: Some(3600),
                ..
            }
        ),
        "{error:?}"
    );
    assert!(script.pauses.borrow().is_empty());
    script.finish();
}

#[test]
fn a_broken_connection_is_tried_again_and_a_cut_body_is_no_answer() {
    let found = cloud_support::shown("laptop", cloud_support::LINE).to_string();
    let script = nova("2.104")
        .failing(SHOW, TransportError::Interrupted)
        .on(SHOW, 200, &found);
    run(connected(&script).key_pair("laptop")).unwrap();
    script.finish();

    for cut in [0, 1, found.len() / 2, found.len() - 1] {
        let error = failing(200, &[], &found[..cut]);
        assert!(
            matches!(
                error,
                Error::BadReply {
                    what: "the key pair",
                    status: 200,
                    ..
                }
            ),
            "{cut}: {error:?}"
        );
    }
}
