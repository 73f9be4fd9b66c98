//! What does not go together, told before the cloud is asked.

use super::{Against, Draft, NetworkChoice};
use crate::openstack::compute::{Flavor, MAX_USER_DATA};
use crate::openstack::image::Image;

/// Where in the form something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Server name.
    Name,
    /// Image.
    Image,
    /// Flavor.
    Flavor,
    /// Network.
    Network,
    /// Key pair.
    KeyPair,
    /// Boot volume size.
    Volume,
    /// User data.
    UserData,
    /// Count.
    Count,
}

/// Something to know about a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub field: Field,
    /// Whether it cannot be launched like this; else it is only worth knowing.
    pub is_error: bool,
    /// In a sentence.
    pub text: String,
}

/// Why a flavor is too small for an image; `None` when it fits. `volume` is the boot volume's size, which takes the place
/// of the flavor's disk.
pub fn too_small(image: &Image, flavor: &Flavor, volume: Option<u32>) -> Option<String> {
    if flavor.ram < image.min_ram {
        return Some(format!(
            "The image needs {} MB of memory; {} has {}.",
            image.min_ram, flavor.name, flavor.ram
        ));
    }
    let needs = image
        .min_disk
        .max(image.size.unwrap_or_default().div_ceil(1 << 30));
    match volume {
        Some(gigabytes) if u64::from(gigabytes) < needs => {
            Some(format!("The image needs {needs} GB of disk."))
        }
        Some(_) => None,
        // Of no disk of its own the cloud says nothing about its size; it is told apart in `findings`.
        None if flavor.disk > 0 && flavor.disk < needs => Some(format!(
            "The image needs {needs} GB of disk; {} has {}. A larger boot volume would do as well.",
            flavor.name, flavor.disk
        )),
        None => None,
    }
}

/// Everything there is to say about a draft.
pub fn findings(draft: &Draft, against: &Against) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |field, is_error, text: String| {
        found.push(Finding {
            field,
            is_error,
            text,
        });
    };
    match draft.name.trim() {
        "" => say(Field::Name, true, "The server needs a name.".to_owned()),
        name if name.chars().count() > 255 => say(
            Field::Name,
            true,
            "A name may have 255 characters.".to_owned(),
        ),
        name if name.chars().any(char::is_control) => say(
            Field::Name,
            true,
            "A name may have no control characters.".to_owned(),
        ),
        _ => {}
    }
    if draft.image.is_empty() {
        say(Field::Image, true, "Choose an image.".to_owned());
    }
    if draft.flavor.is_empty() {
        say(Field::Flavor, true, "Choose a flavor.".to_owned());
    }
    if draft.network == NetworkChoice::Open {
        say(Field::Network, true, "Choose a network.".to_owned());
    }
    match draft.key_pair.as_deref() {
        None => say(Field::KeyPair, true, "Choose a key pair.".to_owned()),
        Some("") => say(
            Field::KeyPair,
            false,
            "Without a key pair most images let nobody log in.".to_owned(),
        ),
        Some(_) => {}
    }
    let volume = draft.volume();
    if volume.is_none() {
        say(
            Field::Volume,
            true,
            "The size is a whole number of GB, or empty.".to_owned(),
        );
    }
    if let (Some(flavor), Some(None)) = (&against.flavor, volume)
        && flavor.disk == 0
    {
        say(
            Field::Volume,
            true,
            format!(
                "{} has no disk of its own: give the size of a boot volume.",
                flavor.name
            ),
        );
    }
    if let (Some(image), Some(flavor), Some(volume)) = (&against.image, &against.flavor, volume)
        && let Some(text) = too_small(image, flavor, volume)
    {
        let field = if volume.is_some() && flavor.ram >= image.min_ram {
            Field::Volume
        } else {
            Field::Flavor
        };
        say(field, true, text);
    }
    if let Some(image) = &against.image {
        if !image.is_active {
            say(
                Field::Image,
                true,
                "This image is not ready: no server can be made of it now.".to_owned(),
            );
        }
        if image.is_windows() && draft.key_pair.is_none() {
            say(
                Field::KeyPair,
                false,
                "Windows needs an RSA key pair: it encrypts its administrator's password to it."
                    .to_owned(),
            );
        }
        if let (true, Some(kind)) = (image.is_windows(), &against.key_type)
            && kind != "RSA"
        {
            say(
                Field::KeyPair,
                true,
                format!(
                    "Windows encrypts its administrator's password to the key, which takes RSA. This key is {kind}."
                ),
            );
        }
    }
    user_data(&draft.user_data, &mut say);
    match (draft.count(), against) {
        (None, _) => say(
            Field::Count,
            true,
            "The count is a number from 1 to 100.".to_owned(),
        ),
        (
            Some(count),
            Against {
                flavor,
                capacity: Some(capacity),
                ..
            },
        ) => {
            let count = u64::from(count);
            let (cores, ram) = flavor
                .as_ref()
                .map_or((0, 0), |flavor| (flavor.vcpus, flavor.ram));
            let wishes = [
                (capacity.instances, count, "servers"),
                (capacity.cores, count * cores, "virtual CPUs"),
                (capacity.ram, count * ram, "MB of memory"),
            ];
            for (usage, wish, what) in wishes {
                if let Some(max) = usage.max
                    && usage.used + wish > max
                {
                    let left = max.saturating_sub(usage.used);
                    say(
                        Field::Count,
                        true,
                        format!(
                            "This takes {wish} {what}; of the project's {max}, {left} are left."
                        ),
                    );
                }
            }
        }
        _ => {}
    }
    found
}

fn user_data(text: &str, say: &mut impl FnMut(Field, bool, String)) {
    let size = text.len().div_ceil(3) * 4;
    if size > MAX_USER_DATA {
        say(
            Field::UserData,
            true,
            format!("User data may have {MAX_USER_DATA} bytes in base64; this has {size}."),
        );
    }
    // What cloud-init knows by its first line.
    let known = [
        "#!",
        "#cloud-config",
        "#include",
        "#cloud-boothook",
        "#part-handler",
        "## template:",
        "Content-Type:",
        "MIME-Version:",
        "<powershell>",
        "rem cmd",
        "#ps1",
        "{",
    ];
    if !text.trim().is_empty() && !known.iter().any(|start| text.starts_with(start)) {
        say(
            Field::UserData,
            false,
            "cloud-init goes by the first line: “#!” begins a script, “#cloud-config” its own YAML. This begins with neither.".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openstack::compute::{Capacity, Usage};
    use crate::openstack::image::Visibility;

    fn image() -> Image {
        Image {
            id: "i".to_owned(),
            name: "debian-12".to_owned(),
            is_active: true,
            visibility: Visibility::Public,
            min_disk: 2,
            min_ram: 512,
            size: None,
            os_type: None,
            os_distro: Some("debian".to_owned()),
            os_version: None,
            os_admin_user: None,
            is_snapshot: false,
        }
    }

    fn flavor(ram: u64, disk: u64) -> Flavor {
        Flavor {
            id: "f".to_owned(),
            name: "m1.x".to_owned(),
            vcpus: 2,
            ram,
            disk,
        }
    }

    fn draft() -> Draft {
        Draft {
            name: "web".to_owned(),
            image: "i".to_owned(),
            flavor: "f".to_owned(),
            network: NetworkChoice::Auto,
            key_pair: Some("laptop".to_owned()),
            ..Draft::default()
        }
    }

    fn errors(draft: &Draft, against: &Against) -> Vec<Field> {
        let found = findings(draft, against).into_iter();
        found
            .filter(|finding| finding.is_error)
            .map(|finding| finding.field)
            .collect()
    }

    #[test]
    fn an_empty_form_names_what_is_missing() {
        assert_eq!(
            errors(&Draft::default(), &Against::default()),
            [
                Field::Name,
                Field::Image,
                Field::Flavor,
                Field::Network,
                Field::KeyPair
            ]
        );
        assert_eq!(errors(&draft(), &Against::default()), []);
    }

    #[test]
    fn image_and_flavor_must_fit() {
        let against = |ram, disk| Against {
            image: Some(image()),
            flavor: Some(flavor(ram, disk)),
            ..Against::default()
        };
        assert_eq!(errors(&draft(), &against(512, 2)), []);
        assert_eq!(errors(&draft(), &against(256, 2)), [Field::Flavor]);
        assert_eq!(errors(&draft(), &against(512, 1)), [Field::Flavor]);
        assert_eq!(errors(&draft(), &against(512, 0)), [Field::Volume]);
        let with_volume = |size: &str| Draft {
            volume: size.to_owned(),
            ..draft()
        };
        assert_eq!(errors(&with_volume("2"), &against(512, 0)), []);
        assert_eq!(errors(&with_volume("1"), &against(512, 0)), [Field::Volume]);
        assert_eq!(
            errors(&with_volume("much"), &against(512, 0)),
            [Field::Volume]
        );
    }

    #[test]
    fn windows_asks_for_rsa() {
        let against = |kind: &str| Against {
            image: Some(Image {
                os_type: Some("windows".to_owned()),
                ..image()
            }),
            key_type: Some(kind.to_owned()),
            ..Against::default()
        };
        assert_eq!(errors(&draft(), &against("RSA")), []);
        assert_eq!(errors(&draft(), &against("Ed25519")), [Field::KeyPair]);
        let open = Draft {
            key_pair: None,
            ..draft()
        };
        let told = findings(&open, &against("RSA"));
        assert!(told.iter().any(|finding| finding.field == Field::KeyPair
            && !finding.is_error
            && finding.text.contains("RSA")));
    }

    #[test]
    fn the_quota_is_told_before_it_bites() {
        let usage = |used, max| Usage {
            used,
            max: Some(max),
        };
        let against = Against {
            flavor: Some(flavor(512, 2)),
            capacity: Some(Capacity {
                instances: usage(8, 10),
                cores: usage(0, 5),
                ram: Usage::default(),
            }),
            ..Against::default()
        };
        let of = |count: &str| Draft {
            count: count.to_owned(),
            ..draft()
        };
        assert_eq!(errors(&of("2"), &against), []);
        assert_eq!(errors(&of("3"), &against), [Field::Count, Field::Count]);
        assert_eq!(errors(&of("0"), &against), [Field::Count]);
        assert_eq!(errors(&of("x"), &against), [Field::Count]);
    }

    #[test]
    fn user_data_has_a_limit_and_a_first_line() {
        let with = |text: String| Draft {
            user_data: text,
            ..draft()
        };
        let found = findings(&with("echo hello".to_owned()), &Against::default());
        assert_eq!(found.len(), 1);
        assert!(!found[0].is_error);
        assert_eq!(
            findings(&with("#!/bin/sh".to_owned()), &Against::default()),
            []
        );
        let most = "#!".to_owned() + &"x".repeat(49_147);
        assert_eq!(errors(&with(most.clone()), &Against::default()), []);
        assert_eq!(
            errors(&with(most + "xx"), &Against::default()),
            [Field::UserData]
        );
    }
}
