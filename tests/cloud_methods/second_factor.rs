//! One-time codes at Keystone.

use crate::cloud_support::{Script, run};
use crate::person::*;
use keyhaven::openstack::error::SignInError;
use keyhaven::openstack::identity::{
    Credentials, Method, OneTimeCode, SignInOutcome, WantedProject, send_code, sign_in,
};
use serde_json::{Value, json};

fn receipt(rules: Value) -> Value {
    json!({"receipt": {"methods": ["password"], "user": {"id": "1de3", "name": "alice",
        "domain": {"id": "default", "name": "Default"}}, "expires_at": "2026-11-24T03:07:16.000000Z",
        "issued_at": "2026-11-24T03:02:16.000000Z"}, "required_auth_methods": rules})
}

fn alice(passcode: Option<&str>) -> Credentials {
    password(by_name("alice"), "alice-pw", passcode)
}

fn demo() -> WantedProject {
    WantedProject::Named {
        project: "demo".to_owned(),
        domain: None,
    }
}

fn asked(script: &Script) -> OneTimeCode {
    match run(sign_in(script, &sign_in_with(alice(None), demo()))).unwrap() {
        SignInOutcome::OneTimeCode(asked) => asked,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_code_goes_along_at_once_when_there_is_one() {
    let script = Script::new()
        .gives("plain", unscoped_body())
        .on(PROJECTS, 200, projects_body())
        .gives("of-demo", scoped_body("p-demo", "demo"));
    let request = sign_in_with(alice(Some("123456")), demo());
    let signed_in = signed_in(run(sign_in(&script, &request)).unwrap());
    assert_eq!(signed_in.method, Method::PasswordAndCode);
    let user = |key: &str, value: &str| json!({"name": "alice", "domain": {"name": "Default"}, key: value});
    let identity = json!({"methods": ["password", "totp"], "password": {"user": user("password", "alice-pw")},
        "totp": {"user": user("passcode", "123456")}});
    let sent = script.finish();
    assert_eq!(sent[0].body.as_ref().unwrap()["auth"]["identity"], identity);

    let script = Script::new().on(TOKENS, 401, REFUSED);
    let request = sign_in_with(alice(Some("000000")), demo());
    let error = why(run(sign_in(&script, &request)).unwrap_err());
    assert!(
        matches!(error, SignInError::WrongCredentialsOrCode { .. }),
        "{error:?}"
    );
    script.finish();
}

#[test]
fn a_receipt_asks_for_the_code_and_the_password_is_not_sent_again() {
    let script = Script::new()
        .on_with(
            TOKENS,
            401,
            &[("Openstack-Auth-Receipt", "the-receipt")],
            receipt(json!([["totp", "password"], ["password", "oauth1"]])),
        )
        .on(TOKENS, 401, REFUSED)
        .gives("plain", unscoped_body())
        .on(PROJECTS, 200, projects_body())
        .gives("of-demo", scoped_body("p-demo", "demo"));
    let asked = asked(&script);
    assert_eq!(asked.user, "alice");
    assert_eq!(
        asked.expires_at.as_deref(),
        Some("2026-11-24T03:07:16.000000Z")
    );
    assert!(!format!("{asked:?}").contains("the-receipt"));
    let error = why(run(send_code(&script, &asked, &secret("000000"))).unwrap_err());
    assert!(
        matches!(error, SignInError::WrongPasscode { .. }),
        "{error:?}"
    );
    let signed_in = signed_in(run(send_code(&script, &asked, &secret("123456"))).unwrap());
    assert_eq!(signed_in.method, Method::PasswordAndCode);
    assert_eq!(signed_in.project.id, "p-demo", "the one first asked for");
    let sent = script.finish();
    assert_eq!(
        sent[2].header("Openstack-Auth-Receipt"),
        Some("the-receipt")
    );
    assert_eq!(
        sent[2].body,
        Some(
            json!({"auth": {"identity": {"methods": ["totp"], "totp": {"user":
            {"id": "1de3", "passcode": "123456"}}}, "scope": "unscoped"}})
        )
    );
    for later in &sent[1..] {
        let body = later
            .body
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default();
        assert!(!body.contains("alice-pw"));
    }
}

#[test]
fn a_code_that_came_too_late_is_told() {
    let late = r#"{"error":{"code":401,"message":"Could not find auth receipt: gAAA.","title":"Unauthorized"}}"#;
    let script = Script::new()
        .on_with(
            TOKENS,
            401,
            &[("Openstack-Auth-Receipt", "the-receipt")],
            receipt(json!([["password", "totp"]])),
        )
        .on(TOKENS, 401, late);
    let asked = asked(&script);
    let error = why(run(send_code(&script, &asked, &secret("123456"))).unwrap_err());
    assert_eq!(error, SignInError::CodeTooLate);
    script.finish();
}

#[test]
fn what_cannot_be_gone_on_with_is_told() {
    let script = Script::new().on(TOKENS, 401, receipt(json!([["password", "totp"]])));
    let request = sign_in_with(alice(None), demo());
    let error = why(run(sign_in(&script, &request)).unwrap_err());
    let header = "Openstack-Auth-Receipt";
    assert_eq!(error, SignInError::CodeHidden { header });
    script.finish();

    let rules = json!([["password", "totp", "oauth1"]]);
    for code in [None, Some("123456")] {
        let script = Script::new().on_with(
            TOKENS,
            401,
            &[("Openstack-Auth-Receipt", "the-receipt")],
            receipt(rules.clone()),
        );
        let error = why(run(sign_in(&script, &sign_in_with(alice(code), demo()))).unwrap_err());
        assert!(
            matches!(error, SignInError::SecondFactorNeeded { .. }),
            "{error:?}"
        );
        script.finish();
    }
}
