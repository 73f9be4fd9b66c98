//! The network service, Neutron: what a server is connected to, from where it can be reached, and what is let in.
//!
//! Source: Neutron's API reference, "Networks", "Ports", "Floating IPs (floatingips)" and "Security groups".

mod floating_ip;
mod owned;
mod port;
mod security_group;

use super::error::Error;
use super::http::Http;
use super::json::{FromJson, text};
use super::listing::HasId;
use super::secret::Token;
use super::service::Service;
pub use floating_ip::FloatingIp;
use owned::Owned;
pub use port::Port;
pub use security_group::{Family, SecurityGroup, Source};
use serde_json::Value;

/// The types under which a network service is found.
pub const SERVICE: &[&str] = &["network"];

/// A network endpoint with a token for it.
#[derive(Clone)]
pub struct Neutron<H> {
    service: Service<H>,
    /// The project whose things are listed; `None` to list what the cloud lists.
    project: Option<String>,
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    /// Its id.
    pub id: String,
    /// Its name; not unique, and sometimes empty.
    pub name: String,
    /// Whether it leads outside: floating addresses come from such networks.
    pub is_external: bool,
    /// Whether it is another project's, shared with this one.
    pub is_shared: bool,
    /// Whether it has a subnet, so that a server gets an address.
    pub has_subnet: bool,
}

impl FromJson for Network {
    fn from_json(value: &Value) -> Option<Self> {
        let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or_default();
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name").unwrap_or_default(),
            is_external: flag("router:external"),
            is_shared: flag("shared"),
            has_subnet: value
                .get("subnets")
                .and_then(Value::as_array)
                .is_some_and(|subnets| !subnets.is_empty()),
        })
    }
}

impl HasId for Network {
    fn id(&self) -> &str {
        &self.id
    }
}

impl<H: Http> Neutron<H> {
    /// `endpoint` is absolute and as the catalog has it.
    pub fn new(http: H, endpoint: &str, token: Token) -> Self {
        Self {
            service: Service::new(http, endpoint, "v2.0", token),
            project: None,
        }
    }

    /// The same, with lists kept to what a project has and what everybody shares: to an administrator, Neutron lists
    /// all projects' things.
    #[must_use]
    pub fn only_of(mut self, project_id: String) -> Self {
        self.project = Some(project_id);
        self
    }

    async fn list<T: FromJson + HasId>(
        &self,
        path: &str,
        name: &'static str,
        what: &'static str,
    ) -> Result<Vec<T>, Error> {
        let all: Vec<Owned<T>> = self.service.list(path, name, what).await?;
        let project = self.project.as_deref();
        let own = all.into_iter().filter(|entry| entry.is_for(project));
        Ok(own.map(|entry| entry.entry).collect())
    }

    /// All networks that the project can see, by name.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn networks(&self) -> Result<Vec<Network>, Error> {
        let mut networks: Vec<Network> = self
            .list("/networks", "networks", "the list of networks")
            .await?;
        networks.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(networks)
    }
}
