//! What the tests of the cloud's client share: a cloud that plays a script, and the check that no request asks a cloud
//! to make a private key.
#![allow(dead_code, reason = "each test program uses a part of it")]

use keyhaven::keys::public::PublicKey;
use keyhaven::openstack::compute::Compute;
use keyhaven::openstack::http::{Http, Method, Request, Response, TransportError};
use keyhaven::openstack::key_pair_name::{KeyPairName, NameRules};
use keyhaven::openstack::secret::Token;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The public key that most fixtures hold.
pub const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2QceNj/MeE4V2Ob1f5gZdb3CmmYLNkxhV1TPV/vd5Q alice@laptop";
/// Its MD5 fingerprint.
pub const MD5: &str = "8b:1d:ff:14:b2:48:d5:c3:ea:6e:39:3a:34:a2:24:b5";
/// Another public key.
pub const OTHER_LINE: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFIV+kvbgHV8TzqpSqLKbFxKRc/8TaQfXyw02csiVzwCN0RedCWjEMOSDKtRw2snUR1BSK2ST5Z6ZASeJMwtv9I= alice@laptop";

/// Where the scripted compute service is.
pub const ENDPOINT: &str = "https://cloud.example:8774/v2.1";

pub fn key() -> PublicKey {
    PublicKey::parse_line(LINE).unwrap()
}

pub fn name(text: &str) -> KeyPairName {
    KeyPairName::parse(text, NameRules { dot_and_at: true }).unwrap()
}

/// What a real cloud answered once, by the name of its file.
pub fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cloud");
    std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap()
}

/// The same, to be changed.
pub fn fixture_json(name: &str) -> Value {
    serde_json::from_str(&fixture(name)).unwrap()
}

/// A token for services that have no version document.
pub fn the_token() -> Token {
    Token::new("the-token".to_owned())
}

/// Runs a future that never waits: the scripted cloud answers at once.
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the scripted cloud never waits"),
    }
}

/// A request as it was sent.
#[derive(Clone)]
pub struct Sent {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Value>,
}

impl Sent {
    fn of(request: &Request) -> Self {
        let body = request
            .body
            .as_ref()
            .map(|body| serde_json::from_str(body).unwrap());
        Self {
            method: request.method.as_str(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body,
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The microversion asked for, without the service's name, by the header of its time.
    pub fn microversion(&self) -> Option<&str> {
        let old = self.header("X-OpenStack-Nova-API-Version");
        let new = self.header("OpenStack-API-Version");
        assert!(old.is_none() || new.is_none(), "one header, not both");
        old.or(new.map(|value| value.strip_prefix("compute ").unwrap()))
    }

    /// `METHOD path?query`.
    pub fn line(&self) -> String {
        let path = self.url.splitn(4, '/').nth(3).unwrap_or_default();
        format!("{} /{path}", self.method)
    }
}

/// Fails the test when a request would have a cloud below 2.92 make the private key.
pub fn assert_brings_its_public_key(method: &str, url: &str, body: Option<&Value>) {
    if method == "POST" && url.trim_end_matches('/').ends_with("/os-keypairs") {
        let public_key = body
            .and_then(|body| body.pointer("/keypair/public_key"))
            .and_then(Value::as_str);
        assert!(
            public_key.is_some_and(|key| {
                let starts = ["ssh-", "ecdsa-", "-----BEGIN CERTIFICATE-----"];
                starts.iter().any(|start| key.starts_with(start))
            }),
            "a key pair was asked for without its public key: {body:?}"
        );
    }
}

/// Whether an error is the one expected.
pub type IsRight = fn(&keyhaven::openstack::error::Error) -> bool;

type Answer = Result<(u16, Vec<(&'static str, String)>, String), TransportError>;

/// A cloud that plays a script: each request must be the one expected next.
#[derive(Default)]
pub struct Script {
    expected: RefCell<VecDeque<(String, Answer)>>,
    pub sent: RefCell<Vec<Sent>>,
    pub pauses: RefCell<Vec<u32>>,
}

impl Script {
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a request (`GET /v3/auth/projects`) and answers it.
    pub fn on(self, line: &str, status: u16, body: impl ToString) -> Self {
        self.on_with(line, status, &[], body)
    }

    /// The same with headers beside the request id.
    pub fn on_with(
        self,
        line: &str,
        status: u16,
        headers: &[(&'static str, &str)],
        body: impl ToString,
    ) -> Self {
        let mut all = vec![("X-Openstack-Request-Id", "req-1".to_owned())];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        self.expected
            .borrow_mut()
            .push_back((line.to_owned(), Ok((status, all, body.to_string()))));
        self
    }

    /// Expects a request for a token and gives this one, which Keystone does in a header.
    pub fn gives(self, token: &str, body: impl ToString) -> Self {
        let headers = [("X-Subject-Token", token)];
        self.on_with("POST /v3/auth/tokens", 201, &headers, body)
    }

    /// Expects a request and fails it.
    pub fn failing(self, line: &str, error: TransportError) -> Self {
        self.expected
            .borrow_mut()
            .push_back((line.to_owned(), Err(error)));
        self
    }

    /// Everything expected has come; what was sent, for looking at it closer.
    pub fn finish(self) -> Vec<Sent> {
        let left: Vec<String> = self
            .expected
            .take()
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert!(left.is_empty(), "never asked: {left:?}");
        self.sent.take()
    }
}

impl Http for Script {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let sent = Sent::of(&request);
        let line = sent.line();
        assert_brings_its_public_key(sent.method, &sent.url, sent.body.as_ref());
        assert_eq!(
            request.body.is_some(),
            matches!(request.method, Method::Post | Method::Put),
            "{line}"
        );
        self.sent.borrow_mut().push(sent);
        let next = self.expected.borrow_mut().pop_front();
        let (expected, answer) = next.unwrap_or_else(|| panic!("not expected: {line}"));
        assert_eq!(line, expected);
        let (status, headers, body) = answer?;
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Ok(Response {
            status,
            headers,
            body: body.into_bytes(),
        })
    }

    async fn pause(&self, milliseconds: u32) {
        self.pauses.borrow_mut().push(milliseconds);
    }
}

pub fn unreachable() -> TransportError {
    TransportError::Unreachable {
        detail: "TypeError: Failed to fetch".to_owned(),
    }
}

/// Nova's version document.
pub fn version_document(max: &str) -> String {
    format!(
        r#"{{"version":{{"id":"v2.1","status":"CURRENT","version":"{max}","min_version":"2.1","updated":"2013-07-23T11:33:21Z","links":[{{"rel":"self","href":"http://internal:8774/v2.1/"}}]}}}}"#
    )
}

/// A compute client, after the version document said that microversions to `max` are there.
pub fn connected(script: &Script) -> Compute<&Script> {
    run(Compute::connect(
        script,
        ENDPOINT,
        Token::new("the-token".to_owned()),
    ))
    .unwrap()
}

/// The script's beginning: a Nova with microversions up to `max`.
pub fn nova(max: &str) -> Script {
    Script::new().on("GET /v2.1/", 200, version_document(max))
}

/// A key pair as the list has it.
pub fn listed(name: &str, line: &str) -> Value {
    serde_json::json!({"keypair": {"name": name, "public_key": format!("{line}\n"), "fingerprint": MD5, "type": "ssh"}})
}

/// A key pair as the call for one has it.
pub fn shown(name: &str, line: &str) -> Value {
    let mut shown = listed(name, line);
    shown["keypair"]["created_at"] = "2026-11-24T03:02:18.000000".into();
    shown["keypair"]["user_id"] = "1de347de006245a989b28975591357a3".into();
    shown["keypair"]["deleted"] = false.into();
    shown["keypair"]["id"] = 91.into();
    shown
}
