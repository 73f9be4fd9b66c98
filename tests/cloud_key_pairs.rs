//! Key pairs: pages, microversions, lost answers, and what counts as done.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::openstack::compute::{Compute, KeyPairKind, PublicHalf};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::key_pair_name::NameRules;
use keyhaven::openstack::microversion::Microversion;
use keyhaven::openstack::secret::Token;
use serde_json::{Value, json};

const LIST: &str = "GET /v2.1/os-keypairs";
const FIRST: &str = "GET /v2.1/os-keypairs?limit=1000";
const SHOW: &str = "GET /v2.1/os-keypairs/laptop";
const IMPORT: &str = "POST /v2.1/os-keypairs";
const DELETE: &str = "DELETE /v2.1/os-keypairs/laptop";
const MISSING: &str =
    r#"{"itemNotFound":{"code":404,"message":"Keypair laptop not found for user 1de3"}}"#;
const TAKEN: &str =
    r#"{"conflictingRequest":{"code":409,"message":"Key pair 'laptop' already exists."}}"#;
const ENDED: &str = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;

fn after(marker: &str) -> String {
    format!("{FIRST}&marker={marker}")
}

fn page(names: &[&str], more: bool) -> Value {
    let mut page =
        json!({"keypairs": names.iter().map(|name| listed(name, LINE)).collect::<Vec<_>>()});
    if more {
        page["keypairs_links"] = json!([{"rel": "next", "href": "http://internal:8774/v2.1/os-keypairs?limit=1000&marker=zzz"}]);
    }
    page
}

fn names(key_pairs: &[keyhaven::openstack::compute::KeyPair]) -> Vec<&str> {
    key_pairs
        .iter()
        .map(|key_pair| key_pair.name.as_str())
        .collect()
}

#[test]
fn the_list_is_followed_page_by_page() {
    let script = nova("2.104")
        .on(FIRST, 200, page(&["a", "b c@d"], true))
        .on(&after("b%20c%40d"), 200, page(&["é", ".."], true))
        .on(&after(".."), 200, page(&["z"], false));
    let compute = connected(&script);
    let all = run(compute.key_pairs()).unwrap();
    assert_eq!(names(&all), ["a", "b c@d", "é", "..", "z"]);
    assert_eq!(all[0].public_key_text, format!("{LINE}\n"), "byte for byte");
    assert_eq!(all[0].fingerprint_md5_from_cloud, MD5);
    assert_eq!(all[0].kind, KeyPairKind::Ssh);
    let sent = script.finish();
    assert!(
        sent[0].headers.is_empty(),
        "the version document needs no token and so no preflight"
    );
    for request in &sent[1..] {
        assert_eq!(request.microversion(), Some("2.35"));
        assert_eq!(request.header("X-Auth-Token"), Some("the-token"));
        assert!(
            request.url.starts_with(ENDPOINT),
            "the link's own host is not used: {}",
            request.url
        );
        assert_eq!(request.headers.len(), 2);
    }
}

#[test]
fn pages_come_one_at_a_time_and_one_that_failed_can_be_asked_for_again() {
    let script = nova("2.104")
        .on(FIRST, 200, page(&["a"], true))
        .on(&after("a"), 401, ENDED)
        .on(&after("a"), 200, page(&["b"], false));
    let compute = connected(&script);
    let mut pages = compute.pages();
    assert_eq!(names(&run(pages.next()).unwrap().unwrap()), ["a"]);
    assert!(matches!(
        run(pages.next()).unwrap().unwrap_err(),
        Error::Unauthorized(_)
    ));
    assert_eq!(names(&run(pages.next()).unwrap().unwrap()), ["b"]);
    assert!(run(pages.next()).is_none());
    script.finish();
}

#[test]
fn a_list_that_goes_round_in_circles_ends() {
    // The same page for ever, and a page without anything that has a next one.
    for second in [page(&["a", "b"], true), page(&[], true)] {
        let script =
            nova("2.104")
                .on(FIRST, 200, page(&["a", "b"], true))
                .on(&after("b"), 200, second);
        let compute = connected(&script);
        let mut pages = compute.pages();
        assert_eq!(run(pages.next()).unwrap().unwrap().len(), 2);
        let error = run(pages.next()).unwrap().unwrap_err();
        assert!(
            matches!(error, Error::BadReply { what, .. } if what.contains("circles")),
            "{error:?}"
        );
        assert!(run(pages.next()).is_none());
        script.finish();
    }
}

#[test]
fn a_marker_deleted_meanwhile_is_replaced_by_the_one_before() {
    let gone = |name: &str| {
        format!(r#"{{"badRequest":{{"code":400,"message":"Marker {name} could not be found."}}}}"#)
    };
    let script = nova("2.104")
        .on(FIRST, 200, page(&["a", "b", "c"], true))
        .on(&after("c"), 400, gone("c"))
        .on(&after("b"), 400, gone("b"))
        .on(&after("a"), 200, page(&["d"], false));
    assert_eq!(
        names(&run(connected(&script).key_pairs()).unwrap()),
        ["a", "b", "c", "d"]
    );
    script.finish();

    let script = nova("2.104")
        .on(FIRST, 200, page(&["a"], true))
        .on(&after("a"), 400, gone("a"));
    assert!(matches!(
        run(connected(&script).key_pairs()).unwrap_err(),
        Error::BadRequest(_)
    ));
    script.finish();
}

#[test]
fn an_overlap_gives_no_key_pair_twice() {
    let script = nova("2.104").on(FIRST, 200, page(&["a", "b"], true)).on(
        &after("b"),
        200,
        page(&["b", "c"], false),
    );
    assert_eq!(
        names(&run(connected(&script).key_pairs()).unwrap()),
        ["a", "b", "c"]
    );
    script.finish();
}

#[test]
fn below_paging_there_is_one_list_and_the_type_may_be_missing() {
    let certificate = json!({"keypair": {"name": "cert", "public_key": "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n", "fingerprint": "aa:bb"}});
    let mut untyped = listed("laptop", LINE);
    untyped["keypair"].as_object_mut().unwrap().remove("type");
    for (max, asked) in [("2.34", Some("2.2")), ("2.1", None)] {
        let script = nova(max).on(LIST, 200, json!({"keypairs": [certificate, untyped]}));
        let all = run(connected(&script).key_pairs()).unwrap();
        assert_eq!(
            (all[0].kind, all[1].kind),
            (KeyPairKind::X509, KeyPairKind::Ssh)
        );
        assert_eq!(script.finish()[1].microversion(), asked, "{max}");
    }
}

#[test]
fn an_endpoint_without_microversions_works() {
    let legacy = r#"{"version":{"id":"v2.0","status":"DEPRECATED","version":"","min_version":"","links":[]}}"#;
    let answers = [
        (200, legacy),
        (300, legacy),
        (404, "404 Not Found"),
        (200, "<html>"),
        (403, ""),
    ];
    for (status, body) in answers {
        let script =
            Script::new()
                .on("GET /v2.1/", status, body)
                .on(LIST, 200, page(&["a"], false));
        let compute = connected(&script);
        assert_eq!(compute.microversions(), None);
        assert_eq!(compute.name_rules(), NameRules { dot_and_at: false });
        assert_eq!(run(compute.key_pairs()).unwrap().len(), 1);
        assert_eq!(script.finish()[1].microversion(), None);
    }
}

#[test]
fn the_version_document_is_found_wherever_the_endpoint_points() {
    let token = || Token::new("t".to_owned());
    let script = Script::new()
        .on("GET /compute/v2.1/", 200, version_document("2.90"))
        .on(
            "GET /compute/v2.1/0a1b/limits",
            200,
            r#"{"limits":{"rate":[],"absolute":{}}}"#,
        );
    let compute = run(Compute::connect(
        &script,
        "https://c.example/compute/v2.1/0a1b/",
        token(),
    ))
    .unwrap();
    assert_eq!(compute.microversions().unwrap().max, Microversion(2, 90));
    assert_eq!(run(compute.limits()).unwrap().max_key_pairs, None);
    script.finish();

    let list = r#"{"versions":[{"id":"v2.0","status":"DEPRECATED","version":"","min_version":""},{"id":"v2.1","status":"CURRENT","version":"2.104","min_version":"2.1"}]}"#;
    let script = Script::new().on("GET /nova/", 300, list).on(
        "GET /nova/v2.1/os-keypairs?limit=1000",
        200,
        page(&[], false),
    );
    let compute = run(Compute::connect(&script, "https://c.example/nova", token())).unwrap();
    assert!(run(compute.key_pairs()).unwrap().is_empty());
    script.finish();

    // Some clouds want a token even here.
    let script =
        Script::new()
            .on("GET /v2.1/", 401, ENDED)
            .on("GET /v2.1/", 200, version_document("2.104"));
    assert!(connected(&script).microversions().is_some());
    let sent = script.finish();
    assert_eq!(
        (
            sent[0].header("X-Auth-Token"),
            sent[1].header("X-Auth-Token")
        ),
        (None, Some("the-token"))
    );

    // What is out of order is said, rather than taken for an old cloud.
    for status in [401, 500] {
        let mut script = Script::new().on("GET /v2.1/", status, ENDED);
        if status == 401 {
            script = script.on("GET /v2.1/", 401, ENDED);
        }
        assert!(run(Compute::connect(&script, ENDPOINT, token())).is_err());
        script.finish();
    }
    let document = version_document("2.104");
    let cut = &document[..document.len() / 2];
    let script = Script::new().on("GET /v2.1/", 200, cut);
    let outcome = run(Compute::connect(&script, ENDPOINT, token()));
    assert!(matches!(outcome, Err(Error::BadReply { .. })));
    script.finish();
}

#[test]
fn a_header_that_cors_refuses_is_left_out_and_remembered() {
    let script = nova("2.104")
        .failing(FIRST, unreachable())
        .on(FIRST, 200, page(&["a"], false))
        .failing(FIRST, unreachable())
        .on(LIST, 200, page(&["a", "b"], false))
        .on(IMPORT, 200, shown("laptop", LINE));
    let compute = connected(&script);
    assert_eq!(
        compute.name_rules(),
        NameRules { dot_and_at: true },
        "not known yet"
    );
    let copy = compute.with_token(Token::new("newer".to_owned()));
    assert_eq!(run(compute.key_pairs()).unwrap().len(), 1);
    assert_eq!(compute.microversions(), None);
    assert_eq!(
        copy.name_rules(),
        NameRules { dot_and_at: false },
        "clones know it too"
    );
    assert_eq!(run(copy.key_pairs()).unwrap().len(), 2);
    run(copy.import_key_pair(&name("laptop"), &key())).unwrap();
    let sent = script.finish();
    let asked: Vec<_> = sent.iter().map(|sent| sent.microversion()).collect();
    assert_eq!(asked, [None, Some("2.35"), None, Some("2.35"), None, None]);
    assert_eq!(
        sent[5].body,
        Some(json!({"keypair": {"name": "laptop", "public_key": LINE}})),
        "no type at 2.1"
    );
    assert_eq!(sent[4].header("X-Auth-Token"), Some("newer"));
}

#[test]
fn a_refused_header_is_learnt_from_a_refusal_too() {
    let script = nova("2.104")
        .failing(IMPORT, unreachable())
        .failing(SHOW, unreachable())
        .on(SHOW, 404, MISSING)
        .failing(SHOW, unreachable())
        .on(IMPORT, 200, shown("laptop", LINE));
    import(&script).unwrap();
    let asked: Vec<Option<String>> = script
        .finish()
        .iter()
        .map(|sent| sent.microversion().map(str::to_owned))
        .collect();
    assert_eq!(
        asked[1..],
        [
            Some("2.92".to_owned()),
            Some("2.2".to_owned()),
            None,
            Some("2.2".to_owned()),
            None
        ]
    );
}

#[test]
fn a_short_failure_of_the_network_is_not_taken_for_a_refused_header() {
    let script = nova("2.104")
        .failing(FIRST, unreachable())
        .on(FIRST, 200, page(&["a"], false))
        .on(FIRST, 200, page(&["a"], false));
    let compute = connected(&script);
    run(compute.key_pairs()).unwrap();
    assert!(compute.microversions().is_some());
    script.finish();

    // A dead host stays what it is; and once the header was answered, it is not doubted again.
    let script = nova("2.104")
        .failing(FIRST, unreachable())
        .failing(FIRST, unreachable());
    assert!(matches!(
        run(connected(&script).key_pairs()).unwrap_err(),
        Error::Transport { .. }
    ));
    script.finish();
    let script = nova("2.104")
        .on(SHOW, 404, MISSING)
        .failing(FIRST, unreachable())
        .failing(FIRST, unreachable());
    let compute = connected(&script);
    assert!(matches!(
        run(compute.key_pair("laptop")).unwrap_err(),
        Error::NotFound(_)
    ));
    assert!(matches!(
        run(compute.key_pairs()).unwrap_err(),
        Error::Transport { .. }
    ));
    script.finish();
}

#[test]
fn a_cut_connection_is_asked_over_once_where_there_was_an_answer_before() {
    let script = nova("2.104")
        .on(SHOW, 200, shown("laptop", LINE))
        .failing(FIRST, unreachable())
        .on(FIRST, 200, page(&["a"], false));
    let compute = connected(&script);
    run(compute.key_pair("laptop")).unwrap();
    assert_eq!(run(compute.key_pairs()).unwrap().len(), 1);
    assert_eq!(*script.pauses.borrow(), [400]);
    script.finish();
}

#[test]
fn the_version_is_asked_for_by_the_header_of_the_cloud_s_time() {
    for (newest, header, value) in [
        ("2.12", "X-OpenStack-Nova-API-Version", "2.2"),
        ("2.26", "X-OpenStack-Nova-API-Version", "2.2"),
        ("2.27", "OpenStack-API-Version", "compute 2.2"),
    ] {
        let script = nova(newest).on(SHOW, 200, shown("laptop", LINE));
        run(connected(&script).key_pair("laptop")).unwrap();
        let sent = &script.finish()[1];
        assert_eq!(sent.header(header), Some(value), "{newest}");
        assert_eq!(sent.headers.len(), 2, "the token, and the version once");
    }
}

#[test]
fn a_write_that_came_too_early_is_sent_again_when_the_wait_is_short() {
    let busy = |script: Script, line: &str, seconds: &str| {
        script.on_with(line, 429, &[("Retry-After", seconds)], "")
    };
    let script =
        busy(busy(nova("2.104"), IMPORT, "0"), IMPORT, "3").on(IMPORT, 201, shown("laptop", LINE));
    let script = busy(script, DELETE, "1").on(DELETE, 204, "");
    let compute = connected(&script);
    run(compute.import_key_pair(&name("laptop"), &key())).unwrap();
    run(compute.delete_key_pair("laptop")).unwrap();
    assert_eq!(*script.pauses.borrow(), [400, 3000, 1000]);
    script.finish();

    // For a long time, or one not told, the person decides.
    for seconds in ["6", ""] {
        let script = busy(nova("2.104"), IMPORT, seconds);
        let error = run(connected(&script).import_key_pair(&name("laptop"), &key()));
        let error = error.unwrap_err();
        assert!(matches!(error, Error::RateLimited { .. }), "{error:?}");
        script.finish();
    }
    let script = (0..3).fold(nova("2.104"), |script, _| busy(script, DELETE, "1"));
    let error = run(connected(&script).delete_key_pair("laptop")).unwrap_err();
    assert!(matches!(error, Error::RateLimited { .. }), "{error:?}");
    script.finish();
}

#[test]
fn a_single_key_pair_tells_more() {
    let script = nova("2.104").on(SHOW, 200, shown("laptop", LINE));
    let details = run(connected(&script).key_pair("laptop")).unwrap();
    assert_eq!(
        details.created_at.as_deref(),
        Some("2026-11-24T03:02:18.000000")
    );
    assert_eq!(
        details.user_id.as_deref(),
        Some("1de347de006245a989b28975591357a3")
    );
    assert_eq!(script.finish()[1].microversion(), Some("2.2"));
}

#[test]
fn names_that_mean_another_address_are_never_asked_for() {
    let script = nova("2.104");
    let compute = connected(&script);
    for odd in ["", ".", ".."] {
        assert!(matches!(
            run(compute.key_pair(odd)).unwrap_err(),
            Error::NotAddressable { .. }
        ));
        assert!(matches!(
            run(compute.delete_key_pair(odd)).unwrap_err(),
            Error::NotAddressable { .. }
        ));
    }
    script.finish();
}

#[test]
fn importing_sends_name_key_and_type_by_microversion() {
    for (max, asked, typed) in [
        ("2.104", Some("2.92"), true),
        ("2.91", Some("2.2"), true),
        ("2.1", None, false),
    ] {
        let status = if typed { 201 } else { 200 };
        let script = nova(max).on(IMPORT, status, shown("laptop", LINE));
        let made = run(connected(&script).import_key_pair(&name("laptop"), &key())).unwrap();
        assert_eq!(made.name, "laptop");
        let sent = script.finish();
        assert_eq!(sent[1].microversion(), asked, "{max}");
        let mut body = json!({"keypair": {"name": "laptop", "public_key": LINE}});
        if typed {
            body["keypair"]["type"] = "ssh".into();
        }
        assert_eq!(sent[1].body, Some(body));
    }
}

#[test]
fn a_certificate_is_sent_with_its_type_and_never_to_a_cloud_without_types() {
    const PEM: &str = include_str!("fixtures/formats/rsa-2048.crt");
    let script = nova("2.104").on(IMPORT, 201, shown("win", PEM));
    let half = PublicHalf::X509(PEM);
    // The cloud's answer calls it an SSH key: then it is not what was sent.
    let error = run(connected(&script).import_key_pair(&name("win"), half)).unwrap_err();
    assert!(matches!(error, Error::BadReply { .. }), "{error:?}");
    let body = json!({"keypair": {"name": "win", "public_key": PEM, "type": "x509"}});
    assert_eq!(script.finish()[1].body, Some(body));

    let script = nova("2.1");
    let error = run(connected(&script).import_key_pair(&name("win"), half)).unwrap_err();
    assert_eq!(error, Error::NoCertificates);
    assert_eq!(script.finish().len(), 1, "only the version was asked for");
}

#[test]
fn a_refused_import_is_sent_once() {
    let table: &[(u16, &str, IsRight)] = &[
        (
            403,
            r#"{"forbidden":{"code":403,"message":"Quota exceeded, too many key pairs."}}"#,
            |e| matches!(e, Error::Forbidden { quota: true, .. }),
        ),
        (401, ENDED, |e| matches!(e, Error::Unauthorized(_))),
        (429, "", |e| matches!(e, Error::RateLimited { .. })),
        (500, "", |e| matches!(e, Error::Server(_))),
    ];
    for (status, body, is_right) in table {
        let script = nova("2.104").on(IMPORT, *status, body);
        let error = run(connected(&script).import_key_pair(&name("laptop"), &key())).unwrap_err();
        assert!(is_right(&error), "{error:?}");
        script.finish();
    }
    for error in [
        TransportError::Offline,
        TransportError::MixedContent,
        TransportError::NotAllowed,
    ] {
        let script = nova("2.104").failing(IMPORT, error);
        run(connected(&script).import_key_pair(&name("laptop"), &key())).unwrap_err();
        script.finish();
    }
}

/// The name may be taken by our own request, sent twice by the browser: it is looked up, and nothing is sent again.
#[test]
fn a_taken_name_is_looked_up_and_stays_taken_when_it_is_not_ours() {
    let script = nova("2.104").on(IMPORT, 409, TAKEN).on(SHOW, 404, MISSING);
    let error = run(connected(&script).import_key_pair(&name("laptop"), &key())).unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    script.finish();
}

type Lose = fn(Script) -> Script;

/// No answer at all.
const SILENT: [Lose; 3] = [
    |script| script.failing(IMPORT, TransportError::Interrupted),
    |script| script.failing(IMPORT, TransportError::Timeout),
    |script| script.failing(IMPORT, unreachable()),
];

/// An answer that does not tell.
const VAGUE: [Lose; 2] = [
    |script| script.on(IMPORT, 504, "<html>Gateway Time-out</html>"),
    |script| script.on(IMPORT, 201, &shown("laptop", LINE).to_string()[..40]),
];

#[test]
fn a_lost_answer_is_looked_for() {
    for lose in SILENT.into_iter().chain(VAGUE) {
        let script = lose(nova("2.104")).on(SHOW, 200, shown("laptop", LINE));
        assert_eq!(import(&script).unwrap().name, "laptop");
        script.finish();
        // The look is refused: to be repeated after signing in again.
        let script = lose(nova("2.104")).on(SHOW, 401, ENDED);
        let error = import(&script).unwrap_err();
        assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
        script.finish();
        // Nobody knows.
        let script = lose(nova("2.104")).failing(SHOW, TransportError::Offline);
        let origin = "https://cloud.example:8774".to_owned();
        assert_eq!(
            import(&script).unwrap_err(),
            Error::OutcomeUnknown { origin }
        );
        script.finish();
    }
}

#[test]
fn what_was_not_done_is_sent_once_more_only_when_no_answer_had_come() {
    for lose in SILENT {
        let script =
            lose(nova("2.104"))
                .on(SHOW, 404, MISSING)
                .on(IMPORT, 201, shown("laptop", LINE));
        import(&script).unwrap();
        script.finish();
        // It was done a moment after the look.
        let script = lose(nova("2.104"))
            .on(SHOW, 404, MISSING)
            .on(IMPORT, 409, TAKEN)
            .on(SHOW, 200, shown("laptop", LINE));
        import(&script).unwrap();
        script.finish();
        // The name is taken: by another key, or, in the database's eyes, by another spelling.
        for other in [shown("laptop", OTHER_LINE), shown("Laptop", LINE)] {
            let script = lose(nova("2.104"))
                .on(SHOW, 200, &other)
                .on(IMPORT, 409, TAKEN)
                .on(SHOW, 200, &other);
            let error = import(&script).unwrap_err();
            assert!(matches!(error, Error::Conflict(_)), "{error:?}");
            script.finish();
        }
    }
    for (lose, status) in VAGUE.into_iter().zip([504, 201]) {
        let script = lose(nova("2.104")).on(SHOW, 404, MISSING);
        assert_eq!(import(&script).unwrap_err().status(), Some(status));
        script.finish();
    }
}

fn import(script: &Script) -> Result<keyhaven::openstack::compute::KeyPair, Error> {
    run(connected(script).import_key_pair(&name("laptop"), &key()))
}

#[test]
fn an_import_is_taken_up_again_without_doing_it_twice() {
    let script = nova("2.104").on(SHOW, 200, shown("laptop", LINE));
    run(connected(&script).resume_import(&name("laptop"), &key())).unwrap();
    script.finish();
    let script = nova("2.104")
        .on(SHOW, 404, MISSING)
        .on(IMPORT, 201, shown("laptop", LINE));
    run(connected(&script).resume_import(&name("laptop"), &key())).unwrap();
    script.finish();
}

#[test]
fn another_key_than_the_one_sent_is_no_success() {
    let script = nova("2.104").on(IMPORT, 201, shown("laptop", OTHER_LINE));
    let error = run(connected(&script).import_key_pair(&name("laptop"), &key())).unwrap_err();
    assert!(
        matches!(error, Error::BadReply { what, .. } if what.contains("another key")),
        "{error:?}"
    );
    script.finish();
}

#[test]
fn only_202_and_204_mean_deleted() {
    for status in [202, 204] {
        let script = nova("2.104").on(DELETE, status, "");
        run(connected(&script).delete_key_pair("laptop")).unwrap();
        assert_eq!(
            script.finish()[1].microversion(),
            None,
            "nothing that a preflight could refuse"
        );
    }
    for status in [200, 201, 404, 500] {
        let script = nova("2.104").on(DELETE, status, "{}");
        let error = run(connected(&script).delete_key_pair("laptop")).unwrap_err();
        assert_eq!(error.status(), Some(status));
        script.finish();
    }
}

#[test]
fn a_lost_deletion_is_looked_for_and_never_repeated() {
    let script = nova("2.104")
        .failing(DELETE, TransportError::Interrupted)
        .on(SHOW, 404, MISSING);
    run(connected(&script).delete_key_pair("laptop")).unwrap();
    script.finish();
    let script =
        nova("2.104")
            .failing(DELETE, TransportError::Timeout)
            .on(SHOW, 200, shown("laptop", LINE));
    let error = run(connected(&script).delete_key_pair("laptop")).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                error: TransportError::Timeout,
                ..
            }
        ),
        "{error:?}"
    );
    script.finish();
}

#[test]
fn the_quota_may_be_unlimited() {
    for (told, limit) in [
        ("{\"maxTotalKeypairs\":100}", Some(100)),
        ("{\"maxTotalKeypairs\":0}", Some(0)),
        ("{\"maxTotalKeypairs\":-1}", None),
        ("{}", None),
    ] {
        let script = nova("2.104").on(
            "GET /v2.1/limits",
            200,
            format!(r#"{{"limits":{{"rate":[],"absolute":{told}}}}}"#),
        );
        assert_eq!(
            run(connected(&script).limits()).unwrap().max_key_pairs,
            limit
        );
        script.finish();
    }
}
