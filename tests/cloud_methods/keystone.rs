//! Passwords by id, the default project, application credentials and tokens, at Keystone.

use crate::cloud_support::{Script, run};
use crate::person::*;
use keyhaven::openstack::error::SignInError;
use keyhaven::openstack::identity::{
    CredentialRef, Credentials, Method, NameOrId, SignInOutcome, SignedIn, Stored, UserRef,
    WantedProject, sign_in, sign_in_again, sign_out, switch_project,
};
use serde_json::{Value, json};

fn identity(body: &Option<Value>) -> &Value {
    &body.as_ref().unwrap()["auth"]["identity"]
}

fn by_credential(credential: CredentialRef) -> Credentials {
    Credentials::ApplicationCredential {
        credential,
        secret: secret("the-secret"),
    }
}

fn with_credential(mut body: Value) -> Value {
    body["token"]["application_credential"] =
        json!({"id": "ac-1", "name": "browser-app", "restricted": true});
    body
}

#[test]
fn a_user_by_id_needs_no_domain_and_a_domain_may_be_an_id() {
    let named = UserRef::Name {
        name: "alice".to_owned(),
        domain: NameOrId::Id("default".to_owned()),
    };
    for (user, sent) in [
        (
            UserRef::Id("1de3".to_owned()),
            json!({"id": "1de3", "password": "alice-pw"}),
        ),
        (
            named,
            json!({"name": "alice", "domain": {"id": "default"}, "password": "alice-pw"}),
        ),
    ] {
        let script = Script::new().on(TOKENS, 401, REFUSED);
        let request = sign_in_with(password(user, "alice-pw", None), WantedProject::Choose);
        run(sign_in(&script, &request)).unwrap_err();
        let body = &script.finish()[0].body;
        let expected = json!({"methods": ["password"], "password": {"user": sent}});
        assert_eq!(identity(body), &expected);
    }
}

#[test]
fn the_default_project_is_keystone_s_choice() {
    let request = || {
        sign_in_with(
            password(by_name("alice"), "alice-pw", None),
            WantedProject::Default,
        )
    };
    let script = Script::new()
        .gives("of-demo", scoped_body("p-demo", "demo"))
        .on(PROJECTS, 200, projects_body())
        .gives("of-other", scoped_body("p-other", "other"))
        .on(REVOKE, 204, "")
        .on(REVOKE, 204, "");
    let demo = signed_in(run(sign_in(&script, &request())).unwrap());
    assert_eq!(
        (demo.project.name.as_str(), demo.projects.len()),
        ("demo", 2)
    );
    assert!(demo.can_switch_project());
    let other = run(switch_project(&script, &demo, "p-other")).unwrap();
    run(sign_out(&script, &other)).unwrap();
    let sent = script.finish();
    assert!(
        sent[0].body.as_ref().unwrap()["auth"]
            .get("scope")
            .is_none()
    );
    assert_eq!(identity(&sent[2].body)["token"]["id"], "of-demo");
    let revoked: Vec<_> = sent[3..]
        .iter()
        .map(|sent| sent.header("X-Subject-Token").unwrap())
        .collect();
    assert_eq!(revoked, ["of-other", "of-demo"]);

    // Whoever has none chooses.
    let script = Script::new()
        .gives("plain", unscoped_body())
        .on(PROJECTS, 200, projects_body());
    let outcome = run(sign_in(&script, &request())).unwrap();
    assert!(
        matches!(outcome, SignInOutcome::ChooseProject { projects, .. } if projects.len() == 2)
    );
    script.finish();
}

#[test]
fn an_application_credential_is_sent_without_a_scope_and_is_bound_to_its_project() {
    let named = CredentialRef::Name {
        name: "browser-app".to_owned(),
        user: by_name("alice"),
    };
    let user = json!({"name": "alice", "domain": {"name": "Default"}});
    for (credential, sent) in [
        (
            CredentialRef::Id("ac-1".to_owned()),
            json!({"id": "ac-1", "secret": "the-secret"}),
        ),
        (
            named,
            json!({"name": "browser-app", "user": user, "secret": "the-secret"}),
        ),
    ] {
        let script = Script::new()
            .gives("of-demo", with_credential(scoped_body("p-demo", "demo")))
            .on(REVOKE, 204, "");
        // The project that the form has for other ways to sign in does not go along.
        let wanted = WantedProject::Named {
            project: "other".to_owned(),
            domain: None,
        };
        let request = sign_in_with(by_credential(credential), wanted);
        let alice = signed_in(run(sign_in(&script, &request)).unwrap());
        assert_eq!(alice.project.name, "demo");
        let method = Method::ApplicationCredential {
            id: "ac-1".to_owned(),
            name: "browser-app".to_owned(),
        };
        assert_eq!(alice.method, method);
        assert!(!alice.can_switch_project());
        let error = run(switch_project(&script, &alice, "p-other")).unwrap_err();
        let project = "demo".to_owned();
        assert_eq!(why(error), SignInError::BoundToProject { project });
        run(sign_out(&script, &alice)).unwrap();
        let requests = script.finish();
        let expected = json!({"auth": {"identity":
            {"methods": ["application_credential"], "application_credential": sent}}});
        assert_eq!(requests[0].body, Some(expected));
    }
}

#[test]
fn what_is_wrong_with_an_application_credential_is_not_told_and_said_so() {
    let missing = |what: &str| {
        json!({"error": {"code": 404, "message": format!("Could not find {what}."), "title": "Not Found"}})
            .to_string()
    };
    for (status, body) in [
        (401, REFUSED.to_owned()),
        (404, missing("Application Credential: ac-1")),
        (404, missing("user: alice")),
    ] {
        let script = Script::new().on(TOKENS, status, body);
        let credential = CredentialRef::Id("ac-1".to_owned());
        let request = sign_in_with(by_credential(credential), WantedProject::Choose);
        let error = run(sign_in(&script, &request)).unwrap_err();
        assert_eq!(error.request_id(), Some("req-1"));
        let right = matches!(why(error), SignInError::WrongApplicationCredential { .. });
        assert!(right, "{status}");
        script.finish();
    }
    let unsupported = r#"{"error":{"code":401,"identity":{"methods":["password"]},"message":"Attempted to authenticate with an unsupported method.","title":"Unauthorized"}}"#;
    for (status, body, is_right) in [
        (
            401,
            unsupported,
            (|error| matches!(error, SignInError::MethodNotSupported { .. }))
                as fn(&SignInError) -> bool,
        ),
        (404, HTML_404, |error| {
            matches!(error, SignInError::NotIdentity { .. })
        }),
    ] {
        let script = Script::new().on(TOKENS, status, body);
        let credential = CredentialRef::Id("ac-1".to_owned());
        let request = sign_in_with(by_credential(credential), WantedProject::Choose);
        let error = why(run(sign_in(&script, &request)).unwrap_err());
        assert!(is_right(&error), "{error:?}");
        script.finish();
    }
}

#[test]
fn a_pasted_token_with_a_project_is_used_as_it_is() {
    let script = Script::new()
        .on(ABOUT, 200, scoped_body("p-demo", "demo"))
        .on(PROJECTS, 200, projects_body())
        .on(REVOKE, 204, "");
    let request = sign_in_with(
        Credentials::Token(token(" gAAAAAB_token-pasted\r\n")),
        WantedProject::Named {
            project: "other".to_owned(),
            domain: None,
        },
    );
    let alice = signed_in(run(sign_in(&script, &request)).unwrap());
    assert_eq!(alice.project.name, "demo");
    assert_eq!(alice.token.expose(), "gAAAAAB_token-pasted");
    assert_eq!(alice.method, Method::Token);
    assert!(alice.can_switch_project());
    run(sign_out(&script, &alice)).unwrap();
    let sent = script.finish();
    for header in ["X-Auth-Token", "X-Subject-Token"] {
        assert_eq!(sent[0].header(header), Some("gAAAAAB_token-pasted"));
    }

    // The token of an application credential: what other projects there are is not even asked.
    let script = Script::new().on(ABOUT, 200, with_credential(scoped_body("p-demo", "demo")));
    let bound = signed_in(run(sign_in(&script, &request)).unwrap());
    assert!(!bound.can_switch_project());
    script.finish();

    // Whether there are others is no reason to fail.
    let script = Script::new()
        .on(ABOUT, 200, scoped_body("p-demo", "demo"))
        .on(PROJECTS, 403, "");
    let alone = signed_in(run(sign_in(&script, &request)).unwrap());
    assert_eq!(alone.projects, std::slice::from_ref(&alone.project));
    script.finish();
}

#[test]
fn a_pasted_token_without_a_project_gives_the_choice() {
    let script = Script::new()
        .on(ABOUT, 200, unscoped_body())
        .on(PROJECTS, 200, projects_body());
    let request = |project| sign_in_with(Credentials::Token(token("plain")), project);
    let outcome = run(sign_in(&script, &request(WantedProject::Choose))).unwrap();
    assert!(
        matches!(outcome, SignInOutcome::ChooseProject { projects, .. } if projects.len() == 2)
    );
    script.finish();

    // It is not ours to revoke when the sign-in comes to nothing.
    let script = Script::new()
        .on(ABOUT, 200, unscoped_body())
        .on(PROJECTS, 200, projects_body());
    let nowhere = WantedProject::Named {
        project: "nowhere".to_owned(),
        domain: None,
    };
    let error = why(run(sign_in(&script, &request(nowhere))).unwrap_err());
    assert!(
        matches!(error, SignInError::NoRoleOnProject { .. }),
        "{error:?}"
    );
    script.finish();
}

#[test]
fn a_token_that_is_not_taken_or_is_none_is_told() {
    let unknown = r#"{"error":{"code":404,"message":"Could not recognize Fernet token","title":"Not Found"}}"#;
    let request = |text: &str| sign_in_with(Credentials::Token(token(text)), WantedProject::Choose);
    for (status, body) in [(401, REFUSED), (404, unknown)] {
        let script = Script::new().on(ABOUT, status, body);
        let error = why(run(sign_in(&script, &request("old"))).unwrap_err());
        assert!(
            matches!(error, SignInError::TokenRefused { .. }),
            "{error:?}"
        );
        script.finish();
    }
    for (status, body) in [(404, HTML_404), (405, ""), (200, "<html>Welcome</html>")] {
        let script = Script::new().on(ABOUT, status, body);
        let error = why(run(sign_in(&script, &request("old"))).unwrap_err());
        assert!(
            matches!(error, SignInError::NotIdentity { .. }),
            "{error:?}"
        );
        script.finish();
    }
    for text in ["", " \n", "two words", "| id | gAAAA |", "tökén", "a\u{7}b"] {
        let script = Script::new();
        let error = why(run(sign_in(&script, &request(text))).unwrap_err());
        assert_eq!(error, SignInError::NotAToken, "{text:?}");
        assert!(script.finish().is_empty());
    }
}

/// A sign-in as each method leaves it, through the form it is kept in.
fn kept_as(method: &Value) -> SignedIn {
    let mut kept = serde_json::to_value(by_pasted_token().to_stored()).unwrap();
    assert_eq!(kept["method"], "token");
    match method {
        Value::Null => drop(kept.as_object_mut().unwrap().remove("method")),
        method => kept["method"] = method.clone(),
    }
    let stored: Stored = serde_json::from_value(kept).unwrap();
    let restored = SignedIn::from_stored(&stored);
    let again = serde_json::to_value(restored.to_stored()).unwrap();
    if !method.is_null() {
        assert_eq!(again["method"], *method);
    }
    restored
}

#[test]
fn signing_in_again_asks_for_what_the_method_takes_and_goes_to_the_same_project() {
    let credential = json!({"application_credential": {"id": "ac-1", "name": "browser-app"}});
    let by_password =
        json!({"methods": ["password"], "password": {"user": {"id": "1de3", "password": "again"}}});
    let table = [
        (Value::Null, by_password.clone()),
        (json!("password"), by_password.clone()),
        (json!("password_and_code"), by_password),
        (
            credential,
            json!({"methods": ["application_credential"],
                "application_credential": {"id": "ac-1", "secret": "again"}}),
        ),
    ];
    for (method, sent) in table {
        let before = kept_as(&method);
        let script = Script::new().on(TOKENS, 503, "");
        run(sign_in_again(&script, &before, secret("again"))).unwrap_err();
        assert_eq!(identity(&script.finish()[0].body), &sent);
    }
    for (method, line) in [
        ("rackspace_api_key", "apiKey"),
        ("rackspace_password", "password"),
    ] {
        let mut before = kept_as(&json!(method));
        before.auth_url = "https://identity.example/v2.0".to_owned();
        let script = Script::new().on("POST /v2.0/tokens", 503, "");
        run(sign_in_again(&script, &before, secret("again"))).unwrap_err();
        let body = script.finish()[0].body.clone().unwrap().to_string();
        assert!(body.contains(&format!("\"{line}\":\"again\"")), "{body}");
    }

    let before = kept_as(&json!("token"));
    let script = Script::new()
        .on(ABOUT, 200, scoped_body("p-other", "other"))
        .on(PROJECTS, 200, projects_body())
        .gives("of-demo", scoped_body("p-demo", "demo"));
    let after = signed_in(run(sign_in_again(&script, &before, secret("fresh"))).unwrap());
    assert_eq!(after.project.id, "p-demo");
    script.finish();

    let mut theirs = scoped_body("p-demo", "demo");
    theirs["token"]["user"]["id"] = "b0b".into();
    theirs["token"]["user"]["name"] = "bob".into();
    let script = Script::new()
        .on(ABOUT, 200, theirs)
        .on(PROJECTS, 200, projects_body());
    let error = run(sign_in_again(&script, &before, secret("fresh"))).unwrap_err();
    let user = "bob".to_owned();
    assert_eq!(why(error), SignInError::AnotherUser { user });
    script.finish();
}
