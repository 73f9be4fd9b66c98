//! A cloud that serves the site, and a browser in front of it.

use crate::browser::Browser;
use crate::cloud::Client;
use crate::environment;
use devcloud::{Config, LoggedRequest, Running};

/// Both, for one test alone.
pub struct World {
    /// The browser.
    pub browser: Browser,
    /// The cloud.
    pub cloud: Running,
    /// Where the site is, without a slash at its end.
    pub site: String,
}

impl World {
    /// A fresh cloud, the site on its address, a fresh browser.
    pub async fn start() -> Self {
        Self::with(Config::default()).await
    }

    /// The same, with a cloud of this configuration; what is served is the built site unless it says another folder.
    pub async fn with(config: Config) -> Self {
        let dist = config.dist.unwrap_or_else(environment::dist);
        let config = Config {
            dist: Some(dist),
            ..config
        };
        let (cloud, browser) = tokio::join!(devcloud::start(config), Browser::start());
        let cloud = cloud.expect("the cloud starts");
        let site = cloud.base_url();
        Self {
            browser,
            cloud,
            site,
        }
    }

    /// The address of a page of the site.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.site)
    }

    /// Opens a page of the site.
    pub async fn open(&self, path: &str) {
        self.browser.open(&self.url(path)).await;
    }

    /// The cloud as another program of this user sees it.
    pub async fn client(&self, user: &str) -> Client {
        Client::new(&self.cloud.base_url(), user).await
    }

    /// The requests with this method to a path that begins so, oldest first.
    pub fn requests(&self, method: &str, path: &str) -> Vec<LoggedRequest> {
        let mut requests = self.cloud.requests();
        requests.retain(|request| request.method == method && request.target.starts_with(path));
        requests
    }

    /// The requests that make key pairs.
    pub fn creations(&self) -> Vec<LoggedRequest> {
        self.requests("POST", "/compute/v2.1/os-keypairs")
    }
}
