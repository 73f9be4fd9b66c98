//! What is let in.

use super::Neutron;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::HasId;
use serde_json::{Value, json};

/// A version of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        }
    }
}

/// From where a rule lets something in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// From anywhere.
    Anywhere,
    /// From the addresses of this prefix, such as `192.0.2.0/24`.
    Prefix(String),
    /// From the ports of a security group, or from a group of addresses that the cloud keeps.
    Group,
}

impl Source {
    /// That of a rule's prefix; none is anywhere.
    fn of(prefix: Option<String>) -> Self {
        match prefix {
            Some(prefix) if !prefix.ends_with("/0") => Self::Prefix(prefix),
            _ => Self::Anywhere,
        }
    }
}

/// A rule that lets something in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Ingress {
    family: Family,
    /// `None` for all protocols.
    protocol: Option<String>,
    /// The first and the last port; `None` for all.
    ports: Option<(u64, u64)>,
    source: Source,
}

/// A security group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecurityGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    ingress: Vec<Ingress>,
}

impl SecurityGroup {
    /// From where it lets TCP connections to this port in.
    pub fn lets_in(&self, port: u64) -> Vec<(Family, Source)> {
        let is_for = |rule: &&Ingress| {
            let protocol = rule.protocol.as_deref();
            let tcp = protocol.is_none_or(|protocol| matches!(protocol, "tcp" | "6" | "any"));
            tcp && rule
                .ports
                .is_none_or(|(first, last)| (first..=last).contains(&port))
        };
        let rules = self.ingress.iter().filter(is_for);
        rules
            .map(|rule| (rule.family, rule.source.clone()))
            .collect()
    }
}

/// `None` within for a rule about what goes out, or of a kind that is not known.
struct Rule(Option<Ingress>);

impl FromJson for Rule {
    fn from_json(value: &Value) -> Option<Self> {
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        if text(value, "direction")? != "ingress" {
            return Some(Self(None));
        }
        let groups = ["remote_group_id", "remote_address_group_id"];
        let is_group = groups.iter().any(|name| text(value, name).is_some());
        let source = match is_group {
            true => Source::Group,
            false => Source::of(text(value, "remote_ip_prefix")),
        };
        Some(Self(Some(Ingress {
            family: match text(value, "ethertype").as_deref() {
                Some("IPv6") => Family::V6,
                _ => Family::V4,
            },
            protocol: text(value, "protocol"),
            ports: number("port_range_min").zip(number("port_range_max")),
            source,
        })))
    }
}

impl FromJson for SecurityGroup {
    fn from_json(value: &Value) -> Option<Self> {
        let rules = Vec::<Rule>::from_json(value.get("security_group_rules")?)?;
        Some(Self {
            id: text(value, "id")?,
            name: text(value, "name")?,
            ingress: rules.into_iter().filter_map(|rule| rule.0).collect(),
        })
    }
}

impl HasId for SecurityGroup {
    fn id(&self) -> &str {
        &self.id
    }
}

struct Made;

impl FromJson for Made {
    fn from_json(value: &Value) -> Option<Self> {
        value.get("security_group_rule").map(|_| Self)
    }
}

impl<H: Http> Neutron<H> {
    /// The project's security groups with what they let in, by name.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn security_groups(&self) -> Result<Vec<SecurityGroup>, Error> {
        let mut groups: Vec<SecurityGroup> = self
            .list("/security-groups", "security_groups", "the security groups")
            .await?;
        groups.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(groups)
    }

    /// Lets TCP connections to a port in, from the addresses of a prefix such as `192.0.2.0/24`; done as well when the
    /// group has such a rule. When the answer is lost, the cloud is asked whether it has one now.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when it is no prefix, [`Error::Conflict`] when the quota is used up.
    pub async fn let_in(
        &self,
        group_id: &str,
        port: u16,
        family: Family,
        prefix: &str,
    ) -> Result<(), Error> {
        let rule = json!({ "security_group_rule": {
            "security_group_id": group_id, "direction": "ingress", "ethertype": family.name(), "protocol": "tcp",
            "port_range_min": port, "port_range_max": port, "remote_ip_prefix": prefix,
        } });
        match self.add(&rule).await {
            Err(lost) if lost.may_have_been_done() => {
                let groups = self.security_groups().await.unwrap_or_default();
                let group = groups.iter().find(|group| group.id == group_id);
                let wish = (family, Source::of(Some(prefix.to_owned())));
                let now = group.map(|group| group.lets_in(port.into()));
                match now.is_some_and(|now| now.contains(&wish)) {
                    true => Ok(()),
                    false => Err(lost),
                }
            }
            result => result,
        }
    }

    async fn add(&self, rule: &Value) -> Result<(), Error> {
        let made = self
            .service
            .write::<Made>(Method::Post, "/security-group-rules", rule, "the new rule")
            .await;
        match made {
            Err(Error::Conflict(reply)) if reply.message.contains("already exists") => Ok(()),
            made => made.map(|_| ()),
        }
    }
}
