//! A real OpenStack (`tests/openstack/up`) behind the same addresses as the embedded cloud. Each test has a domain of its
//! own there, with the same people in it, so tests neither see nor disturb each other; it is gone afterwards.

mod admin;
mod domain;
mod guest;
mod network;

use crate::cloud::{Access, Client};
use crate::environment;
use crate::relay::Relay;
use admin::{Admin, Urls};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Domain;
pub use guest::Guest;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tokio::task::JoinSet;

/// How many key pairs are imported at the same time: Nova has six threads.
const AT_ONCE: usize = 4;

/// The real cloud, as one test has it.
pub struct OpenStack {
    /// Between the page and the cloud: what the page sends is written down.
    pub relay: Relay,
    /// The same for what a test prepares: nobody asks what went through.
    aside: Relay,
    /// The id of alice's application credential.
    pub credential_id: String,
    /// Keystone's own address, without `/v3`.
    pub keystone: String,
    /// Nova's metadata service, and what proves to it that a network asks for one of its servers.
    metadata: String,
    metadata_secret: String,
    /// The folder of OpenStack's own clients.
    programs: PathBuf,
    domain: Domain,
}

impl OpenStack {
    /// Takes a domain at the cloud whose `state.json` this is.
    pub async fn start(file: &Path) -> Self {
        let state: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let text = |pointer: &str| state.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        let url = |service: &str| text(&format!("/urls/{service}"));
        let (relay, aside) = (Relay::start().await, Relay::start().await);
        for relay in [&relay, &aside] {
            relay.lead_to(vec![
                ("/identity", url("keystone")),
                ("/compute", url("nova")),
                ("/image", url("glance")),
                ("/network", url("neutron")),
            ]);
        }
        let urls = Urls {
            keystone: url("keystone"),
            nova: url("nova"),
            neutron: url("neutron"),
        };
        let admin = Admin::sign_in(urls).await;
        let domain = Domain::make(admin).await;
        let mut cloud = Self {
            relay,
            aside,
            credential_id: String::new(),
            keystone: url("keystone"),
            metadata: url("metadata"),
            metadata_secret: text("/metadata_secret"),
            programs: file.with_file_name("venv/bin"),
            domain,
        };
        let alice = Client::new(&cloud.access_aside(), "alice").await;
        cloud.credential_id = cloud.domain.add_credential(alice.token()).await;
        assert!(cloud.domain.admin.revoke(alice.token()).await);
        cloud
    }

    /// Where a client asks.
    pub fn access(&self) -> Access {
        self.access_by(&self.relay)
    }

    /// Where a client prepares something.
    fn access_aside(&self) -> Access {
        self.access_by(&self.aside)
    }

    fn access_by(&self, relay: &Relay) -> Access {
        Access {
            root: relay.url().to_owned(),
            domain: self.domain.name.clone(),
        }
    }

    /// The domain's name.
    pub fn domain(&self) -> &str {
        &self.domain.name
    }

    /// Runs one of OpenStack's own clients as this user, and gives what it writes. It asks the cloud itself, without the relay.
    ///
    /// # Panics
    /// When it fails, with what it said.
    pub fn run(&self, program: &str, user: &str, arguments: &[&str]) -> String {
        let output = Command::new(self.programs.join(program))
            .args(arguments)
            .env("OS_AUTH_URL", format!("{}/v3", self.keystone))
            .env("OS_IDENTITY_API_VERSION", "3")
            .env("OS_USERNAME", user)
            .env("OS_PASSWORD", format!("{user}-pw"))
            .env("OS_USER_DOMAIN_NAME", self.domain())
            .env("OS_PROJECT_NAME", "demo")
            .env("OS_PROJECT_DOMAIN_NAME", self.domain())
            .env("OS_REGION_NAME", "RegionOne")
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The text of a `config.json` that offers this cloud.
    pub fn config_json(&self) -> String {
        let root = self.relay.url();
        json!({ "clouds": [{
            "name": "OpenStack",
            "auth_url": format!("{root}/identity/v3"),
            "user_domain": self.domain.name,
            "project_domain": self.domain.name,
            "project": "demo",
            "region": "RegionOne",
            "endpoints": {
                "compute": format!("{root}/compute/v2.1"),
                "image": format!("{root}/image"),
                "network": format!("{root}/network"),
            },
        }], "other_clouds": true })
        .to_string()
    }

    /// From now on servers can be launched: there is a network `private`, and a router that leads from it to `public`.
    pub async fn add_network(&mut self) {
        self.domain.add_network().await;
    }

    /// From now on there is a flavor of this name for which no host has the memory. Whether a project may have so much is
    /// for its quota to say, which allows it.
    pub async fn add_impossible_flavor(&mut self, name: &str) {
        self.domain.add_impossible_flavor(name).await;
    }

    /// What runs inside a server of the project demo, as far as there is something to be asked there.
    pub fn guest(&self, server: &str) -> Guest {
        Guest {
            url: self.metadata.clone(),
            secret: self.metadata_secret.clone(),
            server: server.to_owned(),
            project: self.domain.demo.clone(),
        }
    }

    /// Revokes all the tokens that were given by way of the relay, and tells how many were still good.
    pub async fn revoke_tokens(&self) -> usize {
        let mut revoked = 0;
        for token in self.relay.tokens() {
            revoked += usize::from(self.domain.admin.revoke(&token).await);
        }
        revoked
    }

    /// Sets how many key pairs each user of the project demo may have: Nova counts them by user, and neither shows nor heeds
    /// a quota of one user's own.
    pub async fn set_key_pair_quota(&self, key_pairs: i64) {
        let path = format!("/v2.1/os-quota-sets/{}", self.domain.demo);
        let body = json!({ "quota_set": { "key_pairs": key_pairs, "force": true } });
        self.domain.admin.compute("PUT", &path, Some(body)).await;
    }

    /// Gives a user so many key pairs, and room for as many more.
    pub async fn add_key_pairs(&self, user: &str, prefix: &str, count: usize) {
        let quota = i64::try_from(2 * count).unwrap().max(100);
        self.set_key_pair_quota(quota).await;
        let client = Arc::new(Client::new(&self.access_aside(), user).await);
        let mut imports = JoinSet::new();
        for number in 0..count {
            if imports.len() == AT_ONCE {
                imports.join_next().await.unwrap().unwrap();
            }
            let (client, name) = (client.clone(), format!("{prefix}-{number:05}"));
            imports.spawn(async move { client.import(&name, &ed25519_line(&name)).await });
        }
        while let Some(done) = imports.join_next().await {
            done.unwrap();
        }
    }
}

/// A public key that is nobody's: any 32 bytes are one.
fn ed25519_line(name: &str) -> String {
    let mut blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20".to_vec();
    blob.extend(name.bytes().cycle().take(32));
    format!("ssh-ed25519 {}", STANDARD.encode(blob))
}

/// The real cloud when the tests are to run against one.
pub async fn wanted() -> Option<OpenStack> {
    match environment::openstack() {
        Some(file) => Some(OpenStack::start(&file).await),
        None => None,
    }
}
