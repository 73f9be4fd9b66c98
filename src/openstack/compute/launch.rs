//! Launching servers.
//!
//! Source: Nova's API reference, "Create server".

use super::{Compute, Server};
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::{Http, Method};
use crate::openstack::json::{FromJson, text};
use crate::openstack::microversion::Capability;
use base64ct::{Base64, Encoding};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// How often the cloud is asked for a server whose launch was not answered.
const LOOKS: u32 = 3;

/// The most bytes of base64 that user data may have.
pub const MAX_USER_DATA: usize = 65_535;

/// What the server boots from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Boot {
    /// A disk of the flavor's size, made of the image.
    Image(String),
    /// A new volume, made of the image.
    NewVolume {
        /// The image's id.
        image: String,
        /// The volume's size in GiB.
        gigabytes: u32,
        /// Whether it is deleted with the server.
        delete_with_server: bool,
    },
}

/// Which networks the server is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Networks {
    /// Those with these ids, one port each.
    These(Vec<String>),
    /// The cloud chooses, and makes one when the project has none ([`Capability::NetworksChoice`]); at an older cloud,
    /// the project's only one.
    Auto,
    /// None ([`Capability::NetworksChoice`]).
    None,
}

/// A server to be launched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    /// Its name; with a count above one, `-1`, `-2` and so on are appended.
    pub name: String,
    /// What it boots from.
    pub boot: Boot,
    /// The flavor's id.
    pub flavor: String,
    /// The key pair's name.
    pub key_name: Option<String>,
    /// The networks.
    pub networks: Networks,
    /// The ids or names of the security groups; none for the project's default.
    pub security_groups: Vec<String>,
    /// What cloud-init gets, as it is.
    pub user_data: Vec<u8>,
    /// Where, when the person says.
    pub availability_zone: Option<String>,
    /// A note ([`Capability::ServerDescription`]).
    pub description: Option<String>,
    /// How many.
    pub count: u32,
}

impl Launch {
    /// What the cloud must be able to do for it. A network need not be named before [`Capability::NetworksChoice`].
    fn wished(&self) -> Vec<Capability> {
        let network = match &self.networks {
            Networks::These(_) => None,
            Networks::Auto | Networks::None => Some(Capability::NetworksChoice),
        };
        let description = self.description.as_ref();
        let description = description.map(|_| Capability::ServerDescription);
        network.into_iter().chain(description).collect()
    }

    fn body(&self, version_has: impl Fn(Capability) -> bool) -> Value {
        let mut server = Map::new();
        let mut put = |name: &str, value: Value| server.insert(name.to_owned(), value);
        put("name", json!(self.name));
        put("flavorRef", json!(self.flavor));
        match &self.boot {
            Boot::Image(image) => {
                put("imageRef", json!(image));
            }
            Boot::NewVolume {
                image,
                gigabytes,
                delete_with_server,
            } => {
                let volume = json!({
                    "boot_index": 0, "uuid": image, "source_type": "image", "destination_type": "volume",
                    "volume_size": gigabytes, "delete_on_termination": delete_with_server,
                });
                put("block_device_mapping_v2", json!([volume]));
            }
        }
        if let Some(key_name) = &self.key_name {
            put("key_name", json!(key_name));
        }
        match &self.networks {
            Networks::These(ids) => {
                let networks = ids.iter().map(|id| json!({ "uuid": id }));
                put("networks", networks.collect());
            }
            Networks::Auto if version_has(Capability::NetworksChoice) => {
                put("networks", json!("auto"));
            }
            // An older API has a choice of its own when nothing is said.
            Networks::Auto => {}
            Networks::None => {
                put("networks", json!("none"));
            }
        }
        if !self.security_groups.is_empty() {
            let groups = self.security_groups.iter().map(|id| json!({ "name": id }));
            put("security_groups", groups.collect());
        }
        if !self.user_data.is_empty() {
            put("user_data", json!(Base64::encode_string(&self.user_data)));
        }
        if let Some(zone) = &self.availability_zone {
            put("availability_zone", json!(zone));
        }
        if let Some(description) = self
            .description
            .as_ref()
            .filter(|_| version_has(Capability::ServerDescription))
        {
            put("description", json!(description));
        }
        if self.count > 1 {
            put("min_count", json!(self.count));
            put("max_count", json!(self.count));
        }
        json!({ "server": server })
    }

    /// The name of the first server.
    fn first_name(&self) -> String {
        match self.count {
            0 | 1 => self.name.clone(),
            _ => format!("{}-1", self.name),
        }
    }
}

struct Made(String);

impl FromJson for Made {
    fn from_json(value: &Value) -> Option<Self> {
        text(value.get("server")?, "id").map(Self)
    }
}

/// The servers of a name that were there before one was launched, by which a new one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    name: String,
    ids: HashSet<String>,
}

impl Before {
    fn is_new(&self, server: &Server) -> bool {
        server.name == self.name && !self.ids.contains(&server.id)
    }
}

/// A server that was launched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launched {
    /// Its id; of several, the first one's.
    pub id: String,
    before: Before,
}

/// A launch that came to nothing, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotLaunched {
    /// Why.
    pub error: Error,
    /// What was there before, when the launch may have been carried out all the same: to be given to
    /// [`Compute::launch`] with the same wish, so that nothing is launched twice.
    pub unsure: Option<Before>,
}

impl From<Error> for NotLaunched {
    fn from(error: Error) -> Self {
        Self {
            error,
            unsure: None,
        }
    }
}

impl<H: Http> Compute<H> {
    /// Launches a server, or several of one kind. The password that the cloud makes for it is not read: whoever launches
    /// with a key pair needs none.
    ///
    /// It is sent once. When the answer is lost, the cloud is asked whether there is a server now that was not there
    /// before. `unsure` is what an earlier try of the same wish left: then it is first looked whether that one made it.
    ///
    /// # Errors
    /// [`Error::UserDataTooLarge`] and, for no network, [`Error::TooOld`] before anything is sent; [`Error::BadRequest`]
    /// when the cloud does not take what was chosen, [`Error::Forbidden`] when a quota is used up or the roles are not
    /// enough, [`Error::Conflict`] when a network has to be named, [`Error::OutcomeUnknown`] when the answer was lost and
    /// asking failed as well.
    pub async fn launch(
        &self,
        launch: &Launch,
        unsure: Option<&Before>,
    ) -> Result<Launched, NotLaunched> {
        let base64 = Base64::encode_string(&launch.user_data).len();
        if base64 > MAX_USER_DATA {
            return Err(Error::UserDataTooLarge { base64 }.into());
        }
        let name = launch.first_name();
        // This asks by microversion too, so it is known afterwards whether the cloud lets a page do that.
        let there = self.servers_named(&name).await?;
        if let Some(before) = unsure
            && let Some(made) = there.iter().find(|server| before.is_new(server))
        {
            return Ok(Launched {
                id: made.id.clone(),
                before: before.clone(),
            });
        }
        let ids = there.into_iter().map(|server| server.id).collect();
        let before = Before { name, ids };
        match self.send(launch, &before).await {
            Ok(id) => Ok(Launched { id, before }),
            Err(error) => Err(NotLaunched {
                unsure: error.may_have_been_done().then_some(before),
                error,
            }),
        }
    }

    async fn send(&self, launch: &Launch, before: &Before) -> Result<String, Error> {
        let none = Capability::NetworksChoice;
        if launch.networks == Networks::None && !self.can(none) {
            return Err(Error::TooOld(none));
        }
        let version = self.version_for(&launch.wished());
        let body =
            launch.body(|capability| version.is_some_and(|version| version >= capability.since()));
        let body = call::to_json(&body, launch.user_data.len() * 4 / 3 + 2048);
        let result = call::write(&self.http, &[202], || {
            self.request(Method::Post, "/servers", version)
                .with_json(body.clone())
        })
        .await;
        let made =
            result.and_then(|response| Ok(call::json::<Made>(&response, "the new server")?.0));
        match made {
            Err(lost) if lost.may_have_been_done() => self.look_for_new(before).await?.ok_or(lost),
            made => made,
        }
    }

    /// The id of a server that was not there before. A cloud that was slow to answer may be slow to list it, so it is asked
    /// a few times.
    ///
    /// Whatever goes wrong here is [`Error::OutcomeUnknown`], a sign-in that ended as well: whoever signed in again and
    /// launched once more would have two.
    async fn look_for_new(&self, before: &Before) -> Result<Option<String>, Error> {
        for look in 0..LOOKS {
            if look > 0 {
                self.http.pause(call::FIRST_PAUSE * 5 * look).await;
            }
            let now = self.servers_named(&before.name).await;
            let now = now.map_err(|_| Error::OutcomeUnknown {
                origin: call::origin(&self.endpoint),
            })?;
            if let Some(new) = now.into_iter().find(|server| before.is_new(server)) {
                return Ok(Some(new.id));
            }
        }
        Ok(None)
    }

    /// The ids of the servers that the same wish made beside the one that it was to make. When a connection breaks, a browser
    /// may send a request a second time by itself, and a cloud that had heard of it already makes another server.
    ///
    /// # Errors
    /// What the cloud or the transport gives.
    pub async fn twins(&self, launched: &Launched) -> Result<Vec<String>, Error> {
        let now = self.servers_named(&launched.before.name).await?;
        let new = now
            .into_iter()
            .filter(|server| launched.before.is_new(server));
        let ids = new.map(|server| server.id);
        Ok(ids.filter(|id| *id != launched.id).collect())
    }
}
