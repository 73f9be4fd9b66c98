//! Requests and answers of signing in that the tests share.
#![allow(dead_code, reason = "each test program uses a part")]

use crate::cloud_support::{Script, run};
use keyhaven::openstack::error::{Error, SignInError};
use keyhaven::openstack::identity::{
    Credentials, NameOrId, SignIn, SignInOutcome, SignedIn, UserRef, WantedProject, sign_in,
};
use keyhaven::openstack::secret::{Secret, Token};
use serde_json::{Value, json};

pub const TOKENS: &str = "POST /v3/auth/tokens";
pub const ABOUT: &str = "GET /v3/auth/tokens";
pub const PROJECTS: &str = "GET /v3/auth/projects";
pub const REVOKE: &str = "DELETE /v3/auth/tokens";
pub const REFUSED: &str = r#"{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}"#;
pub const HTML_404: &str = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server.</p>\n";

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub fn token(text: &str) -> Token {
    Token::new(text.to_owned())
}

pub fn by_name(name: &str) -> UserRef {
    UserRef::Name {
        name: name.to_owned(),
        domain: NameOrId::Name("Default".to_owned()),
    }
}

pub fn password(user: UserRef, password: &str, passcode: Option<&str>) -> Credentials {
    Credentials::Password {
        user,
        password: secret(password),
        passcode: passcode.map(secret),
    }
}

pub fn sign_in_with(credentials: Credentials, project: WantedProject) -> SignIn {
    SignIn {
        auth_url: "https://cloud.example:5000/v3".to_owned(),
        credentials,
        project,
    }
}

pub fn signed_in(outcome: SignInOutcome) -> SignedIn {
    match outcome {
        SignInOutcome::SignedIn(signed_in) => signed_in,
        other => panic!("{other:?}"),
    }
}

/// alice, signed in to demo by a pasted token.
pub fn by_pasted_token() -> SignedIn {
    let script = Script::new()
        .on(ABOUT, 200, scoped_body("p-demo", "demo"))
        .on(PROJECTS, 200, projects_body());
    let request = sign_in_with(Credentials::Token(token("plain")), WantedProject::Choose);
    let alice = signed_in(run(sign_in(&script, &request)).unwrap());
    script.finish();
    alice
}

pub fn why(error: Error) -> SignInError {
    match error {
        Error::SignIn(error) => error,
        other => panic!("{other:?}"),
    }
}

pub fn unscoped_body() -> Value {
    json!({"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "1de3",
        "name": "alice", "password_expires_at": null}, "audit_ids": ["y8g7"],
        "expires_at": "2026-11-24T04:02:16.000000Z", "issued_at": "2026-11-24T03:02:16.000000Z"}})
}

pub fn scoped_body(id: &str, name: &str) -> Value {
    let mut body = unscoped_body();
    body["token"]["project"] =
        json!({"domain": {"id": "default", "name": "Default"}, "id": id, "name": name});
    body["token"]["roles"] = json!([{"id": "r1", "name": "reader"}]);
    body["token"]["catalog"] = json!([{"id": "c2", "type": "compute", "name": "nova", "endpoints": [
        {"id": "e", "interface": "public", "region_id": "RegionOne", "region": "RegionOne", "url": "https://cloud.example:8774/v2.1"}
    ]}]);
    body
}

pub fn projects_body() -> Value {
    let project = |id: &str, name: &str| json!({"id": id, "name": name, "domain_id": "default", "enabled": true});
    json!({"projects": [project("p-demo", "demo"), project("p-other", "other")]})
}
