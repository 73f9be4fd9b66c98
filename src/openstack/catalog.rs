//! The catalog: where each of a cloud's services is.
//!
//! Source: Keystone's API reference, "Authentication and token management", `token.catalog`.

use super::json::{FromJson, list, text};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The types under which a compute service is found.
pub const COMPUTE: &[&str] = &["compute"];

/// The services of a cloud, as the token's answer lists them, and what the site's configuration puts in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Catalog {
    services: Vec<Service>,
    overrides: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Service {
    #[serde(rename = "type")]
    service_type: String,
    endpoints: Vec<Endpoint>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Endpoint {
    interface: String,
    url: String,
    /// The API reference calls it `region_id`; `region` is its older name, still sent beside it.
    region_id: Option<String>,
    region: Option<String>,
}

impl FromJson for Catalog {
    fn from_json(value: &Value) -> Option<Self> {
        let mut overrides = BTreeMap::new();
        for (service, url) in value
            .get("overrides")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            overrides.insert(service.clone(), url.as_str()?.to_owned());
        }
        Some(Self {
            services: list(value, "services")?,
            overrides,
        })
    }
}

impl FromJson for Service {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            service_type: text(value, "type")?,
            endpoints: list(value, "endpoints")?,
        })
    }
}

impl Service {
    /// An entry of the catalog of version 2.0, where an endpoint has its public URL as `publicURL`. Rackspace's first
    /// generation of servers (`cloudServers`, API 1.0) is of the type `compute` too and is left out.
    pub(super) fn from_version_2(value: &Value) -> Option<Self> {
        let endpoint = |endpoint: &Value| {
            let first_generation = text(endpoint, "versionId").is_some_and(|id| id == "1.0");
            let url = text(endpoint, "publicURL").filter(|_| !first_generation)?;
            Some(Endpoint {
                interface: "public".to_owned(),
                url,
                region_id: None,
                region: text(endpoint, "region"),
            })
        };
        let endpoints = value.get("endpoints")?.as_array()?;
        Some(Self {
            service_type: text(value, "type")?,
            endpoints: endpoints.iter().filter_map(endpoint).collect(),
        })
    }
}

impl FromJson for Endpoint {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            interface: text(value, "interface")?,
            url: text(value, "url")?,
            region_id: text(value, "region_id"),
            region: text(value, "region"),
        })
    }
}

impl Endpoint {
    fn region(&self) -> Option<&str> {
        self.region_id.as_deref().or(self.region.as_deref())
    }
}

impl Catalog {
    pub(super) fn new(services: Vec<Service>) -> Self {
        Self {
            services,
            overrides: BTreeMap::new(),
        }
    }

    /// Puts URLs of the site's configuration in the place of the catalog's, by service type; for reverse proxies.
    /// They must be absolute.
    pub fn set_overrides(&mut self, endpoints: BTreeMap<String, String>) {
        self.overrides = endpoints;
    }

    pub(super) fn keep_overrides_of(&mut self, other: &Self) {
        self.overrides.clone_from(&other.overrides);
    }

    /// The public endpoint of a service, without a slash at the end.
    ///
    /// `service_types`: the type and its aliases, the preferred one first. Without a region, the first endpoint.
    pub fn endpoint(&self, service_types: &[&str], region: Option<&str>) -> Option<String> {
        let find = |service_type: &&str| {
            let services = self
                .services
                .iter()
                .filter(|service| service.service_type == *service_type);
            services
                .flat_map(|service| &service.endpoints)
                .find(|endpoint| {
                    endpoint.interface == "public"
                        && region.is_none_or(|region| endpoint.region() == Some(region))
                })
                .map(|endpoint| endpoint.url.as_str())
        };
        let overridden = service_types
            .iter()
            .find_map(|service_type| self.overrides.get(*service_type));
        let url = overridden
            .map(String::as_str)
            .or_else(|| service_types.iter().find_map(find))?;
        Some(url.trim_end_matches('/').to_owned())
    }

    /// The regions of all public endpoints, sorted.
    pub fn regions(&self) -> Vec<String> {
        let endpoints = self.services.iter().flat_map(|service| &service.endpoints);
        let public = endpoints.filter(|endpoint| endpoint.interface == "public");
        let mut names: Vec<&str> = public.filter_map(Endpoint::region).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The regions in which a service has a public endpoint, sorted.
    pub fn regions_of(&self, service_types: &[&str]) -> Vec<String> {
        let mut regions = self.regions();
        regions.retain(|region| self.endpoint_listed(service_types, region));
        regions
    }

    /// The other regions in which a service has a public endpoint of its own, sorted. None where the configuration has put
    /// one URL in the place of all regions': then they cannot be told apart.
    pub fn regions_beside(&self, service_types: &[&str], region: &str) -> Vec<String> {
        let here = self.endpoint(service_types, Some(region));
        let mut regions = self.regions_of(service_types);
        regions
            .retain(|other| other != region && self.endpoint(service_types, Some(other)) != here);
        regions
    }

    fn endpoint_listed(&self, service_types: &[&str], region: &str) -> bool {
        let services = self
            .services
            .iter()
            .filter(|service| service_types.contains(&service.service_type.as_str()));
        let mut endpoints = services.flat_map(|service| &service.endpoints);
        endpoints
            .any(|endpoint| endpoint.interface == "public" && endpoint.region() == Some(region))
    }
}
