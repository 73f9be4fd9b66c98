//! What can be chosen, read from the cloud when the form opens.

use crate::launch::{Draft, NetworkChoice, checks::too_small};
use crate::openstack::compute::{Capacity, Flavor};
use crate::openstack::image::Image;
use crate::openstack::microversion::Capability;
use crate::openstack::network::{Network, SecurityGroup};
use crate::session::Auth;
use crate::ui::fetched::Fetched;
use leptos::prelude::*;

/// Everything that is offered. Copies are handles to the same.
#[derive(Clone, Copy)]
pub struct Offers {
    pub images: Fetched<Vec<Image>>,
    pub flavors: Fetched<Vec<Flavor>>,
    pub networks: Fetched<Vec<Network>>,
    pub groups: Fetched<Vec<SecurityGroup>>,
    pub zones: Fetched<Vec<String>>,
    pub capacity: Fetched<Capacity>,
    /// Whether the cloud itself can choose a network, or none.
    pub can_choose: Fetched<bool>,
}

impl Offers {
    pub fn start(auth: Auth) -> Self {
        Self {
            images: Fetched::start(move || async move {
                let mut images = auth
                    .images(|images| async move { images.all().await })
                    .await?;
                images.sort_by_key(|image| (image.name.to_lowercase(), image.id.clone()));
                Ok(images)
            }),
            flavors: Fetched::start(move || async move {
                let flavors = auth.compute(|compute| async move { compute.flavors().await });
                let mut flavors = flavors.await?;
                flavors.sort_by_key(|flavor| (flavor.ram, flavor.vcpus, flavor.disk));
                Ok(flavors)
            }),
            networks: Fetched::start(move || async move {
                let networks = auth.network(|network| async move { network.networks().await });
                let mut networks = networks.await?;
                // Servers do not go into external networks, nor into one without addresses.
                networks.retain(|network| !network.is_external && network.has_subnet);
                Ok(networks)
            }),
            groups: Fetched::start(move || async move {
                auth.network(|network| async move { network.security_groups().await })
                    .await
            }),
            zones: Fetched::start(move || async move {
                auth.compute(|compute| async move { compute.availability_zones().await })
                    .await
            }),
            capacity: Fetched::start(move || async move {
                auth.compute(|compute| async move { compute.capacity().await })
                    .await
            }),
            can_choose: Fetched::start(move || async move {
                auth.compute(|compute| async move { Ok(compute.can(Capability::NetworksChoice)) })
                    .await
            }),
        }
    }

    /// The image of this id; tracked.
    pub fn image(self, id: &str) -> Option<Image> {
        let images = self.images.value()?;
        images.into_iter().find(|image| image.id == id)
    }

    /// The flavor of this id; tracked.
    pub fn flavor(self, id: &str) -> Option<Flavor> {
        let flavors = self.flavors.value()?;
        flavors.into_iter().find(|flavor| flavor.id == id)
    }

    /// Fills in what there is no choice about, as it arrives; what was chosen stays, unless it is not to be had here.
    pub fn propose(self, draft: RwSignal<Draft>) {
        // What arrives from the cloud changes what is chosen; nothing else can bring that about.
        Effect::new(move || {
            let Some(networks) = self.networks.value() else {
                return;
            };
            let there = |id: &String| networks.iter().any(|network| network.id == *id);
            let proposed = networks.first().map(|network| network.id.clone());
            let keep = draft.with_untracked(|draft| match &draft.network {
                NetworkChoice::This(id) => there(id),
                NetworkChoice::Open => false,
                _ => true,
            });
            if !keep {
                let choice = proposed.map_or(NetworkChoice::Auto, NetworkChoice::This);
                draft.update(|draft| draft.network = choice);
            }
        });
        Effect::new(move || {
            let Some(groups) = self.groups.value() else {
                return;
            };
            draft.update(|draft| {
                let there = |id: &String| groups.iter().any(|group| group.id == *id);
                draft.security_groups.retain(there);
                let default = groups.iter().find(|group| group.name == "default");
                if let (true, Some(default)) = (draft.security_groups.is_empty(), default) {
                    draft.security_groups.push(default.id.clone());
                }
            });
        });
        Effect::new(move || {
            if let Some(images) = self.images.value() {
                let gone = |id: &str| images.iter().all(|image| image.id != id);
                draft.update(|draft| {
                    if gone(&draft.image) {
                        draft.image.clear();
                    }
                });
            }
        });
        // The smallest flavor that the chosen image fits into, whichever of them comes last.
        let image = Memo::new(move |_| draft.with(|draft| draft.image.clone()));
        Effect::new(move || {
            let image = image.with(|id| self.image(id));
            let smallest = image.and_then(|image| self.smallest(&image));
            let is_open = draft.with_untracked(|draft| draft.flavor.is_empty());
            if let (true, Some(smallest)) = (is_open, smallest) {
                draft.update(|draft| draft.flavor = smallest.id);
            }
        });
    }

    fn smallest(self, image: &Image) -> Option<Flavor> {
        let mut flavors = self.flavors.value()?.into_iter();
        flavors.find(|flavor| flavor.disk > 0 && too_small(image, flavor, None).is_none())
    }
}
