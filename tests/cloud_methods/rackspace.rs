//! Rackspace's identity service, as its documentation has it.

use crate::cloud_support::{LINE, Script, key, name, run};
use crate::person::*;
use keyhaven::openstack::catalog::COMPUTE;
use keyhaven::openstack::compute::Compute;
use keyhaven::openstack::error::{Error, SignInError};
use keyhaven::openstack::identity::{
    AuthUrlError, Credentials, Method, OneTimeCode, SignIn, SignInOutcome, SignedIn, Stored,
    WantedProject, send_code, sign_in, sign_out, switch_project,
};
use serde_json::{Value, json};

const V2_TOKENS: &str = "POST /v2.0/tokens";

fn access() -> Value {
    let endpoint = |region: &str, url: &str| {
        json!({"tenantId": "1100111", "region": region, "publicURL": url,
        "versionId": "2", "versionInfo": "https://dfw.servers.api.rackspacecloud.com/v2/"})
    };
    json!({"access": {
        "token": {"expires": "2026-11-25T22:51:02.000-06:00", "id": "vvvvvvvv", "tenant": {"id": "1100111", "name": "1100111"}},
        "user": {"id": "123456", "name": "jsmith", "RAX-AUTH:defaultRegion": "ORD",
            "roles": [{"description": "Admin Role.", "id": "identity:admin", "name": "identity:user-admin"}]},
        "serviceCatalog": [
            {"name": "cloudServers", "type": "compute", "endpoints": [{"tenantId": "1100111",
                "publicURL": "https://servers.api.rackspacecloud.com/v1.0/1100111", "versionId": "1.0"}]},
            {"name": "cloudServersOpenStack", "type": "compute", "endpoints": [
                endpoint("DFW", "https://dfw.servers.api.rackspacecloud.com/v2/1100111"),
                endpoint("ORD", "https://ord.servers.api.rackspacecloud.com/v2/1100111"),
            ]},
            {"name": "cloudDNS", "type": "rax:dns", "endpoints": [{"tenantId": "1100111", "publicURL": "https://dns.api.rackspacecloud.com/v1.0/1100111"}]},
        ],
    }})
}

fn unauthorized(message: &str) -> Value {
    json!({"unauthorized": {"code": 401, "message": message}})
}

fn with_api_key() -> Credentials {
    Credentials::RackspaceApiKey {
        user: "jsmith".to_owned(),
        api_key: secret("0f0f"),
    }
}

fn with_password() -> Credentials {
    Credentials::RackspacePassword {
        user: "jsmith".to_owned(),
        password: secret("jsmith-pw"),
    }
}

fn at(auth_url: &str, credentials: Credentials) -> SignIn {
    SignIn {
        auth_url: auth_url.to_owned(),
        ..sign_in_with(credentials, WantedProject::Choose)
    }
}

const US: &str = "https://identity.api.rackspacecloud.com/v2.0/";

#[test]
fn user_name_and_api_key_give_a_token_and_the_catalog() {
    for auth_url in [
        US,
        "https://identity.api.rackspacecloud.com/v2.0/tokens",
        "https://identity.api.rackspacecloud.com",
    ] {
        let script = Script::new()
            .on(V2_TOKENS, 200, access())
            .on("DELETE /v2.0/tokens", 204, "");
        let jsmith = signed_in(run(sign_in(&script, &at(auth_url, with_api_key()))).unwrap());
        assert_eq!(jsmith.token.expose(), "vvvvvvvv");
        assert_eq!(jsmith.method, Method::RackspaceApiKey);
        assert_eq!(jsmith.project.name, "1100111");
        assert_eq!(jsmith.roles, ["identity:user-admin"]);
        assert_eq!(jsmith.expires_at, "2026-11-25T22:51:02.000-06:00");
        assert_eq!(jsmith.default_region.as_deref(), Some("ORD"));
        assert_eq!(jsmith.catalog.regions_of(COMPUTE), ["DFW", "ORD"]);
        assert_eq!(
            jsmith.catalog.endpoint(COMPUTE, None).as_deref(),
            Some("https://dfw.servers.api.rackspacecloud.com/v2/1100111"),
            "not the first generation's"
        );
        let text = serde_json::to_string(&jsmith.to_stored()).unwrap();
        let stored: Stored = serde_json::from_str(&text).unwrap();
        assert_eq!(SignedIn::from_stored(&stored), jsmith);
        let error = why(run(switch_project(&script, &jsmith, "2200222")).unwrap_err());
        assert!(
            matches!(error, SignInError::BoundToProject { .. }),
            "{error:?}"
        );
        run(sign_out(&script, &jsmith)).unwrap();
        let sent = script.finish();
        assert_eq!(
            sent[0].body,
            Some(
                json!({"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "jsmith", "apiKey": "0f0f"}}})
            )
        );
        assert_eq!(sent[1].header("X-Auth-Token"), Some("vvvvvvvv"));
        assert!(!sent[1].url.contains("vvvvvvvv"), "no token in an address");
    }
}

#[test]
fn a_token_without_a_tenant_has_the_servers_one() {
    let mut without = access();
    without["access"]["token"]
        .as_object_mut()
        .unwrap()
        .remove("tenant");
    let script = Script::new().on(V2_TOKENS, 200, without);
    let jsmith = signed_in(run(sign_in(&script, &at(US, with_api_key()))).unwrap());
    assert_eq!(jsmith.project.id, "1100111");
    script.finish();

    // As the documentation's answer to a passcode has it: no catalog, no tenant. Nothing can be done with that.
    let mut nothing = access();
    nothing["access"]["token"]
        .as_object_mut()
        .unwrap()
        .remove("tenant");
    nothing["access"]["serviceCatalog"] = json!([]);
    let script = Script::new().on(V2_TOKENS, 200, nothing);
    let error = run(sign_in(&script, &at(US, with_api_key()))).unwrap_err();
    assert!(matches!(error, Error::BadReply { .. }), "{error:?}");
    script.finish();
}

fn asked() -> (Script, OneTimeCode) {
    let challenge = "OS-MF sessionId='the-session', factor='PASSCODE'";
    let script = Script::new().on_with(
        V2_TOKENS,
        401,
        &[("WWW-Authenticate", challenge)],
        unauthorized("Additional authentication credentials required"),
    );
    match run(sign_in(&script, &at(US, with_password()))).unwrap() {
        SignInOutcome::OneTimeCode(asked) => (script, asked),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_passcode_is_asked_for_and_sent_with_the_session() {
    let (script, asked) = asked();
    assert_eq!((asked.user.as_str(), &asked.expires_at), ("jsmith", &None));
    let script = script
        .on(V2_TOKENS, 401, unauthorized("Can not authenticate with credentials provided"))
        .on(V2_TOKENS, 401, unauthorized("Can not authenticate with credentials provided. Session has expired."))
        .on(V2_TOKENS, 403, json!({"forbidden": {"code": 403, "message": "Can not authenticate with credentials provided. The account has been locked due to excessive invalid attempts. Please contact an administrator"}}))
        .on(V2_TOKENS, 200, access());
    let mut errors = Vec::new();
    for _ in 0..3 {
        errors.push(why(
            run(send_code(&script, &asked, &secret("000000"))).unwrap_err()
        ));
    }
    assert!(matches!(errors[0], SignInError::WrongPasscode { .. }));
    assert_eq!(
        errors[1..],
        [SignInError::CodeTooLate, SignInError::AccountLocked]
    );
    let jsmith = signed_in(run(send_code(&script, &asked, &secret("123456"))).unwrap());
    assert_eq!(jsmith.method, Method::RackspacePassword);
    let sent = script.finish();
    assert_eq!(
        sent[0].body,
        Some(
            json!({"auth": {"passwordCredentials": {"username": "jsmith", "password": "jsmith-pw"}}})
        )
    );
    assert_eq!(sent[4].header("X-SessionId"), Some("the-session"));
    let body = json!({"auth": {"RAX-AUTH:passcodeCredentials": {"passcode": "123456"}}});
    assert_eq!(sent[4].body, Some(body));
}

#[test]
fn refusals_say_what_they_are() {
    type Row = (fn() -> Credentials, u16, Value, fn(&SignInError) -> bool);
    let table: [Row; 6] = [
        (
            with_api_key,
            401,
            unauthorized("Username or api key is invalid."),
            |error| {
                matches!(
                    error,
                    SignInError::WrongApiKey {
                        request_id: Some(_)
                    }
                )
            },
        ),
        (
            with_password,
            401,
            unauthorized("Unable to authenticate user with credentials provided."),
            |error| matches!(error, SignInError::WrongCredentials { .. }),
        ),
        (
            with_password,
            401,
            unauthorized("Additional authentication credentials required"),
            |error| {
                matches!(
                    error,
                    SignInError::CodeHidden {
                        header: "WWW-Authenticate"
                    }
                )
            },
        ),
        (
            with_api_key,
            403,
            json!({"userDisabled": {"code": 403, "message": "User is disabled"}}),
            |error| *error == SignInError::AccountLocked,
        ),
        (with_api_key, 404, json!({}), |error| {
            matches!(error, SignInError::NotIdentity { .. })
        }),
        (with_password, 405, json!({}), |error| {
            matches!(error, SignInError::NotIdentity { .. })
        }),
    ];
    for (credentials, status, body, is_right) in table {
        let script = Script::new().on(V2_TOKENS, status, &body);
        let error = why(run(sign_in(&script, &at(US, credentials()))).unwrap_err());
        assert!(is_right(&error), "{status} {body}: {error:?}");
        script.finish();
    }
    // Keystone's version 3 knows no API key: it is not sent there.
    let script = Script::new();
    let error = run(sign_in(
        &script,
        &at("https://keystone.example/v3", with_api_key()),
    ));
    let expected = SignInError::BadAuthUrl(AuthUrlError::Version3);
    assert_eq!(why(error.unwrap_err()), expected);
    assert!(script.finish().is_empty());
}

#[test]
fn its_compute_api_is_used_without_a_version() {
    let endpoint = "https://ord.servers.api.rackspacecloud.com/v2/1100111/";
    let shown = json!({"keypair": {"name": "laptop", "public_key": LINE, "fingerprint": "8b:1d"}});
    let script = Script::new()
        .on("POST /v2/1100111/os-keypairs", 200, &shown)
        .on(
            "GET /v2/1100111/os-keypairs",
            200,
            json!({"keypairs": [shown]}),
        )
        .on("DELETE /v2/1100111/os-keypairs/laptop", 202, "");
    let compute = run(Compute::connect(&script, endpoint, token("vvvvvvvv"))).unwrap();
    assert_eq!(compute.microversions(), None);
    run(compute.import_key_pair(&name("laptop"), &key())).unwrap();
    assert_eq!(run(compute.key_pairs()).unwrap().len(), 1);
    run(compute.delete_key_pair("laptop")).unwrap();
    for sent in script.finish() {
        assert_eq!(sent.header("OpenStack-API-Version"), None);
        let kind = sent
            .body
            .as_ref()
            .and_then(|body| body.pointer("/keypair/type"));
        assert_eq!(kind, None);
    }
}
