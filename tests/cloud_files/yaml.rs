//! `clouds.yaml` and the files beside it.

use crate::{auth, cloud, clouds, exposed, id, named, names, notes};
use keyhaven::cloud_files::{AuthType, Note};

const SEVERAL: &str = r#"
clouds:
  work:
    auth:
      auth_url: https://keystone.example.test:5000/v3
      username: alice
      password: "p: a # s'"
      project_name: demo
      user_domain_name: Default
      project_domain_id: default
    region_name: RegionOne
    interface: public
    identity_api_version: 3
  home:
    auth_type: v3applicationcredential
    auth:
      auth-url: http://192.0.2.1/identity
      application_credential_id: 4f8c
      application_credential_secret: s3cret
    regions:
      - North
      - name: South
        values: {networks: []}
    compute_endpoint_override: https://proxy.example.test/compute/v2.1
    verify: no
"#;

#[test]
fn several_clouds_in_the_files_order() {
    let clouds = clouds(&[("clouds.yaml", SEVERAL)]);
    assert_eq!(names(&clouds), ["work", "home"]);
    let [work, home] = &clouds[..] else {
        unreachable!()
    };
    assert_eq!(auth(work), AuthType::Password);
    assert_eq!(
        work.auth_url.as_deref(),
        Some("https://keystone.example.test:5000/v3")
    );
    assert_eq!(work.user, named("alice"));
    assert_eq!(work.user_domain, named("Default"));
    assert_eq!(work.project, named("demo"));
    assert_eq!(work.project_domain, id("default"));
    assert_eq!(exposed(&work.password), Some("p: a # s'"));
    assert_eq!(work.regions, ["RegionOne"]);
    assert_eq!(work.interface.as_deref(), Some("public"));
    assert_eq!(work.identity_api_version.as_deref(), Some("3"));
    assert_eq!(work.notes, []);

    assert_eq!(auth(home), AuthType::ApplicationCredential);
    assert_eq!(home.auth_url.as_deref(), Some("http://192.0.2.1/identity"));
    assert_eq!(home.application_credential, id("4f8c"));
    assert_eq!(exposed(&home.application_credential_secret), Some("s3cret"));
    assert_eq!(home.regions, ["North", "South"]);
    assert_eq!(
        home.endpoint_overrides,
        [(
            "compute".to_owned(),
            "https://proxy.example.test/compute/v2.1".to_owned()
        )]
    );
    assert_eq!(home.notes, [Note::Insecure]);
}

#[test]
fn secure_yaml_adds_the_secrets_whichever_comes_first() {
    let secure = "clouds:\n  home:\n    auth:\n      application_credential_secret: newer\n  work:\n    auth: {password: 123456}\n  more:\n    auth: {username: x}\n";
    for files in [
        [("clouds.yaml", SEVERAL), ("secure.yaml", secure)],
        [("secure.yaml", secure), ("clouds.yaml", SEVERAL)],
    ] {
        let clouds = clouds(&files);
        assert_eq!(names(&clouds)[..2], ["work", "home"][..], "{}", files[0].0);
        assert_eq!(clouds.len(), 3);
        assert_eq!(exposed(&clouds[0].password), Some("123456"));
        assert_eq!(clouds[0].user, named("alice"));
        assert_eq!(
            exposed(&clouds[1].application_credential_secret),
            Some("newer")
        );
    }
}

#[test]
fn anchors_aliases_and_merge_keys() {
    let clouds = clouds(&[(
        "clouds.yaml",
        r"
common: &common
  auth_url: https://a.example.test/v3
  username: &user alice
  user_domain_name: Default
  project_name: demo
more: &more {project_name: ignored, password: again}
clouds:
  one: {auth: {<<: *common, project_name: first}}
  two:
    auth:
      <<: [*common, *more]
    region_name: *user
  three: &three
    auth: *common
  four: *three
",
    )]);
    assert_eq!(names(&clouds), ["one", "two", "three", "four"]);
    assert_eq!(clouds[0].project, named("first"));
    assert_eq!(clouds[1].project, named("demo"));
    assert_eq!(exposed(&clouds[1].password), Some("again"));
    assert_eq!(clouds[1].regions, ["alice"]);
    assert_eq!(clouds[3].user, named("alice"));
}

#[test]
fn scalars_stay_as_they_are_written() {
    let cloud = cloud(
        "clouds.yaml",
        "clouds:\n  1:\n    auth:\n      auth_url: https://a.example.test/v3\n      username: 0123\n      password: 1e3\n      project_id: 00000000000000000000000000000012\n      project_name: yes\n      user_domain_name: ~\n      project_domain_name: ''\n",
    );
    assert_eq!(cloud.name, "1");
    assert_eq!(cloud.user, named("0123"));
    assert_eq!(exposed(&cloud.password), Some("1e3"));
    assert_eq!(
        cloud.project.id.as_deref(),
        Some("00000000000000000000000000000012")
    );
    assert_eq!(cloud.project.name.as_deref(), Some("yes"));
    assert!(cloud.user_domain.is_empty() && cloud.project_domain.is_empty());
}

#[test]
fn passwords_in_every_style_of_yaml() {
    for (written, password) in [
        ("plain", "plain"),
        ("'it''s'", "it's"),
        (r#""a\"b\\c\u00e9\x41""#, "a\"b\\céA"),
        ("|-\n        two\n        lines", "two\nlines"),
        (">-\n        folded\n        text", "folded text"),
        ("p#w:d", "p#w:d"),
        ("!!str 1", "1"),
    ] {
        let text = format!("clouds:\n  a:\n    auth:\n      password: {written}\n");
        assert_eq!(
            exposed(&cloud("clouds.yaml", &text).password),
            Some(password)
        );
    }
}

#[test]
fn every_authentication_type() {
    for (name, kind) in [
        ("password", AuthType::Password),
        ("v3password", AuthType::Password),
        ("v2password", AuthType::V2Password),
        ("token", AuthType::Token),
        ("v3token", AuthType::Token),
        ("v2token", AuthType::V2Token),
        ("v3applicationcredential", AuthType::ApplicationCredential),
        ("v3totp", AuthType::Totp),
        ("v3multifactor", AuthType::MultiFactor),
        ("rackspace_apikey", AuthType::RackspaceApiKey),
        ("rackspace_password", AuthType::V2Password),
    ] {
        let text = format!("clouds: {{a: {{auth_type: {name}, auth: {{username: u}}}}}}");
        assert_eq!(auth(&cloud("clouds.yaml", &text)), kind, "{name}");
    }
    for name in [
        "v3oidcpassword",
        "v3kerberos",
        "v3websso",
        "v3samlpassword",
        "v3oauth2clientcredential",
        "none",
        "something",
    ] {
        let text = format!("clouds: {{a: {{auth_type: {name}}}, b: {{auth: {{username: u}}}}}}");
        let clouds = clouds(&[("clouds.yaml", &text)]);
        let why = clouds[0].auth.as_ref().unwrap_err();
        assert_eq!(why.name, name);
        assert!(why.to_string().contains(name), "{why}");
        assert!(clouds[1].auth.is_ok());
    }
}

#[test]
fn a_type_that_is_not_named_is_told_from_what_there_is() {
    for (settings, kind) in [
        ("auth: {username: u, password: p}", AuthType::Password),
        ("auth: {token: t}", AuthType::Token),
        (
            "auth: {application_credential_id: i, application_credential_secret: s}",
            AuthType::ApplicationCredential,
        ),
        (
            "auth: {username: u, password: p, passcode: '000000'}",
            AuthType::MultiFactor,
        ),
        ("auth: {username: u, api_key: k}", AuthType::RackspaceApiKey),
        (
            "{auth: {username: u, password: p}, identity_api_version: '2.0'}",
            AuthType::V2Password,
        ),
        (
            "{auth: {token: t, auth_url: 'https://a.example.test/v2.0/'}}",
            AuthType::V2Token,
        ),
        (
            "{auth_type: v3multifactor, auth_methods: [v3password, v3totp]}",
            AuthType::MultiFactor,
        ),
        (
            "{auth_type: v3multifactor, auth_methods: [v3totp]}",
            AuthType::Totp,
        ),
    ] {
        let settings = settings.trim_start_matches('{').trim_end_matches('}');
        let settings = if settings.matches('{').count() > settings.matches('}').count() {
            format!("{settings}}}")
        } else {
            settings.to_owned()
        };
        let text = format!("clouds: {{a: {{{settings}}}}}");
        assert_eq!(auth(&cloud("clouds.yaml", &text)), kind, "{text}");
    }
    let other = cloud(
        "clouds.yaml",
        "clouds: {a: {auth_type: v3multifactor, auth_methods: [v3password, v3kerberos]}}",
    );
    assert_eq!(
        other.auth.unwrap_err().name,
        "v3multifactor with v3kerberos"
    );
}

#[test]
fn rackspace_as_its_own_documentation_has_it() {
    let cloud = cloud(
        "clouds.yaml",
        "clouds:\n  rackspace-iad:\n    profile: rackspace\n    auth:\n      username: mayor\n      api_key: OMG\n    auth_type: rackspace_apikey\n    region_name: DFW,ORD, IAD\n",
    );
    assert_eq!(auth(&cloud), AuthType::RackspaceApiKey);
    assert_eq!(
        cloud.auth_url.as_deref(),
        Some("https://identity.api.rackspacecloud.com/v2.0/")
    );
    assert_eq!(exposed(&cloud.api_key), Some("OMG"));
    assert_eq!(cloud.regions, ["DFW", "ORD", "IAD"]);
    assert_eq!(cloud.notes, []);
}

#[test]
fn profiles_come_from_clouds_public_yaml_or_are_named() {
    let text = "clouds: {a: {profile: vendor, auth: {username: u}}}";
    let alone = cloud("clouds.yaml", text);
    assert_eq!(alone.notes, [Note::Profile("vendor".to_owned())]);
    assert!(notes(&alone).contains("vendor"), "{}", notes(&alone));
    let public = "public-clouds: {vendor: {auth: {auth_url: 'https://v.example.test/v3', username: not}, region_name: R}}";
    let both = clouds(&[("clouds-public.yaml", public), ("clouds.yaml", text)]);
    assert_eq!(names(&both), ["a"]);
    assert_eq!(
        both[0].auth_url.as_deref(),
        Some("https://v.example.test/v3")
    );
    assert_eq!(both[0].user, named("u"));
    assert_eq!(both[0].regions, ["R"]);
    assert_eq!(both[0].notes, []);
}

#[test]
fn domains_are_shared_as_the_clients_share_them() {
    let one = cloud(
        "clouds.yaml",
        "clouds: {a: {auth: {username: u, project_name: p, domain_name: Corp}}}",
    );
    assert_eq!(one.user_domain, named("Corp"));
    assert_eq!(one.project_domain, named("Corp"));
    let own = cloud(
        "clouds.yaml",
        "clouds: {a: {auth: {username: u, project_name: p, user_domain_id: x}, default_domain: y}}",
    );
    assert_eq!(own.user_domain, id("x"));
    assert_eq!(own.project_domain, id("y"));
    assert_eq!(own.default_domain.as_deref(), Some("y"));
    let scope = cloud(
        "clouds.yaml",
        "clouds: {a: {auth: {username: u, domain_id: d}}}",
    );
    assert_eq!(scope.notes, [Note::Scope("a domain")]);
}

#[test]
fn what_a_page_cannot_honour_is_noted() {
    let cloud = cloud(
        "clouds.yaml",
        "clouds:\n  a:\n    auth:\n      username: u\n      password: !vault |\n        $ANSIBLE_VAULT;1.1\n      project_name: {{ name }}\n    cacert: /etc/ca.pem\n    cert: /me.pem\n    insecure: false\n",
    );
    assert_eq!(exposed(&cloud.password), None);
    assert!(cloud.project.is_empty());
    assert_eq!(
        cloud.notes,
        [
            Note::NoText {
                setting: "password".to_owned(),
                line: 5
            },
            Note::NoText {
                setting: "project_name".to_owned(),
                line: 7
            },
            Note::CaCert("/etc/ca.pem".to_owned()),
            Note::ClientCertificate,
        ]
    );
}

#[test]
fn json_is_yaml() {
    let cloud = cloud(
        "clouds.json",
        r#"{"clouds": {"a": {"auth": {"auth_url": "https://a.example.test", "username": "u\u00e9", "password": "p"}}}}"#,
    );
    assert_eq!(cloud.user, named("ué"));
}

#[test]
fn windows_line_ends_and_byte_order_mark() {
    let text = format!("\u{feff}{}", SEVERAL.replace('\n', "\r\n"));
    let clouds = clouds(&[("clouds.yaml", &text)]);
    assert_eq!(exposed(&clouds[0].password), Some("p: a # s'"));
    assert_eq!(clouds[1].regions, ["North", "South"]);
}
