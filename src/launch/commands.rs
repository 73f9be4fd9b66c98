//! The same launch for those who have a terminal: python-openstackclient and python-novaclient.
//!
//! Sources: `openstack server create --help`, `nova help boot`.

use crate::connect::quote::sh;
use crate::openstack::compute::{Boot, Launch, Networks};

/// The file that user data is read from: a command cannot hold it.
const USER_DATA_FILE: &str = "user-data.txt";

/// The key pair, and the networks; `network` is what stands before the id of one.
fn key_and_networks(launch: &Launch, network: &str) -> String {
    let mut text = String::new();
    if let Some(key) = &launch.key_name {
        text += &format!(" --key-name {}", sh(key));
    }
    match &launch.networks {
        Networks::These(ids) => ids
            .iter()
            .for_each(|id| text += &format!(" {network}{}", sh(id))),
        Networks::Auto => text += " --nic auto",
        Networks::None => text += " --nic none",
    }
    text
}

/// What both programs have the same words for.
fn more(launch: &Launch) -> String {
    let mut text = String::new();
    if let Some(name) = &launch.availability_zone {
        text += &format!(" --availability-zone {}", sh(name));
    }
    if !launch.user_data.is_empty() {
        text += &format!(" --user-data {USER_DATA_FILE}");
    }
    if let Some(description) = &launch.description {
        text += &format!(" --description {}", sh(description));
    }
    text
}

/// `openstack server create …`.
pub fn openstack(launch: &Launch) -> String {
    let version = match (&launch.networks, &launch.description) {
        (Networks::Auto | Networks::None, _) => " --os-compute-api-version 2.37",
        (_, Some(_)) => " --os-compute-api-version 2.19",
        _ => "",
    };
    let mut text = format!(
        "openstack{version} server create --flavor {}",
        sh(&launch.flavor)
    );
    match &launch.boot {
        Boot::Image(image) => text += &format!(" --image {}", sh(image)),
        Boot::NewVolume {
            image,
            gigabytes,
            delete_with_server: false,
        } => {
            text += &format!(" --image {} --boot-from-volume {gigabytes}", sh(image));
        }
        Boot::NewVolume {
            image,
            gigabytes,
            delete_with_server: true,
        } => {
            text += &format!(
                " --block-device uuid={},source_type=image,destination_type=volume,volume_size={gigabytes},delete_on_termination=true,boot_index=0",
                sh(image)
            );
        }
    }
    text += &key_and_networks(launch, "--network ");
    for group in &launch.security_groups {
        text += &format!(" --security-group {}", sh(group));
    }
    text += &more(launch);
    if launch.count > 1 {
        text += &format!(" --min {0} --max {0}", launch.count);
    }
    format!("{text} -- {}", sh(&launch.name))
}

/// `nova boot …`.
pub fn nova(launch: &Launch) -> String {
    let mut text = format!("nova boot --flavor {}", sh(&launch.flavor));
    match &launch.boot {
        Boot::Image(image) => text += &format!(" --image {}", sh(image)),
        Boot::NewVolume {
            image,
            gigabytes,
            delete_with_server,
        } => {
            let shutdown = if *delete_with_server {
                "remove"
            } else {
                "preserve"
            };
            text += &format!(
                " --block-device source=image,id={},dest=volume,size={gigabytes},shutdown={shutdown},bootindex=0",
                sh(image)
            );
        }
    }
    text += &key_and_networks(launch, "--nic net-id=");
    if !launch.security_groups.is_empty() {
        text += &format!(
            " --security-groups {}",
            sh(&launch.security_groups.join(","))
        );
    }
    text += &more(launch);
    if launch.count > 1 {
        text += &format!(" --min-count {0} --max-count {0}", launch.count);
    }
    format!("{text} -- {}", sh(&launch.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch() -> Launch {
        Launch {
            name: "web 1".to_owned(),
            boot: Boot::Image("img".to_owned()),
            flavor: "2".to_owned(),
            key_name: Some("laptop".to_owned()),
            networks: Networks::These(vec!["net".to_owned()]),
            security_groups: vec!["a".to_owned(), "b".to_owned()],
            user_data: Vec::new(),
            availability_zone: None,
            description: None,
            count: 1,
        }
    }

    #[test]
    fn a_plain_launch() {
        assert_eq!(
            openstack(&launch()),
            "openstack server create --flavor 2 --image img --key-name laptop --network net --security-group a --security-group b -- 'web 1'"
        );
        assert_eq!(
            nova(&launch()),
            "nova boot --flavor 2 --image img --key-name laptop --nic net-id=net --security-groups a,b -- 'web 1'"
        );
    }

    #[test]
    fn everything_at_once() {
        let launch = Launch {
            boot: Boot::NewVolume {
                image: "img".to_owned(),
                gigabytes: 20,
                delete_with_server: true,
            },
            networks: Networks::Auto,
            user_data: b"#!".to_vec(),
            availability_zone: Some("nova".to_owned()),
            description: Some("it's mine".to_owned()),
            count: 3,
            ..launch()
        };
        assert_eq!(
            openstack(&launch),
            "openstack --os-compute-api-version 2.37 server create --flavor 2 --block-device uuid=img,source_type=image,destination_type=volume,volume_size=20,delete_on_termination=true,boot_index=0 --key-name laptop --nic auto --security-group a --security-group b --availability-zone nova --user-data user-data.txt --description 'it'\\''s mine' --min 3 --max 3 -- 'web 1'"
        );
        assert_eq!(
            nova(&launch),
            "nova boot --flavor 2 --block-device source=image,id=img,dest=volume,size=20,shutdown=remove,bootindex=0 --key-name laptop --nic auto --security-groups a,b --availability-zone nova --user-data user-data.txt --description 'it'\\''s mine' --min-count 3 --max-count 3 -- 'web 1'"
        );
    }
}
