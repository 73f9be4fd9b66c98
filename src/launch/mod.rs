//! A launch as a person fills it in: what does not go together, and the same launch as a command.

pub mod checks;
pub mod commands;

use crate::openstack::compute::{Boot, Capacity, Flavor, Launch, Networks};
use crate::openstack::image::Image;

/// Which networks were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NetworkChoice {
    /// Nothing yet.
    #[default]
    Open,
    /// The cloud's choice.
    Auto,
    /// None.
    None,
    /// The one with this id.
    This(String),
}

/// What was typed and chosen so far. Texts are as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The server's name.
    pub name: String,
    /// The image's id; empty before one is chosen.
    pub image: String,
    /// The flavor's id; empty before one is chosen.
    pub flavor: String,
    /// The network.
    pub network: NetworkChoice,
    /// The key pair's name; `None` before one is chosen, empty for none.
    pub key_pair: Option<String>,
    /// The ids of the security groups.
    pub security_groups: Vec<String>,
    /// The boot volume's size in GiB; empty for the flavor's own disk.
    pub volume: String,
    /// Whether the boot volume is kept when the server is deleted.
    pub keep_volume: bool,
    /// What cloud-init gets.
    pub user_data: String,
    /// The availability zone; empty for any.
    pub zone: String,
    /// A note.
    pub description: String,
    /// How many; empty for one.
    pub count: String,
}

/// What the draft is held against. What is not known yet is not checked.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// The image chosen.
    pub image: Option<Image>,
    /// The flavor chosen.
    pub flavor: Option<Flavor>,
    /// The type of the key chosen, as people call it, such as `RSA`.
    pub key_type: Option<String>,
    /// The quota.
    pub capacity: Option<Capacity>,
}

impl Draft {
    /// How many servers; `None` when it is no number from 1 to 100.
    pub fn count(&self) -> Option<u32> {
        match self.count.trim() {
            "" => Some(1),
            text => text.parse().ok().filter(|count| (1..=100).contains(count)),
        }
    }

    /// The boot volume's size; `Some(None)` for none, `None` when it is no number of GiB.
    pub fn volume(&self) -> Option<Option<u32>> {
        match self.volume.trim() {
            "" => Some(None),
            text => text
                .parse()
                .ok()
                .filter(|size| (1..=65_536).contains(size))
                .map(Some),
        }
    }

    /// What is to be sent, once [`checks::findings`] has no errors.
    pub fn launch(&self) -> Option<Launch> {
        let boot = match self.volume()? {
            None => Boot::Image(self.image.clone()),
            Some(gigabytes) => Boot::NewVolume {
                image: self.image.clone(),
                gigabytes,
                delete_with_server: !self.keep_volume,
            },
        };
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(Launch {
            name: self.name.trim().to_owned(),
            boot,
            flavor: self.flavor.clone(),
            key_name: self.key_pair.clone().filter(|name| !name.is_empty()),
            networks: match &self.network {
                NetworkChoice::Open | NetworkChoice::Auto => Networks::Auto,
                NetworkChoice::None => Networks::None,
                NetworkChoice::This(id) => Networks::These(vec![id.clone()]),
            },
            security_groups: self.security_groups.clone(),
            user_data: self.user_data.clone().into_bytes(),
            availability_zone: filled(&self.zone),
            description: filled(&self.description),
            count: self.count()?,
        })
    }
}
