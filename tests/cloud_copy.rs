//! Key pairs copied to another region: what counts as done, what is left alone, and what is tried again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::openstack::compute::{Copied, PublicHalf};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::key_pair_name::NameError;
use serde_json::json;

const SHOW: &str = "GET /v2.1/os-keypairs/laptop";
const IMPORT: &str = "POST /v2.1/os-keypairs";
const MISSING: &str =
    r#"{"itemNotFound":{"code":404,"message":"Keypair laptop not found for user 1de3"}}"#;
const TAKEN: &str =
    r#"{"conflictingRequest":{"code":409,"message":"Key pair 'laptop' already exists."}}"#;
/// A certificate as another program may have registered it, which is none that can be read here.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

fn certificate() -> serde_json::Value {
    json!({"keypair": {"name": "win", "public_key": format!("{CERTIFICATE}\n"), "fingerprint": "", "type": "x509"}})
}

#[test]
fn it_is_registered_when_it_is_not_there() {
    let script = nova("2.104")
        .on(SHOW, 404, MISSING)
        .on(IMPORT, 201, listed("laptop", LINE));
    let compute = connected(&script);
    let copied = run(compute.copy_key_pair("laptop", &key())).unwrap();
    assert_eq!(copied, Copied::Registered);
    let sent = script.finish();
    let body = sent[2].body.as_ref().unwrap();
    assert_eq!(body["keypair"]["public_key"], LINE);
    assert_eq!(body["keypair"]["name"], "laptop");
}

#[test]
fn what_is_there_is_told_apart_and_left_alone() {
    for (there, outcome) in [
        (LINE, Copied::ThereAlready),
        (&LINE.replace("alice@laptop", "other"), Copied::ThereAlready),
        (OTHER_LINE, Copied::NameTaken),
    ] {
        let script = nova("2.104").on(SHOW, 200, shown("laptop", there));
        let compute = connected(&script);
        assert_eq!(run(compute.copy_key_pair("laptop", &key())), Ok(outcome));
        script.finish();
    }
}

#[test]
fn a_name_in_other_letters_counts_as_taken() {
    let script = nova("2.104")
        .on(SHOW, 404, MISSING)
        .on(IMPORT, 409, TAKEN)
        .on(SHOW, 404, MISSING);
    let compute = connected(&script);
    let copied = run(compute.copy_key_pair("laptop", &key()));
    assert_eq!(copied, Ok(Copied::NameTaken));
    script.finish();
}

#[test]
fn an_older_region_is_not_sent_what_it_does_not_take() {
    let missing = "GET /v2.1/os-keypairs/web%40eu";
    let script = nova("2.90").on(missing, 404, MISSING);
    let compute = connected(&script);
    let copied = run(compute.copy_key_pair("web@eu", &key()));
    assert!(
        matches!(
            copied,
            Ok(Copied::NameRefused(NameError::Illegal {
                character: '@',
                ..
            }))
        ),
        "{copied:?}"
    );
    script.finish();

    let missing = "GET /v2.1/os-keypairs/win";
    let script = nova("2.1").on(missing, 404, MISSING);
    let compute = connected(&script);
    let copied = run(compute.copy_key_pair("win", PublicHalf::X509(CERTIFICATE)));
    assert_eq!(copied, Err(Error::NoCertificates));
    script.finish();
}

#[test]
fn a_certificate_is_copied_as_it_is() {
    let show = "GET /v2.1/os-keypairs/win";
    let script = nova("2.104")
        .on(show, 404, MISSING)
        .on(IMPORT, 201, certificate())
        .on(show, 200, certificate());
    let compute = connected(&script);
    for outcome in [Copied::Registered, Copied::ThereAlready] {
        let copied = run(compute.copy_key_pair("win", PublicHalf::X509(CERTIFICATE)));
        assert_eq!(copied, Ok(outcome));
    }
    assert_eq!(
        script.finish()[2].body.as_ref().unwrap()["keypair"]["type"],
        "x509"
    );
}

#[test]
fn a_failure_is_told_and_another_try_looks_first() {
    let full = r#"{"forbidden":{"code":403,"message":"Quota exceeded, too many key pairs."}}"#;
    let script = nova("2.104")
        .on(SHOW, 404, MISSING)
        .on(IMPORT, 403, full)
        .on(SHOW, 200, shown("laptop", LINE));
    let compute = connected(&script);
    let failed = run(compute.copy_key_pair("laptop", &key())).unwrap_err();
    assert!(matches!(failed, Error::Forbidden { quota: true, .. }));
    assert_eq!(failed.request_id(), Some("req-1"));
    let again = run(compute.copy_key_pair("laptop", &key()));
    assert_eq!(again, Ok(Copied::ThereAlready));
    script.finish();
}
