//! Signing in: what is asked in which order, and what each answer means.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;
#[path = "cloud_support/person.rs"]
mod person;

use cloud_support::{Script, run, unreachable};
use keyhaven::openstack::catalog::COMPUTE;
use keyhaven::openstack::error::{Error, SignInError};
use keyhaven::openstack::identity::{
    AuthUrl, AuthUrlError, SignIn, SignInOutcome, SignedIn, Stored, WantedProject, scope_to,
    sign_in, sign_out, switch_project,
};
use person::{
    PROJECTS, REFUSED, REVOKE, TOKENS, by_name, password, sign_in_with, signed_in, unscoped_body,
};
use serde_json::{Value, json};

fn wanted(project: Option<&str>, domain: Option<&str>) -> WantedProject {
    match project {
        Some(project) => WantedProject::Named {
            project: project.to_owned(),
            domain: domain.map(str::to_owned),
        },
        None => WantedProject::Choose,
    }
}

fn request(project: Option<&str>) -> SignIn {
    let alice = password(by_name("alice"), "alice-pw", None);
    sign_in_with(alice, wanted(project, None))
}

fn scoped_body(id: &str, name: &str) -> Value {
    let mut body = unscoped_body();
    let endpoint = |interface: &str, region: &str, url: &str| json!({"id": "e", "interface": interface, "region_id": region, "region": region, "url": url});
    body["token"]["project"] =
        json!({"domain": {"id": "default", "name": "Default"}, "id": id, "name": name});
    body["token"]["roles"] =
        json!([{"id": "r1", "name": "reader"}, {"id": "r2", "name": "member"}]);
    body["token"]["catalog"] = json!([
        {"id": "c1", "type": "identity", "name": "keystone", "endpoints": [endpoint("public", "RegionOne", "https://cloud.example:5000/v3")]},
        {"id": "c2", "type": "compute", "name": "nova", "endpoints": [
            endpoint("internal", "RegionOne", "http://10.0.0.1:8774/v2.1"),
            endpoint("public", "RegionOne", "https://cloud.example:8774/v2.1/"),
            endpoint("public", "RegionTwo", "https://two.example:8774/v2.1"),
        ]},
        {"id": "c3", "type": "image", "name": "glance", "endpoints": [endpoint("public", "RegionThree", "https://cloud.example:9292")]},
    ]);
    body
}

fn projects_body(projects: &[(&str, &str, &str)]) -> Value {
    let listed: Vec<Value> = projects
        .iter()
        .map(|(id, name, domain)| json!({"id": id, "name": name, "domain_id": domain, "enabled": true, "is_domain": false}))
        .collect();
    json!({"projects": listed, "links": {"next": null, "self": "http://cloud.example:5000/v3/auth/projects", "previous": null}})
}

const BOTH: &[(&str, &str, &str)] = &[
    ("p-other", "other", "default"),
    ("p-demo", "demo", "default"),
];

/// A Keystone that takes the password and lists these projects.
fn keystone(projects: &[(&str, &str, &str)]) -> Script {
    Script::new().gives("unscoped-token", unscoped_body()).on(
        PROJECTS,
        200,
        projects_body(projects),
    )
}

fn scoping(script: Script, id: &str, name: &str) -> Script {
    script.on_with(
        TOKENS,
        201,
        &[("x-subject-token", &format!("token-of-{id}"))],
        scoped_body(id, name),
    )
}

#[test]
fn a_project_by_name_or_id_is_signed_in_to() {
    for wanted in ["demo", "p-demo"] {
        let script = scoping(keystone(BOTH), "p-demo", "demo");
        let signed_in = signed_in(run(sign_in(&script, &request(Some(wanted)))).unwrap());
        let sent = script.finish();

        let first = sent[0].body.as_ref().unwrap();
        assert_eq!(
            first["auth"]["scope"], "unscoped",
            "said outright, else the default project is taken"
        );
        assert_eq!(
            first["auth"]["identity"],
            json!({"methods": ["password"], "password": {"user":
            {"name": "alice", "domain": {"name": "Default"}, "password": "alice-pw"}}})
        );
        assert_eq!(sent[1].header("X-Auth-Token"), Some("unscoped-token"));
        assert_eq!(
            sent[2].body,
            Some(
                json!({"auth": {"identity": {"methods": ["token"], "token": {"id": "unscoped-token"}},
            "scope": {"project": {"id": "p-demo"}}}})
            )
        );

        assert_eq!(signed_in.token.expose(), "token-of-p-demo");
        assert_eq!(
            (
                signed_in.project.id.as_str(),
                signed_in.project.name.as_str()
            ),
            ("p-demo", "demo")
        );
        assert_eq!(
            (signed_in.user.id.as_str(), signed_in.user.name.as_str()),
            ("1de3", "alice")
        );
        assert_eq!(signed_in.roles, ["reader", "member"]);
        assert_eq!(signed_in.expires_at, "2026-11-24T04:02:16.000000Z");
        let names: Vec<&str> = signed_in
            .projects
            .iter()
            .map(|project| project.name.as_str())
            .collect();
        assert_eq!(names, ["demo", "other"], "sorted");
    }
}

#[test]
fn the_catalog_gives_public_endpoints_by_region() {
    let script = scoping(keystone(BOTH), "p-demo", "demo");
    let mut catalog = signed_in(run(sign_in(&script, &request(Some("demo")))).unwrap()).catalog;
    assert_eq!(catalog.regions(), ["RegionOne", "RegionThree", "RegionTwo"]);
    assert_eq!(catalog.regions_of(COMPUTE), ["RegionOne", "RegionTwo"]);
    assert_eq!(catalog.regions_beside(COMPUTE, "RegionOne"), ["RegionTwo"]);
    assert_eq!(catalog.regions_beside(COMPUTE, "RegionTwo"), ["RegionOne"]);
    assert_eq!(
        catalog.endpoint(COMPUTE, None).as_deref(),
        Some("https://cloud.example:8774/v2.1")
    );
    assert_eq!(
        catalog.endpoint(COMPUTE, Some("RegionTwo")).as_deref(),
        Some("https://two.example:8774/v2.1")
    );
    assert_eq!(catalog.endpoint(COMPUTE, Some("RegionThree")), None);
    assert_eq!(
        catalog.endpoint(&["volumev3", "image"], None).as_deref(),
        Some("https://cloud.example:9292")
    );
    catalog.set_overrides(
        [(
            "compute".to_owned(),
            "https://proxy.example/compute/v2.1/".to_owned(),
        )]
        .into(),
    );
    assert_eq!(
        catalog.endpoint(COMPUTE, Some("RegionOne")).as_deref(),
        Some("https://proxy.example/compute/v2.1")
    );
    let none: [&str; 0] = [];
    assert_eq!(
        catalog.regions_beside(COMPUTE, "RegionOne"),
        none,
        "all regions are behind one address"
    );
}

#[test]
fn one_project_needs_no_choice_and_several_do() {
    let script = scoping(keystone(&[("p-demo", "demo", "default")]), "p-demo", "demo");
    assert_eq!(
        signed_in(run(sign_in(&script, &request(None))).unwrap())
            .project
            .id,
        "p-demo"
    );
    script.finish();

    let script = scoping(keystone(BOTH), "p-other", "other");
    let SignInOutcome::ChooseProject { unscoped, projects } =
        run(sign_in(&script, &request(Some("")))).unwrap()
    else {
        panic!("nothing to choose")
    };
    assert_eq!(projects.len(), 2);
    assert_eq!(
        run(scope_to(&script, &unscoped, "p-other"))
            .unwrap()
            .project
            .name,
        "other"
    );
    script.finish();
}

#[test]
fn a_name_in_two_domains_is_told_apart_by_the_domain() {
    let twice: &[(&str, &str, &str)] = &[
        ("p-1", "demo", "default"),
        ("p-2", "demo", "d2"),
        ("p-3", "x", "d2"),
    ];
    for (domain, taken) in [
        ("Default", "p-1"),
        ("default", "p-1"),
        ("d2", "p-2"),
        ("Second", "p-2"),
    ] {
        let script = scoping(keystone(twice), taken, "demo");
        let wanted = SignIn {
            project: wanted(Some("demo"), Some(domain)),
            ..request(None)
        };
        assert_eq!(
            signed_in(run(sign_in(&script, &wanted)).unwrap())
                .project
                .id,
            taken,
            "{domain}"
        );
        script.finish();
    }
    let script = keystone(twice);
    let outcome = run(sign_in(&script, &request(Some("demo")))).unwrap();
    let SignInOutcome::ChooseProject { projects, unscoped } = outcome else {
        panic!("nothing to choose")
    };
    assert_eq!(
        projects
            .iter()
            .map(|project| project.id.as_str())
            .collect::<Vec<_>>(),
        ["p-1", "p-2"]
    );
    assert_eq!(unscoped.projects.len(), 3);
    script.finish();
}

#[test]
fn a_name_in_two_other_domains_is_told_apart_by_the_cloud() {
    let twice: &[(&str, &str, &str)] = &[("p-2", "demo", "d2"), ("p-3", "demo", "d3")];
    let request = SignIn {
        project: wanted(Some("demo"), Some("Third")),
        ..request(None)
    };
    let script = scoping(keystone(twice), "p-3", "demo");
    let outcome = run(sign_in(&script, &request)).unwrap();
    assert_eq!(signed_in(outcome).project.id, "p-3");
    let scope = json!({"project": {"name": "demo", "domain": {"name": "Third"}}});
    assert_eq!(
        script.finish()[2].body.as_ref().unwrap()["auth"]["scope"],
        scope
    );

    let script = keystone(twice).on(TOKENS, 401, REFUSED);
    let outcome = run(sign_in(&script, &request)).unwrap();
    assert!(
        matches!(outcome, SignInOutcome::ChooseProject { projects, .. } if projects.len() == 2)
    );
    script.finish();
}

#[test]
fn what_keystone_gives_one_401_for_is_told_apart() {
    let script = Script::new().on(TOKENS, 401, REFUSED);
    let error = run(sign_in(&script, &request(Some("demo")))).unwrap_err();
    assert!(
        matches!(error, Error::SignIn(SignInError::WrongCredentials { .. })),
        "{error:?}"
    );
    assert_eq!(error.request_id(), Some("req-1"));
    script.finish();

    // The token nobody will use is revoked.
    let script = keystone(&[]).on(REVOKE, 204, "");
    let error = run(sign_in(&script, &request(Some("demo")))).unwrap_err();
    assert_eq!(error, Error::SignIn(SignInError::NoProjects));
    script.finish();

    let script = keystone(BOTH).on(REVOKE, 204, "");
    let error = run(sign_in(&script, &request(Some("nowhere")))).unwrap_err();
    let Error::SignIn(SignInError::NoRoleOnProject { project, available }) = error else {
        panic!("{error:?}")
    };
    assert_eq!((project.as_str(), available.len()), ("nowhere", 2));
    script.finish();
}

#[test]
fn other_answers_to_the_password_say_what_they_are() {
    let receipt =
        r#"{"receipt":{"methods":["password"]},"required_auth_methods":[["password","oauth1"]]}"#;
    let expired = r#"{"error":{"code":401,"message":"The password is expired and needs to be changed for user: 1de3.","title":"Unauthorized"}}"#;
    let locked = r#"{"error":{"code":401,"message":"The account is locked for user: 1de3.","title":"Unauthorized"}}"#;
    let auth_url = || "https://cloud.example:5000/v3".to_owned();
    let methods = vec![vec!["password".to_owned(), "oauth1".to_owned()]];
    let table = [
        (401, receipt, SignInError::SecondFactorNeeded { methods }),
        (401, expired, SignInError::PasswordExpired),
        (401, locked, SignInError::AccountLocked),
        (
            404,
            "<!doctype html><title>404</title>",
            SignInError::NotIdentity {
                auth_url: auth_url(),
            },
        ),
        (
            405,
            "",
            SignInError::NotIdentity {
                auth_url: auth_url(),
            },
        ),
        (
            200,
            "<html>Welcome</html>",
            SignInError::NotIdentity {
                auth_url: auth_url(),
            },
        ),
    ];
    for (status, body, error) in table {
        let script = Script::new().on(TOKENS, status, body);
        assert_eq!(
            run(sign_in(&script, &request(None))).unwrap_err(),
            Error::SignIn(error)
        );
        script.finish();
    }
    // Without a password sent twice.
    let script = Script::new().on(TOKENS, 503, "");
    assert!(matches!(
        run(sign_in(&script, &request(None))).unwrap_err(),
        Error::Unavailable { .. }
    ));
    script.finish();
}

#[test]
fn a_hidden_token_is_said_to_be_hidden() {
    let script = Script::new().on(TOKENS, 201, unscoped_body());
    let error = run(sign_in(&script, &request(None))).unwrap_err();
    assert_eq!(error, Error::SignIn(SignInError::TokenHidden));
    script.finish();
}

#[test]
fn a_refused_scope_is_a_missing_role_or_an_ended_token() {
    let script =
        keystone(BOTH)
            .on(TOKENS, 401, REFUSED)
            .on(PROJECTS, 200, projects_body(&BOTH[..1]));
    let error = run(sign_in(&script, &request(Some("demo")))).unwrap_err();
    let Error::SignIn(SignInError::NoRoleOnProject { project, available }) = error else {
        panic!("{error:?}")
    };
    assert_eq!((project.as_str(), available.len()), ("demo", 1));
    script.finish();

    let script = keystone(BOTH)
        .on(TOKENS, 401, REFUSED)
        .on(PROJECTS, 401, REFUSED);
    let error = run(sign_in(&script, &request(Some("demo")))).unwrap_err();
    assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
    script.finish();
}

#[test]
fn changing_the_project_and_signing_out_leave_no_token_behind() {
    let script = scoping(scoping(keystone(BOTH), "p-demo", "demo"), "p-other", "other")
        .on(REVOKE, 204, "")
        .on(REVOKE, 404, r#"{"error":{"code":404,"message":"Could not recognize Fernet token","title":"Not Found"}}"#)
        .on(REVOKE, 204, "");
    let mut demo = signed_in(run(sign_in(&script, &request(Some("demo")))).unwrap());
    demo.catalog.set_overrides(
        [(
            "compute".to_owned(),
            "https://proxy.example/v2.1".to_owned(),
        )]
        .into(),
    );
    let other = run(switch_project(&script, &demo, "p-other")).unwrap();
    assert_eq!(
        (other.project.name.as_str(), other.projects.len()),
        ("other", 2)
    );
    assert_eq!(
        other.catalog.endpoint(COMPUTE, None).as_deref(),
        Some("https://proxy.example/v2.1")
    );
    run(sign_out(&script, &other)).unwrap();
    let sent = script.finish();
    assert_eq!(
        sent[3].body.as_ref().unwrap()["auth"]["identity"]["token"]["id"],
        "unscoped-token"
    );
    let revoked: Vec<_> = sent[4..]
        .iter()
        .map(|sent| sent.header("X-Subject-Token").unwrap())
        .collect();
    assert_eq!(
        revoked,
        ["token-of-p-other", "token-of-p-demo", "unscoped-token"]
    );
    assert!(
        sent[4..]
            .iter()
            .all(|sent| sent.header("X-Auth-Token") == sent.header("X-Subject-Token"))
    );
}

#[test]
fn signing_out_tries_every_token_and_tells_the_first_failure() {
    let script = scoping(keystone(BOTH), "p-demo", "demo")
        .on(REVOKE, 500, "")
        .on(REVOKE, 204, "");
    let signed_in = signed_in(run(sign_in(&script, &request(Some("demo")))).unwrap());
    assert!(matches!(
        run(sign_out(&script, &signed_in)).unwrap_err(),
        Error::Server(_)
    ));
    script.finish();
}

#[test]
fn a_stored_sign_in_comes_back_whole_and_prints_no_token() {
    let script = scoping(keystone(BOTH), "p-demo", "demo");
    let signed_in = signed_in(run(sign_in(&script, &request(Some("demo")))).unwrap());
    let text = serde_json::to_string(&signed_in.to_stored()).unwrap();
    let stored: Stored = serde_json::from_str(&text).unwrap();
    assert_eq!(SignedIn::from_stored(&stored), signed_in);
    let printed = format!("{signed_in:?}");
    assert!(
        !printed.contains("token-of") && !printed.contains("unscoped-token"),
        "{printed}"
    );
}

#[test]
fn auth_urls_as_people_type_them() {
    let good = [
        ("https://c.example:5000/v3", "https://c.example:5000/v3"),
        (" https://c.example:5000/v3/ ", "https://c.example:5000/v3"),
        (
            "HTTPS://c.example/identity/v3/auth/tokens",
            "https://c.example/identity/v3",
        ),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("https://[::1]:5000/", "https://[::1]:5000"),
        ("https://c.example/v2.0/tokens", "https://c.example/v2.0"),
    ];
    for (typed, url) in good {
        assert_eq!(AuthUrl::parse(typed).unwrap().to_string(), url);
    }
    let bad = [
        ("", AuthUrlError::Empty),
        ("  ", AuthUrlError::Empty),
        ("c.example:5000/v3", AuthUrlError::NoScheme),
        ("/identity/v3", AuthUrlError::NoScheme),
        ("ftp://c.example", AuthUrlError::UnknownScheme),
        ("https://", AuthUrlError::NoHost),
        ("https:///v3", AuthUrlError::NoHost),
        ("https://:5000/v3", AuthUrlError::NoHost),
        ("https://alice:pw@c.example/v3", AuthUrlError::UserInfo),
        ("https://c.example/v 3", AuthUrlError::BadCharacter),
        ("https://c.example/v3?x=1", AuthUrlError::Query),
        ("https://c.example/v3#x", AuthUrlError::Query),
        ("https://c.example:5000/v2.0/", AuthUrlError::Version2),
    ];
    for (typed, error) in bad {
        if error != AuthUrlError::Version2 {
            assert_eq!(AuthUrl::parse(typed), Err(error), "{typed:?}");
        }
        let script = Script::new();
        let wanted = SignIn {
            auth_url: typed.to_owned(),
            ..request(None)
        };
        assert_eq!(
            run(sign_in(&script, &wanted)).unwrap_err(),
            Error::SignIn(SignInError::BadAuthUrl(error))
        );
        assert!(script.finish().is_empty(), "nothing is sent to {typed:?}");
    }
}

#[test]
fn the_version_is_found_when_the_url_has_none() {
    let with = |id: &str| json!({"versions": {"values": [{"id": id, "status": "stable", "links": [{"rel": "self", "href": "http://internal/v3/"}]}]}});
    let roots = [
        (300, with("v3.14").to_string()),
        (200, with("v3").to_string()),
        (404, "<html>nothing here</html>".to_owned()),
        (200, "<html>a dashboard</html>".to_owned()),
    ];
    for (status, body) in roots {
        let script = Script::new()
            .on("GET /", status, body)
            .on(TOKENS, 401, REFUSED);
        let wanted = SignIn {
            auth_url: "https://cloud.example:5000".to_owned(),
            ..request(None)
        };
        let error = run(sign_in(&script, &wanted)).unwrap_err();
        assert!(
            matches!(error, Error::SignIn(SignInError::WrongCredentials { .. })),
            "{error:?}"
        );
        let sent = script.finish();
        assert_eq!(
            sent[1].url, "https://cloud.example:5000/v3/auth/tokens",
            "not the address the service gives itself"
        );
        assert!(
            sent[0].headers.is_empty(),
            "no header that would need a preflight"
        );
    }
    let wanted = || SignIn {
        auth_url: "https://cloud.example/identity".to_owned(),
        ..request(None)
    };
    let script = Script::new().on("GET /identity/", 300, with("v2.0"));
    let error = run(sign_in(&script, &wanted())).unwrap_err();
    assert_eq!(
        error,
        Error::SignIn(SignInError::BadAuthUrl(AuthUrlError::Version2))
    );
    script.finish();

    // The address of the compute service: the password stays here.
    let nova = json!({"versions": [{"id": "v2.0", "status": "DEPRECATED"}, {"id": "v2.1", "status": "CURRENT"}]});
    let script = Script::new().on("GET /identity/", 200, nova);
    let error = run(sign_in(&script, &wanted())).unwrap_err();
    assert!(
        matches!(error, Error::SignIn(SignInError::NotIdentity { .. })),
        "{error:?}"
    );
    script.finish();

    let script = Script::new().failing("GET /identity/", unreachable());
    let error = run(sign_in(&script, &wanted())).unwrap_err();
    assert!(
        matches!(error, Error::Transport { ref origin, .. } if origin == "https://cloud.example"),
        "{error:?}"
    );
    script.finish();
}
