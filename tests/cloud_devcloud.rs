//! The client against the embedded cloud, over real HTTP and through the CORS rules that a page is under.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;
#[path = "cloud_support/page.rs"]
mod page;

use cloud_support::{LINE, MD5, OTHER_LINE, assert_brings_its_public_key, key, name};
use devcloud::{Config, Cors, Running};
use keyhaven::keys::public::PublicKey;
use keyhaven::keys::x509::X509Certificate;
use keyhaven::openstack::catalog::COMPUTE;
use keyhaven::openstack::compute::{Compute, KeyPairKind, PublicHalf};
use keyhaven::openstack::error::{Error, SignInError};
use keyhaven::openstack::http::{Http, Method, Request};
use keyhaven::openstack::identity::{
    Credentials, NameOrId, SignIn, SignInOutcome, SignedIn, UserRef, WantedProject, scope_to,
    sign_in, sign_out, switch_project,
};
use keyhaven::openstack::key_pair_name::{KeyPairName, NameRules};
use keyhaven::openstack::secret::{Secret, Token};
use page::Page;
use serde_json::Value;

/// A cloud for one test. When it is closed, every request it received is looked at.
struct Cloud(Running);

impl Cloud {
    async fn start() -> Self {
        Self::with(Cors::default()).await
    }

    async fn with(cors: Cors) -> Self {
        Self(
            devcloud::start(Config {
                cors,
                ..Config::default()
            })
            .await
            .unwrap(),
        )
    }

    fn sign_in(&self, user: &str, password: &str, project: Option<&str>) -> SignIn {
        SignIn {
            auth_url: format!("{}/identity", self.0.base_url()),
            credentials: Credentials::Password {
                user: UserRef::Name {
                    name: user.to_owned(),
                    domain: NameOrId::Name("Default".to_owned()),
                },
                password: Secret::new(password.to_owned()),
                passcode: None,
            },
            project: match project {
                Some(project) => WantedProject::Named {
                    project: project.to_owned(),
                    domain: Some("Default".to_owned()),
                },
                None => WantedProject::Choose,
            },
        }
    }

    async fn signed_in(&self, user: &str) -> SignedIn {
        let request = self.sign_in(user, &format!("{user}-pw"), Some("demo"));
        match sign_in(&Page::new(), &request).await.unwrap() {
            SignInOutcome::SignedIn(signed_in) => signed_in,
            other => panic!("{other:?}"),
        }
    }

    async fn compute(&self, user: &str) -> Compute<Page> {
        self.compute_by(Page::new(), user).await
    }

    async fn compute_by(&self, page: Page, user: &str) -> Compute<Page> {
        let signed_in = self.signed_in(user).await;
        let endpoint = signed_in
            .catalog
            .endpoint(COMPUTE, Some("RegionOne"))
            .unwrap();
        Compute::connect(page, &endpoint, signed_in.token)
            .await
            .unwrap()
    }

    /// How many requests of this kind came.
    fn count(&self, method: &str, end: &str) -> usize {
        let requests = self.0.requests();
        requests
            .iter()
            .filter(|request| request.method == method && request.target.ends_with(end))
            .count()
    }

    /// Ends the cloud. No request it ever got may have asked it to make a private key.
    async fn close(self) {
        for request in self.0.requests() {
            let body: Option<Value> = serde_json::from_slice(&request.body).ok();
            assert_brings_its_public_key(&request.method, &request.target, body.as_ref());
        }
        self.0.stop().await;
    }
}

#[tokio::test]
async fn alice_signs_in_and_out() {
    let cloud = Cloud::start().await;
    let alice = cloud.signed_in("alice").await;
    assert_eq!(
        (alice.user.name.as_str(), alice.project.name.as_str()),
        ("alice", "demo")
    );
    assert!(alice.roles.iter().any(|role| role == "member"));
    assert_eq!(alice.catalog.regions(), ["RegionOne", "RegionTwo"]);
    let names: Vec<&str> = alice
        .projects
        .iter()
        .map(|project| project.name.as_str())
        .collect();
    assert_eq!(names, ["demo", "other"]);
    let compute = cloud.compute("alice").await.with_token(alice.token.clone());
    assert!(compute.key_pairs().await.unwrap().is_empty());

    sign_out(&Page::new(), &alice).await.unwrap();
    assert_eq!(
        cloud.count("DELETE", "/auth/tokens"),
        2,
        "the scoped token and the one without scope"
    );
    let error = scope_to(&Page::new(), &unscoped_of(&alice), &alice.project.id)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
    cloud.close().await;
}

fn unscoped_of(signed_in: &SignedIn) -> keyhaven::openstack::identity::Unscoped {
    keyhaven::openstack::identity::Unscoped {
        auth_url: signed_in.auth_url.clone(),
        token: signed_in.token.clone(),
        user: signed_in.user.clone(),
        projects: signed_in.projects.clone(),
        expires_at: signed_in.expires_at.clone(),
        method: signed_in.method.clone(),
    }
}

#[tokio::test]
async fn what_stands_in_the_way_of_signing_in_is_told_apart() {
    let cloud = Cloud::start().await;
    let page = Page::new();
    for (user, password) in [("alice", "wrong"), ("nobody", "alice-pw"), ("alice", "")] {
        let error = sign_in(&page, &cloud.sign_in(user, password, Some("demo")))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::SignIn(SignInError::WrongCredentials { .. })),
            "{error:?}"
        );
        assert!(error.request_id().unwrap().starts_with("req-"));
    }
    let error = sign_in(&page, &cloud.sign_in("dave", "dave-pw", Some("demo")))
        .await
        .unwrap_err();
    assert_eq!(error, Error::SignIn(SignInError::NoProjects));
    for missing in ["admin", "nowhere"] {
        let error = sign_in(&page, &cloud.sign_in("bob", "bob-pw", Some(missing)))
            .await
            .unwrap_err();
        let Error::SignIn(SignInError::NoRoleOnProject { project, available }) = error else {
            panic!("{error:?}")
        };
        assert_eq!((project.as_str(), available.len()), (missing, 1));
    }
    let elsewhere = SignIn {
        auth_url: format!("{}/compute", cloud.0.base_url()),
        ..cloud.sign_in("alice", "alice-pw", None)
    };
    let error = sign_in(&page, &elsewhere).await.unwrap_err();
    assert!(
        matches!(error, Error::SignIn(SignInError::NotIdentity { .. })),
        "{error:?}"
    );
    let dead = SignIn {
        auth_url: "http://127.0.0.1:9/v3".to_owned(),
        ..cloud.sign_in("alice", "alice-pw", None)
    };
    assert!(matches!(
        sign_in(&page, &dead).await.unwrap_err(),
        Error::Transport { .. }
    ));
    cloud.close().await;
}

#[tokio::test]
async fn a_project_is_chosen_and_changed_without_the_password() {
    let cloud = Cloud::start().await;
    let page = Page::new();
    let outcome = sign_in(&page, &cloud.sign_in("alice", "alice-pw", None))
        .await
        .unwrap();
    let SignInOutcome::ChooseProject { unscoped, projects } = outcome else {
        panic!("nothing to choose")
    };
    assert_eq!(projects.len(), 2);
    let demo = scope_to(&page, &unscoped, &projects[0].id).await.unwrap();
    let other = switch_project(&page, &demo, &projects[1].id).await.unwrap();
    assert_eq!(
        (demo.project.name.as_str(), other.project.name.as_str()),
        ("demo", "other")
    );
    sign_out(&page, &other).await.unwrap();
    assert_eq!(cloud.count("DELETE", "/auth/tokens"), 3);

    let only = sign_in(&page, &cloud.sign_in("bob", "bob-pw", None))
        .await
        .unwrap();
    assert!(matches!(only, SignInOutcome::SignedIn(bob) if bob.project.name == "demo"));
    cloud.close().await;
}

#[tokio::test]
async fn a_certificate_is_imported_once_and_known_again() {
    const PEM: &str = include_str!("fixtures/formats/rsa-2048.crt");
    let cloud = Cloud::start().await;
    let compute = cloud.compute("alice").await;
    let half = PublicHalf::X509(PEM);
    let made = compute.import_key_pair(&name("win"), half).await.unwrap();
    assert_eq!(made.kind, KeyPairKind::X509);
    let (certificate, _) = X509Certificate::from_pem(PEM).unwrap();
    assert_eq!(made.fingerprint_md5_from_cloud, certificate.sha1);
    let again = compute.resume_import(&name("win"), half).await.unwrap();
    assert_eq!(again, made);
    let key = key();
    let other = compute.import_key_pair(&name("win"), &key).await;
    assert!(matches!(other, Err(Error::Conflict(_))), "{other:?}");
    cloud.close().await;
}

#[tokio::test]
async fn a_key_pair_is_imported_shown_and_deleted_and_is_its_owner_s() {
    let cloud = Cloud::start().await;
    let compute = cloud.compute("alice").await;
    for text in ["laptop", "my key@home v2.1", "-_"] {
        let made = compute.import_key_pair(&name(text), &key()).await.unwrap();
        assert_eq!(
            (made.name.as_str(), made.fingerprint_md5_from_cloud.as_str()),
            (text, MD5)
        );
        let details = compute.key_pair(text).await.unwrap();
        assert_eq!(details.key_pair, made);
        assert_eq!(details.key_pair.public_key_text, LINE);
        assert!(details.created_at.unwrap().starts_with("20"));
        assert_eq!(details.user_id.unwrap(), devcloud::seed::user_id("alice"));
    }
    let error = compute
        .import_key_pair(&name("LAPTOP"), &key())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Conflict(reply) if reply.message.contains("already exists")),
        "{error:?}"
    );

    let bob = cloud.compute("bob").await;
    assert!(bob.key_pairs().await.unwrap().is_empty());
    assert!(matches!(
        bob.key_pair("laptop").await.unwrap_err(),
        Error::NotFound(_)
    ));
    assert!(matches!(
        bob.delete_key_pair("laptop").await.unwrap_err(),
        Error::NotFound(_)
    ));
    bob.import_key_pair(&name("laptop"), &PublicKey::parse_line(OTHER_LINE).unwrap())
        .await
        .unwrap();

    compute.delete_key_pair("my key@home v2.1").await.unwrap();
    assert!(matches!(
        compute.key_pair("my key@home v2.1").await.unwrap_err(),
        Error::NotFound(_)
    ));
    assert_eq!(compute.key_pairs().await.unwrap().len(), 2);
    assert_eq!(bob.key_pairs().await.unwrap().len(), 1);
    cloud.close().await;
}

#[tokio::test]
async fn two_thousand_five_hundred_key_pairs_come_in_three_pages() {
    let cloud = Cloud::start().await;
    cloud.0.add_key_pairs("alice", "bulk", 2500).unwrap();
    let compute = cloud.compute("alice").await;
    let mut pages = compute.pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().len());
    }
    assert_eq!(sizes, [1000, 1000, 500]);
    let all = compute.key_pairs().await.unwrap();
    let expected: Vec<String> = (0..2500)
        .map(|number| format!("bulk-{number:05}"))
        .collect();
    assert!(all.iter().map(|key_pair| &key_pair.name).eq(&expected));
    assert!(
        all.iter()
            .all(|key_pair| PublicKey::parse_line(&key_pair.public_key_text).is_ok())
    );

    // A cloud too old for pages gives all at once.
    let old = cloud.compute_by(Page::before_nova("2.34"), "alice").await;
    assert_eq!(old.key_pairs().await.unwrap(), all);
    cloud.close().await;
}

#[tokio::test]
async fn the_quota_is_told_and_its_end_is_no_lack_of_rights() {
    let cloud = Cloud::start().await;
    let compute = cloud.compute("alice").await;
    assert_eq!(compute.limits().await.unwrap().max_key_pairs, Some(100));
    cloud.0.set_key_pair_quota("alice", 1).unwrap();
    assert_eq!(compute.limits().await.unwrap().max_key_pairs, Some(1));
    compute.import_key_pair(&name("one"), &key()).await.unwrap();
    let error = compute
        .import_key_pair(&name("two"), &key())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Forbidden { quota: true, .. }),
        "{error:?}"
    );
    cloud.0.set_key_pair_quota("alice", -1).unwrap();
    assert_eq!(compute.limits().await.unwrap().max_key_pairs, None);
    cloud.close().await;
}

#[tokio::test]
async fn an_ended_token_is_said_to_be_and_work_goes_on_with_another() {
    let cloud = Cloud::start().await;
    let compute = cloud.compute("alice").await;
    compute
        .import_key_pair(&name("before"), &key())
        .await
        .unwrap();
    cloud.0.revoke_tokens("alice").unwrap();
    let unauthorized = |error: Error| assert!(matches!(error, Error::Unauthorized(_)), "{error:?}");
    unauthorized(compute.key_pairs().await.unwrap_err());
    unauthorized(compute.key_pair("before").await.unwrap_err());
    unauthorized(compute.limits().await.unwrap_err());
    unauthorized(compute.delete_key_pair("before").await.unwrap_err());
    unauthorized(
        compute
            .import_key_pair(&name("after"), &key())
            .await
            .unwrap_err(),
    );
    let compute = compute.with_token(cloud.signed_in("alice").await.token);
    compute.resume_import(&name("after"), &key()).await.unwrap();
    assert_eq!(compute.key_pairs().await.unwrap().len(), 2);
    cloud.close().await;
}

#[tokio::test]
async fn the_client_s_rules_for_names_are_the_cloud_s() {
    let longest = "n".repeat(255);
    let too_long = "n".repeat(256);
    let names = [
        "abc", "a b", " ab", "ab ", " ", "", "a-b_c", "a.b", "a@b", "...", "a/b", "a:b", "a+b",
        "a%b", "a'b", "café", "鍵", "🔑", "a\tb", "a\nb", "a\u{a0}b", &longest, &too_long,
    ];
    for (version, new) in [
        ("2.1", false),
        ("2.2", false),
        ("2.91", false),
        ("2.92", true),
        ("2.104", true),
    ] {
        let cloud = Cloud::start().await;
        let signed_in = cloud.signed_in("alice").await;
        let endpoint = signed_in.catalog.endpoint(COMPUTE, None).unwrap();
        for text in names {
            let ours = KeyPairName::parse(text, NameRules { dot_and_at: new });
            let status = raw_import(&endpoint, &signed_in.token, version, text).await;
            assert_eq!(
                ours.is_ok(),
                status < 300,
                "{text:?} at {version}: {status}, {ours:?}"
            );
        }
        cloud.close().await;
    }
}

/// A name sent past the client's own check; gives the status.
async fn raw_import(endpoint: &str, token: &Token, version: &str, name: &str) -> u16 {
    let body = serde_json::json!({"keypair": {"name": name, "public_key": LINE}});
    let request = Request::new(Method::Post, format!("{endpoint}/os-keypairs"))
        .with_header("X-Auth-Token", token.expose())
        .with_header("OpenStack-API-Version", format!("compute {version}"))
        .with_json(body.to_string());
    Page::new().send(request).await.unwrap().status
}

#[tokio::test]
async fn every_age_of_cloud_is_served() {
    for newest in ["2.1", "2.2", "2.91", "2.92", "2.104"] {
        let cloud = Cloud::start().await;
        let compute = cloud.compute_by(Page::before_nova(newest), "alice").await;
        let new = ["2.92", "2.104"].contains(&newest);
        assert_eq!(
            compute.name_rules(),
            NameRules { dot_and_at: new },
            "{newest}"
        );
        let text = if new { "a.b@c d" } else { "a b_c" };
        assert_eq!(KeyPairName::parse("a.b", compute.name_rules()).is_ok(), new);
        let made = compute.import_key_pair(&name(text), &key()).await.unwrap();
        assert_eq!(compute.key_pairs().await.unwrap(), [made], "{newest}");
        compute.delete_key_pair(text).await.unwrap();
        assert!(compute.key_pairs().await.unwrap().is_empty());
        cloud.close().await;
    }
}

#[tokio::test]
async fn lost_answers_and_faults_end_as_what_they_were() {
    let cloud = Cloud::start().await;
    let compute = cloud.compute("alice").await;
    // Made, but the connection ends before the answer.
    compute
        .import_key_pair(&name("fault-lost"), &key())
        .await
        .unwrap();
    assert_eq!(cloud.count("POST", "/os-keypairs"), 1, "not sent twice");
    compute.delete_key_pair("fault-lost").await.unwrap();
    cloud.0.clear_requests();
    // Not made, and no answer either.
    let error = compute
        .import_key_pair(&name("fault-drop"), &key())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(cloud.count("POST", "/os-keypairs"), 2);
    let error = compute
        .import_key_pair(&name("fault-503"), &key())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Unavailable {
                retry_after: Some(7),
                ..
            }
        ),
        "{error:?}"
    );
    let error = compute
        .import_key_pair(&name("fault-html"), &key())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Unavailable { reply, .. } if reply.message == "502 Bad Gateway"),
        "{error:?}"
    );
    let error = compute
        .import_key_pair(&name("fault-500"), &key())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Server(_)), "{error:?}");
    assert_eq!(
        cloud.count("POST", "/os-keypairs"),
        5,
        "an answered one is not sent again"
    );
    assert!(compute.key_pairs().await.unwrap().is_empty());
    cloud.close().await;
}

#[tokio::test]
async fn cors_settings_that_stand_in_the_way_are_named_or_worked_around() {
    let page = Page::new();
    let off = Cloud::with(Cors::off()).await;
    let error = sign_in(&page, &off.sign_in("alice", "alice-pw", None))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert!(
        off.0
            .requests()
            .iter()
            .all(|request| request.body.is_empty()),
        "the password was not sent"
    );
    off.close().await;

    let hiding = Cloud::with(Cors::default().hiding("X-Subject-Token")).await;
    let error = sign_in(&page, &hiding.sign_in("alice", "alice-pw", None))
        .await
        .unwrap_err();
    assert_eq!(error, Error::SignIn(SignInError::TokenHidden));
    hiding.close().await;

    // Nova before 2021: the header with the microversion is not among those allowed.
    let mut cors = Cors::default();
    cors.allow_headers
        .retain(|header| !header.eq_ignore_ascii_case("OpenStack-API-Version"));
    let old = Cloud::with(cors).await;
    let compute = old.compute("alice").await;
    assert!(compute.key_pairs().await.unwrap().is_empty());
    assert_eq!(compute.name_rules(), NameRules { dot_and_at: false });
    compute
        .import_key_pair(&name("laptop"), &key())
        .await
        .unwrap();
    assert_eq!(compute.key_pairs().await.unwrap().len(), 1);
    // The first thing asked may as well be the import.
    let fresh = old.compute("alice").await;
    fresh
        .import_key_pair(&name("desktop"), &key())
        .await
        .unwrap();
    assert_eq!(fresh.microversions(), None);
    old.close().await;
}
