//! What an embedded cloud is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Where the cloud keeps users, tokens and key pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Db {
    /// In memory: gone when the cloud stops.
    #[default]
    Memory,
    /// An SQLite file, made and seeded when it is not there.
    File(PathBuf),
}

/// Cross-origin rules, by the names of the `[cors]` section that oslo.middleware reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cors {
    /// Origins that are let in; `*` lets every origin in. Empty turns CORS off, as a stock cloud has it.
    pub allowed_origin: Vec<String>,
    /// Request headers allowed beside the simple ones.
    pub allow_headers: Vec<String>,
    /// Methods allowed.
    pub allow_methods: Vec<String>,
    /// Reply headers that a page may read. A sign-in needs `X-Subject-Token` here.
    pub expose_headers: Vec<String>,
    /// Seconds for which a browser may keep a preflight's answer.
    pub max_age: u32,
}

impl Cors {
    /// No CORS headers at all.
    #[must_use]
    pub fn off() -> Self {
        Self {
            allowed_origin: Vec::new(),
            ..Self::default()
        }
    }

    /// Only the named origins, each written as a browser writes it: `scheme://host:port`.
    #[must_use]
    pub fn origins<S: Into<String>>(origins: impl IntoIterator<Item = S>) -> Self {
        Self {
            allowed_origin: origins.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// The same rules with one reply header no longer readable (its case does not matter).
    #[must_use]
    pub fn hiding(mut self, header: &str) -> Self {
        self.expose_headers
            .retain(|name| !name.eq_ignore_ascii_case(header));
        self
    }
}

impl Default for Cors {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Self {
            allowed_origin: list(&["*"]),
            allow_headers: list(&[
                "X-Auth-Token",
                "X-Subject-Token",
                "OpenStack-API-Version",
                "X-OpenStack-Nova-API-Version",
                "X-OpenStack-Request-ID",
                "Openstack-Auth-Receipt",
                "X-SessionId",
                "Content-Type",
                "Accept",
            ]),
            allow_methods: list(&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
            expose_headers: list(&[
                "X-Subject-Token",
                "OpenStack-API-Version",
                "X-OpenStack-Nova-API-Version",
                "X-OpenStack-Request-ID",
                "X-Compute-Request-ID",
                "Location",
                "Retry-After",
                "WWW-Authenticate",
                "Openstack-Auth-Receipt",
            ]),
            max_age: 600,
        }
    }
}

/// How a cloud is started; `Config::default()` is a cloud in memory on a free loopback port.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the data live.
    pub db: Db,
    /// Folder of a built site to serve at `/`.
    pub dist: Option<PathBuf>,
    /// Whether the site comes with the headers of a production host. A plain static host can send none of them.
    pub site_headers: bool,
    /// File to which each request is appended, one JSON object a line. It holds passwords and tokens.
    pub request_log: Option<PathBuf>,
    /// Whether requests are also kept in memory, for [`crate::Running::requests`].
    pub keep_requests: bool,
    /// Cross-origin rules of the APIs.
    pub cors: Cors,
    /// Whether there is a `RegionTwo` beside `RegionOne`. Of a database in a file it has the file of that name with
    /// `-RegionTwo` behind it.
    pub second_region: bool,
    /// How long it takes to build a server, from the request until it runs.
    pub boot_time: Duration,
    /// How long a token lives.
    pub token_lifetime: Duration,
    /// How long somebody may take for the one-time code after the password; Keystone's `[receipt] expiration`.
    pub receipt_lifetime: Duration,
    /// The text of `/config.json`; without it, one that points at this cloud.
    pub config_json: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            db: Db::Memory,
            dist: None,
            site_headers: true,
            request_log: None,
            keep_requests: true,
            cors: Cors::default(),
            second_region: true,
            boot_time: Duration::from_secs(2),
            token_lifetime: Duration::from_secs(3600),
            receipt_lifetime: Duration::from_secs(300),
            config_json: None,
        }
    }
}
