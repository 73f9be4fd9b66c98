//! A cloud, the site, and a browser in front of both.

use crate::browser::Browser;
use crate::cloud::{Access, Client};
use crate::environment;
use crate::openstack::{self, OpenStack};
use devcloud::{Config, LoggedRequest, Running, seed};
use std::path::Path;

/// All three, for one test alone.
pub struct World {
    /// The browser.
    pub browser: Browser,
    /// The embedded cloud, which also serves the site. Beside a real one it does only that, so a test that turns to it for
    /// more is named in `embedded_only.json`.
    pub cloud: Running,
    /// Where the site is, without a slash at its end.
    pub site: String,
    real: Option<OpenStack>,
}

impl World {
    /// A fresh cloud, the site, a fresh browser. The cloud is the embedded one on the site's own address, or else a domain of
    /// a real OpenStack, which is another origin's.
    pub async fn start() -> Self {
        let (real, browser) = tokio::join!(openstack::wanted(), Browser::start());
        let config = Config {
            dist: Some(environment::dist()),
            config_json: real.as_ref().map(OpenStack::config_json),
            ..Config::default()
        };
        let cloud = devcloud::start(config).await.expect("the cloud starts");
        Self {
            real,
            ..Self::of(cloud, browser)
        }
    }

    /// The same, where servers can be launched: a real cloud has no networks before somebody makes one.
    pub async fn for_servers() -> Self {
        let mut world = Self::start().await;
        if let Some(real) = &mut world.real {
            real.add_network().await;
        }
        world
    }

    /// The embedded cloud with this configuration; what is served is the built site unless it says another folder.
    pub async fn with(config: Config) -> Self {
        let dist = config.dist.unwrap_or_else(environment::dist);
        let config = Config {
            dist: Some(dist),
            ..config
        };
        let (cloud, browser) = tokio::join!(devcloud::start(config), Browser::start());
        Self::of(cloud.expect("the cloud starts"), browser)
    }

    /// The embedded cloud with the site in this folder.
    pub async fn serving(folder: &Path) -> Self {
        Self::with(Config {
            dist: Some(folder.to_owned()),
            ..Config::default()
        })
        .await
    }

    /// Of an embedded cloud that runs.
    pub fn of(cloud: Running, browser: Browser) -> Self {
        Self {
            browser,
            site: cloud.base_url(),
            cloud,
            real: None,
        }
    }

    /// The real cloud.
    ///
    /// # Panics
    /// When it is the embedded one: then the test is one for a real cloud alone, and is to be ignored.
    pub fn openstack(&self) -> &OpenStack {
        let real = self.real.as_ref();
        real.expect("KEYHAVEN_OPENSTACK_STATE is set by cargo xtask test --openstack")
    }

    /// The same, to have something made there.
    ///
    /// # Panics
    /// As [`World::openstack`].
    pub fn openstack_mut(&mut self) -> &mut OpenStack {
        let real = self.real.as_mut();
        real.expect("KEYHAVEN_OPENSTACK_STATE is set by cargo xtask test --openstack")
    }

    /// The address of a page of the site.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.site)
    }

    /// Opens a page of the site.
    pub async fn open(&self, path: &str) {
        self.browser.open(&self.url(path)).await;
    }

    /// Where programs ask the cloud.
    pub fn access(&self) -> Access {
        match &self.real {
            Some(real) => real.access(),
            None => Access {
                root: self.cloud.base_url(),
                domain: seed::DOMAIN.to_owned(),
            },
        }
    }

    /// The cloud as another program of this user sees it.
    pub async fn client(&self, user: &str) -> Client {
        Client::new(&self.access(), user).await
    }

    /// The id of alice's application credential, whose secret is [`seed::CREDENTIAL_SECRET`].
    pub fn credential_id(&self) -> String {
        match &self.real {
            Some(real) => real.credential_id.clone(),
            None => seed::credential_id(),
        }
    }

    /// Every request that the cloud and the host of the site received.
    pub fn log(&self) -> Vec<LoggedRequest> {
        let mut log = self.cloud.requests();
        if let Some(real) = &self.real {
            log.extend(real.relay.requests());
        }
        log
    }

    /// The requests with this method to a path that begins so, oldest first.
    pub fn requests(&self, method: &str, path: &str) -> Vec<LoggedRequest> {
        let mut requests = self.log();
        requests.retain(|request| request.method == method && request.target.starts_with(path));
        requests
    }

    /// The requests that make key pairs.
    pub fn creations(&self) -> Vec<LoggedRequest> {
        self.requests("POST", "/compute/v2.1/os-keypairs")
    }

    /// Revokes all of a user's tokens, as if they had expired, and tells how many there were.
    pub async fn revoke_tokens(&self, user: &str) -> usize {
        match &self.real {
            Some(real) => real.revoke_tokens().await,
            None => self.cloud.revoke_tokens(user).unwrap(),
        }
    }

    /// Sets how many key pairs a user may have.
    pub async fn set_key_pair_quota(&self, user: &str, key_pairs: i64) {
        match &self.real {
            Some(real) => real.set_key_pair_quota(key_pairs).await,
            None => self.cloud.set_key_pair_quota(user, key_pairs).unwrap(),
        }
    }

    /// Gives a user `count` key pairs named `PREFIX-00000`, `PREFIX-00001` and so on, and room for as many more.
    pub async fn add_key_pairs(&self, user: &str, prefix: &str, count: usize) {
        match &self.real {
            Some(real) => real.add_key_pairs(user, prefix, count).await,
            None => self.cloud.add_key_pairs(user, prefix, count).unwrap(),
        }
    }
}
