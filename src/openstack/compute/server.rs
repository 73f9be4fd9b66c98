//! A server, as the cloud tells of it.
//!
//! Source: Nova's API reference, "Servers (servers)" and "Show server details".

use super::Compute;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, text};
use crate::openstack::listing::HasId;
use crate::openstack::microversion::Capability;
use crate::openstack::path;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;
use std::net::IpAddr;

/// What is wished of an answer about servers: the flavor's name and size in it, and the description.
pub(super) const WISHED: &[Capability] =
    &[Capability::ServerDescription, Capability::EmbeddedFlavor];

/// A server's state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ServerStatus {
    /// It runs.
    Active,
    /// It is being made.
    Build,
    /// It was shut down.
    Shutoff,
    /// It failed.
    Error,
    /// It is rebooting, by force or not.
    Reboot,
    /// It is being made anew from an image.
    Rebuild,
    /// It is deleted, or about to be.
    Deleted,
    /// Another one, in the cloud's own word.
    Other(String),
}

impl ServerStatus {
    fn of(word: &str) -> Self {
        match word {
            "ACTIVE" => Self::Active,
            "BUILD" => Self::Build,
            "SHUTOFF" => Self::Shutoff,
            "ERROR" => Self::Error,
            "REBOOT" | "HARD_REBOOT" => Self::Reboot,
            "REBUILD" => Self::Rebuild,
            "DELETED" | "SOFT_DELETED" => Self::Deleted,
            word => Self::Other(word.to_owned()),
        }
    }
}

impl fmt::Display for ServerStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other;
        formatter.write_str(match self {
            Self::Active => "Running",
            Self::Build => "Being made",
            Self::Shutoff => "Shut down",
            Self::Error => "Error",
            Self::Reboot => "Rebooting",
            Self::Rebuild => "Being rebuilt",
            Self::Deleted => "Deleted",
            Self::Other(word) => {
                other = in_plain_letters(word);
                &other
            }
        })
    }
}

/// A word such as `SHELVED_OFFLOADED` as it is written in a sentence.
fn in_plain_letters(word: &str) -> String {
    let word = word.replace('_', " ");
    let mut letters = word.chars();
    let first = letters.next().into_iter();
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

/// How an address came to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressKind {
    /// It belongs to the server's port.
    Fixed,
    /// It leads to the server until it is taken away.
    Floating,
    /// The cloud does not say.
    Unknown,
}

/// An address of a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The name of the network it is in.
    pub network: String,
    /// The address.
    pub ip: IpAddr,
    /// How it came to the server.
    pub kind: AddressKind,
    /// The hardware address that it belongs to, when the cloud says so.
    pub mac: Option<String>,
}

/// What a server was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ServerFlavor {
    /// The flavor's id, from APIs below 2.47.
    pub id: Option<String>,
    /// Its name when the server was launched, from 2.47 on.
    pub name: Option<String>,
    /// The number of virtual CPUs, from 2.47 on.
    pub vcpus: Option<u64>,
    /// MiB of memory, from 2.47 on.
    pub ram: Option<u64>,
    /// GiB of disk, from 2.47 on.
    pub disk: Option<u64>,
}

/// Why a server is in error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The cloud's sentence.
    pub message: String,
    /// The status that the error would have had.
    pub code: u64,
    /// When, ISO 8601.
    pub created: String,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    /// Its id.
    pub id: String,
    /// Its name, not unique.
    pub name: String,
    /// Its state.
    pub status: ServerStatus,
    /// What the cloud is doing with it, in Nova's word such as `spawning`; `None` when nothing.
    pub task: Option<String>,
    /// Its addresses, network by network.
    pub addresses: Vec<Address>,
    /// The name of the key pair that it was launched or last rebuilt with. The key pair may be gone, or another user's.
    pub key_name: Option<String>,
    /// The image that it was made of; `None` when it boots from a volume.
    pub image_id: Option<String>,
    /// The flavor.
    pub flavor: ServerFlavor,
    /// The ids of the volumes that are attached to it.
    pub volumes: Vec<String>,
    /// When it was launched, ISO 8601 in UTC.
    pub created: String,
    /// When it last changed, ISO 8601 in UTC.
    pub updated: String,
    /// Why it is in error.
    pub fault: Option<Fault>,
    /// Where it runs.
    pub availability_zone: Option<String>,
    /// What its owner wrote about it.
    pub description: Option<String>,
    /// The names of its security groups.
    pub security_groups: Vec<String>,
    /// Whether it may not be changed until somebody unlocks it, as far as the cloud says.
    pub is_locked: bool,
}

impl Server {
    /// Whether something is under way with it, so that it is worth looking again soon.
    pub fn is_changing(&self) -> bool {
        self.task.is_some()
            || matches!(
                self.status,
                ServerStatus::Build | ServerStatus::Reboot | ServerStatus::Rebuild
            )
    }

    /// Whether it has been made, so that it can have written to its console.
    pub fn has_booted(&self) -> bool {
        !matches!(self.status, ServerStatus::Build | ServerStatus::Error)
            || self.fault.is_none() && self.status == ServerStatus::Error
    }
}

pub(super) struct Wrapped(pub(super) Server);

impl FromJson for Wrapped {
    fn from_json(value: &Value) -> Option<Self> {
        Server::from_json(value.get("server")?).map(Self)
    }
}

impl FromJson for Server {
    fn from_json(value: &Value) -> Option<Self> {
        let filled = |name: &str| text(value, name).filter(|text| !text.is_empty());
        let each = |list: &str, name: &str| -> Vec<String> {
            let list = value.get(list).and_then(Value::as_array);
            let list = list.into_iter().flatten();
            let mut seen = HashSet::new();
            // A security group is listed once for each port.
            list.filter_map(|entry| text(entry, name))
                .filter(|entry| seen.insert(entry.clone()))
                .collect()
        };
        Some(Self {
            id: text(value, "id")?,
            // A server in a part of the cloud that is down has none.
            name: text(value, "name").unwrap_or_default(),
            status: ServerStatus::of(value.get("status")?.as_str()?),
            task: filled("OS-EXT-STS:task_state"),
            addresses: value.get("addresses").map(addresses).unwrap_or_default(),
            key_name: filled("key_name"),
            // It is an empty text when there is none.
            image_id: value.get("image").and_then(|image| text(image, "id")),
            flavor: value.get("flavor").map(flavor).unwrap_or_default(),
            volumes: each("os-extended-volumes:volumes_attached", "id"),
            created: text(value, "created").unwrap_or_default(),
            updated: text(value, "updated").unwrap_or_default(),
            fault: value
                .get("fault")
                .filter(|fault| fault.is_object())
                .map(|fault| Fault {
                    message: text(fault, "message").unwrap_or_default(),
                    code: fault
                        .get("code")
                        .and_then(Value::as_u64)
                        .unwrap_or_default(),
                    created: text(fault, "created").unwrap_or_default(),
                }),
            availability_zone: filled("OS-EXT-AZ:availability_zone"),
            description: filled("description"),
            security_groups: each("security_groups", "name"),
            is_locked: value.get("locked").and_then(Value::as_bool) == Some(true),
        })
    }
}

impl HasId for Server {
    fn id(&self) -> &str {
        &self.id
    }
}

fn flavor(value: &Value) -> ServerFlavor {
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    ServerFlavor {
        id: text(value, "id"),
        name: text(value, "original_name"),
        vcpus: number("vcpus"),
        ram: number("ram"),
        disk: number("disk"),
    }
}

/// Whatever is no address is left out.
fn addresses(value: &Value) -> Vec<Address> {
    let networks = value.as_object().into_iter().flatten();
    let all = networks.flat_map(|(network, list)| {
        let list = list.as_array().into_iter().flatten();
        list.map(move |entry| (network, entry))
    });
    all.filter_map(|(network, entry)| {
        Some(Address {
            network: network.clone(),
            ip: entry.get("addr")?.as_str()?.parse().ok()?,
            kind: match text(entry, "OS-EXT-IPS:type").as_deref() {
                Some("fixed") => AddressKind::Fixed,
                Some("floating") => AddressKind::Floating,
                _ => AddressKind::Unknown,
            },
            mac: text(entry, "OS-EXT-IPS-MAC:mac_addr"),
        })
    })
    .collect()
}

/// The path of a server.
pub(super) fn path_of(id: &str) -> Result<String, Error> {
    Ok(format!("/servers/{}", path::segment(id)?))
}

impl<H: Http> Compute<H> {
    /// One server of the project's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of that id.
    pub async fn server(&self, id: &str) -> Result<Server, Error> {
        let response = self.get(&path_of(id)?, WISHED).await?;
        Ok(call::json::<Wrapped>(&response, "the server")?.0)
    }
}
