//! Every call about servers against every way in which a cloud, or a proxy before it, refuses: the error is the right one,
//! it tells the request's id, and what changes something is sent again only when the cloud says that it came too early.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cloud_support;

use cloud_support::*;
use keyhaven::explain::servers::explain;
use keyhaven::openstack::compute::{Boot, Compute, Launch, Networks, Reboot};
use keyhaven::openstack::error::Error;
use keyhaven::openstack::http::{Http, Request, Response, TransportError};
use keyhaven::openstack::image::{Glance, Images};
use keyhaven::openstack::network::{Family, Neutron};
use serde_json::json;
use std::cell::Cell;

/// A cloud that refuses one call, and has nothing in its lists.
struct Refusing {
    call: &'static str,
    refusal: &'static Refusal,
    times: Cell<usize>,
}

impl Http for &Refusing {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        let line = format!("{} /{path}", request.method.as_str());
        let id = ("X-Openstack-Request-Id".to_owned(), "req-1".to_owned());
        if line != self.call {
            let body = match path {
                "v2.1/" => version_document("2.104"),
                _ => json!({ "servers": [], "floatingips": [], "security_groups": [] }).to_string(),
            };
            return Ok(Response {
                status: 200,
                headers: vec![id],
                body: body.into_bytes(),
            });
        }
        self.times.set(self.times.get() + 1);
        let wait = self.refusal.retry_after;
        let wait = wait.map(|wait| ("Retry-After".to_owned(), wait.to_owned()));
        Ok(Response {
            status: self.refusal.status,
            headers: [id].into_iter().chain(wait).collect(),
            body: self.refusal.body.as_bytes().to_vec(),
        })
    }

    async fn pause(&self, _milliseconds: u32) {}
}

impl Refusing {
    fn compute(&self) -> Compute<&Self> {
        run(Compute::connect(self, ENDPOINT, the_token())).unwrap()
    }

    fn network(&self) -> Neutron<&Self> {
        Neutron::new(self, "https://cloud.example:9696", the_token())
    }

    fn images(&self) -> Images<&Self> {
        Images::Glance(Glance::new(self, "https://cloud.example:9292", the_token()))
    }
}

type Call = fn(&Refusing) -> Result<(), Error>;

/// What only reads.
const READS: [(&str, Call); 15] = [
    ("GET /v2.1/servers/detail", |cloud| {
        run(cloud.compute().servers().next()).unwrap().map(drop)
    }),
    ("GET /v2.1/servers/s", |cloud| {
        run(cloud.compute().server("s")).map(drop)
    }),
    ("POST /v2.1/servers/s/action", |cloud| {
        run(cloud.compute().console_output("s", 9)).map(drop)
    }),
    ("GET /v2.1/servers/s/os-server-password", |cloud| {
        run(cloud.compute().server_password("s")).map(drop)
    }),
    ("GET /v2.1/servers/s/os-instance-actions", |cloud| {
        run(cloud.compute().failed_request("s")).map(drop)
    }),
    ("GET /v2.1/flavors/detail", |cloud| {
        run(cloud.compute().flavors()).map(drop)
    }),
    ("GET /v2.1/os-availability-zone", |cloud| {
        run(cloud.compute().availability_zones()).map(drop)
    }),
    ("GET /v2.1/limits", |cloud| {
        run(cloud.compute().capacity()).map(drop)
    }),
    ("GET /v2.1/images/detail", |cloud| {
        run(Images::Nova(cloud.compute()).all()).map(drop)
    }),
    ("GET /v2/images", |cloud| {
        run(cloud.images().all()).map(drop)
    }),
    ("GET /v2/images/i", |cloud| {
        run(cloud.images().image("i")).map(drop)
    }),
    ("GET /v2.0/networks", |cloud| {
        run(cloud.network().networks()).map(drop)
    }),
    ("GET /v2.0/ports", |cloud| {
        run(cloud.network().ports_of("s")).map(drop)
    }),
    ("GET /v2.0/floatingips", |cloud| {
        run(cloud.network().floating_ips()).map(drop)
    }),
    ("GET /v2.0/security-groups", |cloud| {
        run(cloud.network().security_groups()).map(drop)
    }),
];

/// What changes something.
const WRITES: [(&str, Call); 10] = [
    ("POST /v2.1/servers", |cloud| {
        let launch = run(cloud.compute().launch(&wish(), None));
        launch.map(drop).map_err(|not| not.error)
    }),
    ("DELETE /v2.1/servers/s", |cloud| {
        run(cloud.compute().delete_server("s"))
    }),
    (ACTION, |cloud| run(cloud.compute().start_server("s"))),
    (ACTION, |cloud| run(cloud.compute().stop_server("s"))),
    (ACTION, |cloud| {
        run(cloud.compute().reboot_server("s", Reboot::Soft))
    }),
    (ACTION, |cloud| {
        run(cloud.compute().rebuild_server("s", "i", Some("k")))
    }),
    ("POST /v2.0/floatingips", |cloud| {
        run(cloud.network().create_floating_ip("n", "p")).map(drop)
    }),
    ("PUT /v2.0/floatingips/f", |cloud| {
        run(cloud.network().lead("f", Some("p"))).map(drop)
    }),
    ("PUT /v2.0/floatingips/f", |cloud| {
        run(cloud.network().lead("f", None)).map(drop)
    }),
    ("POST /v2.0/security-group-rules", |cloud| {
        run(cloud.network().let_in("g", 22, Family::V4, "0.0.0.0/0"))
    }),
];

const ACTION: &str = "POST /v2.1/servers/s/action";

fn wish() -> Launch {
    Launch {
        name: "web".to_owned(),
        boot: Boot::Image("i".to_owned()),
        flavor: "1".to_owned(),
        key_name: None,
        networks: Networks::Auto,
        security_groups: Vec::new(),
        user_data: Vec::new(),
        availability_zone: None,
        description: None,
        count: 1,
    }
}

/// What the cloud says, and what is to be made of it.
struct Refusal {
    status: u16,
    retry_after: Option<&'static str>,
    body: &'static str,
    is_right: IsRight,
    title: &'static str,
    /// In what is said.
    says: &'static str,
    /// How often a call that reads is sent, and one that changes something.
    times: (usize, usize),
}

const HTML: &str = "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body><center><h1>503 Service Temporarily Unavailable</h1></center></body>\r\n</html>\r\n";

const REFUSALS: [Refusal; 15] = [
    Refusal {
        status: 413,
        retry_after: None,
        body: "413 Request Entity Too Large\n\nRequest is too large.\n\n   ",
        is_right: |error| matches!(error, Error::TooLarge(_)),
        title: "Too large for the cloud",
        says: "Request is too large.",
        times: (1, 1),
    },
    Refusal {
        status: 413,
        retry_after: Some("3"),
        body: r#"{"overLimit": {"code": 413, "message": "This request was rate-limited.", "retryAfter": "3"}}"#,
        is_right: |error| {
            matches!(
                error,
                Error::RateLimited {
                    retry_after: Some(3),
                    ..
                }
            )
        },
        title: "Too many requests",
        says: "Wait 3 seconds",
        times: (3, 3),
    },
    Refusal {
        status: 413,
        retry_after: None,
        body: r#"{"overLimit": {"code": 413, "message": "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances"}}"#,
        is_right: |error| matches!(error, Error::Forbidden { quota: true, .. }),
        title: "The quota of servers is used up",
        says: "already used 10",
        times: (1, 1),
    },
    Refusal {
        status: 429,
        retry_after: Some("2"),
        body: "",
        is_right: |error| {
            matches!(
                error,
                Error::RateLimited {
                    retry_after: Some(2),
                    ..
                }
            )
        },
        title: "Too many requests",
        says: "Wait 2 seconds",
        times: (3, 3),
    },
    Refusal {
        status: 429,
        retry_after: Some("600"),
        body: "<html><body>slow down</body></html>",
        is_right: |error| {
            matches!(
                error,
                Error::RateLimited {
                    retry_after: Some(600),
                    ..
                }
            )
        },
        title: "Too many requests",
        says: "Wait 10 minutes",
        times: (1, 1),
    },
    Refusal {
        status: 429,
        retry_after: None,
        body: "",
        is_right: |error| {
            matches!(
                error,
                Error::RateLimited {
                    retry_after: None,
                    ..
                }
            )
        },
        title: "Too many requests",
        says: "Wait a moment",
        times: (3, 1),
    },
    Refusal {
        status: 403,
        retry_after: None,
        body: r#"{"forbidden": {"code": 403, "message": "Quota exceeded for cores: Requested 4, but already used 18 of 20 cores"}}"#,
        is_right: |error| matches!(error, Error::Forbidden { quota: true, .. }),
        title: "The quota of virtual CPUs is used up",
        says: "already used 18",
        times: (1, 1),
    },
    Refusal {
        status: 403,
        retry_after: None,
        body: r#"{"forbidden": {"code": 403, "message": "Policy doesn't allow os_compute_api:servers:create to be performed."}}"#,
        is_right: |error| matches!(error, Error::Forbidden { quota: false, .. }),
        title: "The cloud does not allow this",
        says: "Policy doesn't allow",
        times: (1, 1),
    },
    // A rule about quotas is no quota.
    Refusal {
        status: 403,
        retry_after: None,
        body: r#"{"forbidden": {"code": 403, "message": "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed."}}"#,
        is_right: |error| matches!(error, Error::Forbidden { quota: false, .. }),
        title: "The cloud does not allow this",
        says: "os-quota-sets",
        times: (1, 1),
    },
    Refusal {
        status: 403,
        retry_after: None,
        body: "",
        is_right: |error| matches!(error, Error::Forbidden { quota: false, .. }),
        title: "The cloud does not allow this",
        says: "roles",
        times: (1, 1),
    },
    Refusal {
        status: 403,
        retry_after: None,
        body: "<html><body><h1>403 Forbidden</h1></body></html>",
        is_right: |error| matches!(error, Error::Forbidden { quota: false, .. }),
        title: "The cloud does not allow this",
        says: "“403 Forbidden”",
        times: (1, 1),
    },
    Refusal {
        status: 503,
        retry_after: Some("30"),
        body: HTML,
        is_right: |error| {
            matches!(
                error,
                Error::Unavailable {
                    retry_after: Some(30),
                    ..
                }
            )
        },
        title: "The cloud is out of service at the moment",
        says: "Wait 30 seconds",
        times: (1, 1),
    },
    Refusal {
        status: 503,
        retry_after: None,
        body: HTML,
        is_right: |error| {
            matches!(
                error,
                Error::Unavailable {
                    retry_after: None,
                    ..
                }
            )
        },
        title: "The cloud is out of service at the moment",
        says: "503 Service Temporarily Unavailable",
        times: (3, 1),
    },
    Refusal {
        status: 502,
        retry_after: None,
        body: "",
        is_right: |error| matches!(error, Error::Unavailable { .. }),
        title: "The cloud is out of service at the moment",
        says: "Wait a moment",
        times: (3, 1),
    },
    Refusal {
        status: 500,
        retry_after: None,
        body: "<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>",
        is_right: |error| matches!(error, Error::Server(_)),
        title: "The cloud failed",
        says: "“Internal Server Error”",
        times: (1, 1),
    },
];

fn refused(call: &'static str, ask: Call, refusal: &'static Refusal, times: usize) {
    let cloud = Refusing {
        call,
        refusal,
        times: Cell::new(0),
    };
    let error = ask(&cloud).unwrap_err();
    let what = format!("{call}: {} {}", refusal.status, refusal.body);
    assert!((refusal.is_right)(&error), "{what}: {error:?}");
    assert_eq!(cloud.times.get(), times, "{what}");
    let explanation = explain(&error);
    assert_eq!(explanation.title, refusal.title, "{what}");
    let said = explanation.sentences();
    assert!(said.contains(refusal.says), "{what}: {said}");
    assert!(said.ends_with("Request id: req-1"), "{what}: {said}");
    assert!(!said.contains('<'), "{what}: {said}");
}

#[test]
fn reading_is_refused() {
    for refusal in &REFUSALS {
        for (call, ask) in READS {
            refused(call, ask, refusal, refusal.times.0);
        }
    }
}

#[test]
fn changing_is_refused() {
    for refusal in &REFUSALS {
        for (call, ask) in WRITES {
            refused(call, ask, refusal, refusal.times.1);
        }
    }
}
