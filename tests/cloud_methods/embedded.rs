//! Every way to sign in on the embedded cloud, over HTTP and through the CORS rules that a page is under.

use crate::cloud_support::{key, name};
use crate::page::{ORIGIN, Page};
use crate::person::*;
use devcloud::{Config, Cors, Running, seed};
use keyhaven::explain::operator_lines;
use keyhaven::openstack::catalog::COMPUTE;
use keyhaven::openstack::compute::Compute;
use keyhaven::openstack::error::{Error, SignInError};
use keyhaven::openstack::identity::{
    Action, Allowed, CredentialRef, Credentials, Method, NameOrId, OneTimeCode, SignIn,
    SignInOutcome, SignedIn, UserRef, WantedProject, scope_to, send_code, sign_in, sign_in_again,
    sign_out, switch_project,
};
use std::time::Duration;

async fn start() -> Running {
    devcloud::start(Config::default()).await.unwrap()
}

async fn with_cors(cors: Cors) -> Running {
    let config = Config {
        cors,
        ..Config::default()
    };
    devcloud::start(config).await.unwrap()
}

fn at(cloud: &Running, credentials: Credentials, project: WantedProject) -> SignIn {
    let service = match &credentials {
        Credentials::RackspaceApiKey { .. } | Credentials::RackspacePassword { .. } => {
            "rackspace/identity"
        }
        _ => "identity",
    };
    SignIn {
        auth_url: format!("{}/{service}", cloud.base_url()),
        ..sign_in_with(credentials, project)
    }
}

async fn outcome(cloud: &Running, credentials: Credentials) -> Result<SignInOutcome, Error> {
    let request = at(cloud, credentials, WantedProject::Default);
    sign_in(&Page::new(), &request).await
}

async fn refusal(cloud: &Running, credentials: Credentials) -> SignInError {
    why(outcome(cloud, credentials).await.unwrap_err())
}

fn credential(credential: CredentialRef, text: &str) -> Credentials {
    Credentials::ApplicationCredential {
        credential,
        secret: secret(text),
    }
}

/// The main job, done with a sign-in: a key pair is registered, listed and deleted.
async fn works(signed_in: &SignedIn) {
    let endpoint = signed_in.catalog.endpoint(COMPUTE, None).unwrap();
    let compute = Compute::connect(Page::new(), &endpoint, signed_in.token.clone());
    let compute = compute.await.unwrap();
    compute
        .import_key_pair(&name("laptop"), &key())
        .await
        .unwrap();
    assert_eq!(compute.key_pairs().await.unwrap().len(), 1);
    compute.delete_key_pair("laptop").await.unwrap();
    assert!(compute.key_pairs().await.unwrap().is_empty());
}

#[tokio::test]
async fn password_by_name_and_by_id() {
    let cloud = start().await;
    for user in [
        by_name("alice"),
        UserRef::Id(seed::user_id("alice")),
        UserRef::Name {
            name: "alice".to_owned(),
            domain: NameOrId::Id("default".to_owned()),
        },
    ] {
        let credentials = password(user, "alice-pw", None);
        let alice = signed_in(outcome(&cloud, credentials).await.unwrap());
        assert_eq!(alice.project.name, "demo", "her default");
        let other = switch_project(&Page::new(), &alice, &seed::project_id("other"))
            .await
            .unwrap();
        works(&other).await;
        sign_out(&Page::new(), &other).await.unwrap();
    }
    // admin has no default project, so there is a choice.
    let credentials = password(by_name("admin"), "admin-pw", None);
    let chosen = outcome(&cloud, credentials).await.unwrap();
    assert!(matches!(chosen, SignInOutcome::ChooseProject { projects, .. } if projects.len() == 2));
    cloud.stop().await;
}

#[tokio::test]
async fn application_credential_by_id_and_by_name() {
    let cloud = start().await;
    let named = |owner: &str| CredentialRef::Name {
        name: "browser-app".to_owned(),
        user: by_name(owner),
    };
    for reference in [CredentialRef::Id(seed::credential_id()), named("alice")] {
        let credentials = credential(reference, seed::CREDENTIAL_SECRET);
        let alice = signed_in(outcome(&cloud, credentials).await.unwrap());
        assert_eq!(alice.project.name, "demo");
        let method = Method::ApplicationCredential {
            id: seed::credential_id(),
            name: "browser-app".to_owned(),
        };
        assert_eq!(alice.method, method);
        works(&alice).await;
        cloud.revoke_tokens("alice").unwrap();
        let again = sign_in_again(&Page::new(), &alice, secret(seed::CREDENTIAL_SECRET)).await;
        works(&signed_in(again.unwrap())).await;
    }
    for (reference, text) in [
        (CredentialRef::Id(seed::credential_id()), "wrong"),
        (
            CredentialRef::Id(seed::expired_credential_id()),
            seed::CREDENTIAL_SECRET,
        ),
        (
            CredentialRef::Id("nothing".to_owned()),
            seed::CREDENTIAL_SECRET,
        ),
        (named("bob"), seed::CREDENTIAL_SECRET),
        (named("zoe"), seed::CREDENTIAL_SECRET),
    ] {
        let error = refusal(&cloud, credential(reference.clone(), text)).await;
        let right = matches!(error, SignInError::WrongApplicationCredential { .. });
        assert!(right, "{reference:?}: {error:?}");
    }
    cloud.stop().await;
}

#[tokio::test]
async fn a_token_made_elsewhere() {
    let cloud = start().await;
    let page = Page::new();
    let elsewhere = at(
        &cloud,
        password(by_name("alice"), "alice-pw", None),
        WantedProject::Choose,
    );
    let SignInOutcome::ChooseProject { unscoped, projects } =
        sign_in(&page, &elsewhere).await.unwrap()
    else {
        panic!("nothing to choose")
    };
    let pasted = outcome(&cloud, Credentials::Token(unscoped.token.clone())).await;
    assert!(
        matches!(pasted.unwrap(), SignInOutcome::ChooseProject { projects, .. } if projects.len() == 2)
    );

    let scoped = scope_to(&page, &unscoped, &projects[0].id).await.unwrap();
    let pasted = outcome(&cloud, Credentials::Token(scoped.token.clone())).await;
    let pasted = signed_in(pasted.unwrap());
    assert_eq!(
        (pasted.project.name.as_str(), &pasted.method),
        ("demo", &Method::Token)
    );
    works(&pasted).await;
    let other = switch_project(&page, &pasted, &projects[1].id)
        .await
        .unwrap();
    assert_eq!(other.project.name, "other");
    sign_out(&page, &other).await.unwrap();
    for ended in [scoped.token, token("gAAAAAmade-up")] {
        let error = refusal(&cloud, Credentials::Token(ended)).await;
        assert!(
            matches!(error, SignInError::TokenRefused { .. }),
            "{error:?}"
        );
    }
    cloud.stop().await;
}

async fn asked(cloud: &Running, credentials: Credentials) -> OneTimeCode {
    match outcome(cloud, credentials).await.unwrap() {
        SignInOutcome::OneTimeCode(asked) => asked,
        other => panic!("{other:?}"),
    }
}

fn erin(passcode: Option<&str>) -> Credentials {
    password(by_name("erin"), "erin-pw", passcode)
}

#[tokio::test]
async fn one_time_codes_both_ways() {
    let cloud = start().await;
    let page = Page::new();
    let at_once = outcome(&cloud, erin(Some(&seed::passcode()))).await;
    works(&signed_in(at_once.unwrap())).await;
    let error = refusal(&cloud, erin(Some("wrong"))).await;
    assert!(
        matches!(error, SignInError::WrongCredentialsOrCode { .. }),
        "{error:?}"
    );

    let asked = asked(&cloud, erin(None)).await;
    assert_eq!(asked.user, "erin");
    cloud.clear_requests();
    let error = why(send_code(&page, &asked, &secret("wrong"))
        .await
        .unwrap_err());
    assert!(
        matches!(error, SignInError::WrongPasscode { .. }),
        "{error:?}"
    );
    let erin = send_code(&page, &asked, &secret(&seed::passcode())).await;
    let erin = signed_in(erin.unwrap());
    works(&erin).await;
    for request in cloud.requests() {
        assert!(!String::from_utf8_lossy(&request.body).contains("erin-pw"));
    }
    let again = sign_in_again(&page, &erin, secret("erin-pw"))
        .await
        .unwrap();
    assert!(matches!(again, SignInOutcome::OneTimeCode(_)), "{again:?}");
    cloud.stop().await;
}

#[tokio::test]
async fn a_hidden_receipt_leaves_the_way_of_sending_both_at_once() {
    let cloud = with_cors(Cors::default().hiding("Openstack-Auth-Receipt")).await;
    let header = "Openstack-Auth-Receipt";
    assert_eq!(
        refusal(&cloud, erin(None)).await,
        SignInError::CodeHidden { header }
    );
    let at_once = outcome(&cloud, erin(Some(&seed::passcode()))).await;
    works(&signed_in(at_once.unwrap())).await;
    cloud.stop().await;
}

fn api_key(user: &str, key: &str) -> Credentials {
    Credentials::RackspaceApiKey {
        user: user.to_owned(),
        api_key: secret(key),
    }
}

fn rackspace(user: &str, password: &str) -> Credentials {
    Credentials::RackspacePassword {
        user: user.to_owned(),
        password: secret(password),
    }
}

#[tokio::test]
async fn rackspace_by_api_key_and_by_password() {
    let cloud = start().await;
    for credentials in [
        api_key("rackspace", seed::RACKSPACE_API_KEY),
        rackspace("rackspace", "rackspace-pw"),
    ] {
        let signed_in = signed_in(outcome(&cloud, credentials).await.unwrap());
        assert_eq!(signed_in.project.id, seed::RACKSPACE_TENANT);
        assert_eq!(signed_in.catalog.regions_of(COMPUTE), ["DFW", "ORD"]);
        assert_eq!(signed_in.may(Action::CreateKeyPair), Allowed::Yes);
        works(&signed_in).await;
        sign_out(&Page::new(), &signed_in).await.unwrap();
        let endpoint = signed_in.catalog.endpoint(COMPUTE, None).unwrap();
        let compute = Compute::connect(Page::new(), &endpoint, signed_in.token)
            .await
            .unwrap();
        let after = compute.key_pairs().await.unwrap_err();
        assert!(matches!(after, Error::Unauthorized(_)), "{after:?}");
    }
    let error = refusal(&cloud, api_key("rackspace", "wrong")).await;
    assert!(
        matches!(error, SignInError::WrongApiKey { .. }),
        "{error:?}"
    );
    let error = refusal(&cloud, rackspace("rackspace", "wrong")).await;
    assert!(
        matches!(error, SignInError::WrongCredentials { .. }),
        "{error:?}"
    );
    cloud.stop().await;
}

#[tokio::test]
async fn rackspace_with_a_passcode() {
    let cloud = start().await;
    let page = Page::new();
    let asked_now = asked(&cloud, rackspace("rackspace-mfa", "rackspace-mfa-pw")).await;
    let error = why(send_code(&page, &asked_now, &secret("wrong"))
        .await
        .unwrap_err());
    assert!(
        matches!(error, SignInError::WrongPasscode { .. }),
        "{error:?}"
    );
    let observer = send_code(&page, &asked_now, &secret(&seed::passcode())).await;
    let observer = signed_in(observer.unwrap());
    assert!(observer.is_reader_only());
    cloud.stop().await;

    let hiding = with_cors(Cors::default().hiding("WWW-Authenticate")).await;
    let error = refusal(&hiding, rackspace("rackspace-mfa", "rackspace-mfa-pw")).await;
    let header = "WWW-Authenticate";
    assert_eq!(error, SignInError::CodeHidden { header });
    hiding.stop().await;

    let config = Config {
        receipt_lifetime: Duration::ZERO,
        ..Config::default()
    };
    let hasty = devcloud::start(config).await.unwrap();
    for credentials in [rackspace("rackspace-mfa", "rackspace-mfa-pw"), erin(None)] {
        let asked_late = asked(&hasty, credentials).await;
        let code = secret(&seed::passcode());
        let error = why(send_code(&page, &asked_late, &code).await.unwrap_err());
        assert_eq!(error, SignInError::CodeTooLate);
    }
    hasty.stop().await;
}

/// The rules that the lines for an operator give in one file, over the service's stock list of what may be sent.
fn cors_by_lines(file: &str, stock: &[&str]) -> Cors {
    let lines = operator_lines(ORIGIN);
    let part = lines.split("# ").find(|part| part.starts_with(file));
    let value = |name: &str| {
        let mut lines = part.unwrap().lines();
        lines.find_map(|line| line.strip_prefix(&format!("{name} = ")))
    };
    let list = |value: &str| value.split(',').map(str::to_owned).collect::<Vec<_>>();
    let stock = stock.iter().map(ToString::to_string).collect();
    Cors {
        allowed_origin: vec![value("allowed_origin").unwrap().to_owned()],
        allow_headers: value("allow_headers").map_or(stock, list),
        expose_headers: list(value("expose_headers").unwrap()),
        ..Cors::default()
    }
}

#[tokio::test]
async fn the_operator_s_lines_are_enough() {
    let stock = ["X-Auth-Token", "X-Subject-Token", "Openstack-Auth-Receipt"];
    let keystone = with_cors(cors_by_lines("keystone.conf", &stock)).await;
    let page = Page::new();
    let asked = asked(&keystone, erin(None)).await;
    let code = secret(&seed::passcode());
    let erin = signed_in(send_code(&page, &asked, &code).await.unwrap());
    let pasted = outcome(&keystone, Credentials::Token(erin.token.clone())).await;
    sign_out(&page, &signed_in(pasted.unwrap())).await.unwrap();
    let wrong = password(by_name("alice"), "wrong", None);
    let error = outcome(&keystone, wrong).await.unwrap_err();
    assert!(error.request_id().is_some(), "{error:?}");
    keystone.stop().await;

    let nova = with_cors(cors_by_lines("nova.conf", &[])).await;
    let body = r#"{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"alice","domain":{"id":"default"},"password":"alice-pw"}}}}}"#;
    let reply = reqwest::Client::new()
        .post(format!("{}/identity/v3/auth/tokens", nova.base_url()))
        .body(body)
        .send()
        .await
        .unwrap();
    let text = reply.headers()["x-subject-token"].to_str().unwrap();
    let endpoint = format!("{}/compute/v2.1", nova.base_url());
    let compute = Compute::connect(page, &endpoint, token(text))
        .await
        .unwrap();
    compute.import_key_pair(&name("a.b"), &key()).await.unwrap();
    assert!(
        compute.microversions().is_some(),
        "the version was not refused"
    );
    let error = compute.delete_key_pair("nothing").await.unwrap_err();
    assert!(error.request_id().is_some(), "{error:?}");
    nova.stop().await;
}
