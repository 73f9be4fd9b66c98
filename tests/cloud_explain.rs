//! Every failure has words: what happened, why, and what to do next.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::cloud_files::FileError;
use keyhaven::explain::{Explanation, cloud_file, explain, explain_vault, operator_lines};
use keyhaven::openstack::error::{Error, Reply, SignInError};
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::identity::{AuthUrlError, Domain, Project};
use keyhaven::vault::protocol::VaultError;
use std::collections::HashSet;

fn reply(status: u16) -> Reply {
    Reply {
        status,
        message: "The cloud's own words.".to_owned(),
        request_id: Some("req-7".to_owned()),
    }
}

fn transport(error: TransportError) -> Error {
    Error::Transport {
        error,
        origin: "https://cloud.example:5000".to_owned(),
    }
}

fn every_error() -> Vec<Error> {
    let project = Project {
        id: "p".to_owned(),
        name: "demo".to_owned(),
        domain: Domain::default(),
    };
    let methods = vec![vec!["password".to_owned(), "totp".to_owned()]];
    let id = || Some("req-7".to_owned());
    let sign_in = [
        SignInError::BadAuthUrl(AuthUrlError::NoScheme),
        SignInError::BadAuthUrl(AuthUrlError::Version2),
        SignInError::BadAuthUrl(AuthUrlError::Version3),
        SignInError::NotIdentity {
            auth_url: "https://cloud.example".to_owned(),
        },
        SignInError::WrongCredentials {
            message: String::new(),
            request_id: Some("req-7".to_owned()),
        },
        SignInError::WrongCredentialsOrCode { request_id: id() },
        SignInError::WrongApplicationCredential { request_id: id() },
        SignInError::TokenRefused { request_id: id() },
        SignInError::NotAToken,
        SignInError::AnotherUser {
            user: "bob".to_owned(),
        },
        SignInError::WrongApiKey { request_id: id() },
        SignInError::WrongPasscode { request_id: id() },
        SignInError::CodeTooLate,
        SignInError::CodeHidden {
            header: "Openstack-Auth-Receipt",
        },
        SignInError::CodeHidden {
            header: "WWW-Authenticate",
        },
        SignInError::MethodNotSupported { request_id: id() },
        SignInError::BoundToProject {
            project: "demo".to_owned(),
        },
        SignInError::PasswordExpired,
        SignInError::AccountLocked,
        SignInError::SecondFactorNeeded { methods },
        SignInError::TokenHidden,
        SignInError::NoRoleOnProject {
            project: "nowhere".to_owned(),
            available: vec![project; 7],
        },
        SignInError::NoProjects,
    ];
    let transports = [
        TransportError::Unreachable {
            detail: "TypeError".to_owned(),
        },
        TransportError::Timeout,
        TransportError::Interrupted,
        TransportError::MixedContent,
        TransportError::NotAllowed,
        TransportError::Offline,
        TransportError::BadUrl,
    ];
    let others = [
        Error::OutcomeUnknown {
            origin: "https://cloud.example:8774".to_owned(),
        },
        Error::Unauthorized(reply(401)),
        Error::Forbidden {
            quota: true,
            reply: reply(403),
        },
        Error::Forbidden {
            quota: false,
            reply: reply(403),
        },
        Error::NotFound(reply(404)),
        Error::Conflict(reply(409)),
        Error::BadRequest(reply(400)),
        Error::TooLarge(reply(413)),
        Error::Unsupported(reply(406)),
        Error::RateLimited {
            retry_after: Some(30),
            reply: reply(429),
        },
        Error::Unavailable {
            retry_after: None,
            reply: reply(503),
        },
        Error::Server(reply(500)),
        Error::BadReply {
            what: "the key pair",
            status: 200,
            request_id: Some("req-7".to_owned()),
        },
        Error::NotAddressable {
            name: "..".to_owned(),
        },
        Error::NoEndpoint {
            service: "compute".to_owned(),
            region: Some("RegionOne".to_owned()),
        },
    ];
    sign_in
        .map(Error::SignIn)
        .into_iter()
        .chain(transports.map(transport))
        .chain(others)
        .collect()
}

fn every_vault_error() -> [VaultError; 11] {
    use VaultError as V;
    [
        V::PassphrasesDiffer,
        V::NoRandomness,
        V::NoRsa,
        V::CannotWrite,
        V::BadComment,
        V::BadUser,
        V::NotPrivateKey,
        V::Locked,
        V::Damaged,
        V::Crashed,
        V::BadMessage,
    ]
}

fn every_file_error() -> [FileError; 6] {
    let file = "my-openrc.sh".to_owned();
    [
        FileError::TooBig {
            file: file.clone(),
            bytes: 1_234_567,
        },
        FileError::Unreadable { file: file.clone() },
        FileError::NotYaml {
            file: file.clone(),
            line: 3,
            what: "did not find expected key".to_owned(),
        },
        FileError::TooComplex {
            file: file.clone(),
            line: 3,
        },
        FileError::NoClouds {
            file: file.clone(),
            missing: "no variable such as OS_AUTH_URL",
        },
        FileError::WrongFile {
            file,
            what: "a web page or XML",
        },
    ]
}

#[test]
fn a_file_that_fills_no_form_is_named_and_another_asked_for() {
    for error in every_file_error() {
        let said = cloud_file::explain(&error).sentences();
        assert!(said.contains("“my-openrc.sh”"), "{said}");
        assert!(!said.contains("key file"), "{said}");
    }
    let [too_big, ..] = every_file_error();
    let said = cloud_file::explain(&too_big).sentences();
    assert!(
        said.contains("1234 kB") && said.contains("clouds.yaml or openrc"),
        "{said}"
    );
}

#[test]
fn each_has_a_title_of_its_own_and_whole_sentences() {
    let cloud = every_error().iter().map(explain).collect::<Vec<_>>();
    let vault = every_vault_error().map(|error| explain_vault(&error));
    let files = every_file_error().map(|error| cloud_file::explain(&error));
    let all: Vec<Explanation> = cloud.into_iter().chain(vault).chain(files).collect();
    let titles: HashSet<&str> = all
        .iter()
        .map(|explanation| explanation.title.as_str())
        .collect();
    assert_eq!(titles.len(), all.len(), "each title is its own");
    for Explanation {
        title,
        detail,
        next,
        ..
    } in &all
    {
        assert!(
            !title.ends_with('.') && title.chars().next().unwrap().is_uppercase(),
            "{title}"
        );
        for sentence in [detail, next] {
            assert!(sentence.ends_with(['.', '”']), "{sentence}");
            assert!(
                sentence.chars().next().unwrap().is_uppercase() || sentence.starts_with('“'),
                "{sentence}"
            );
            assert!(!sentence.contains("  "), "{sentence}");
        }
    }
}

#[test]
fn the_request_id_comes_along_wherever_there_is_one() {
    for error in every_error() {
        assert_eq!(explain(&error).request_id.as_deref(), error.request_id());
    }
    assert_eq!(
        explain(&Error::Server(reply(500))).request_id.as_deref(),
        Some("req-7")
    );
    assert!(
        explain(&Error::BadRequest(reply(400)))
            .detail
            .contains("The cloud's own words.")
    );
}

#[test]
fn what_a_page_cannot_tell_apart_is_said_and_the_operator_s_lines_are_offered() {
    let unreachable = explain(&transport(TransportError::Unreachable {
        detail: String::new(),
    }));
    for cause in [
        "https://cloud.example:5000",
        "down",
        "certificate",
        "CORS",
        "look alike",
    ] {
        assert!(
            unreachable.detail.contains(cause),
            "{cause}: {}",
            unreachable.detail
        );
    }
    assert!(unreachable.for_operator);
    assert!(explain(&Error::SignIn(SignInError::TokenHidden)).for_operator);
    assert_eq!(
        every_error()
            .iter()
            .filter(|error| explain(error).for_operator)
            .count(),
        3
    );
    let lines = operator_lines("https://keys.example");
    assert!(
        lines.starts_with(
            "# keystone.conf\n[cors]\nallowed_origin = https://keys.example\nexpose_headers = X-Subject-Token,"
        ),
        "{lines}"
    );
    for file in ["keystone", "nova", "glance-api", "neutron"] {
        let part = format!("# {file}.conf\n[cors]\nallowed_origin = https://keys.example\n");
        assert!(lines.contains(&part), "{file}: {lines}");
    }
    assert!(lines.contains("allow_headers = X-Auth-Token,OpenStack-API-Version,"));
}

#[test]
fn waiting_and_choosing_are_said_in_numbers_and_names() {
    let wait = |seconds| {
        explain(&Error::RateLimited {
            retry_after: seconds,
            reply: reply(429),
        })
        .next
    };
    assert_eq!(wait(None), "Wait a moment and try again.");
    assert_eq!(wait(Some(30)), "Wait 30 seconds and try again.");
    assert_eq!(wait(Some(601)), "Wait 11 minutes and try again.");
    let no_role = every_error()
        .iter()
        .map(explain)
        .find(|explanation| explanation.title == "No access to this project")
        .unwrap();
    assert!(no_role.detail.contains("“nowhere”"));
    assert!(
        no_role.next.contains("“demo”") && no_role.next.contains("and 2 more"),
        "{}",
        no_role.next
    );
}
