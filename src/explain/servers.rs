//! Failures with servers, images and networks: where the same status means something else than with a key pair.

use super::Explanation;
use crate::openstack::compute::Fault;
use crate::openstack::error::{Error, Reply};
use crate::openstack::http::TransportError;
use crate::openstack::microversion::Capability;

/// Explains what went wrong with a server, or what belongs to one.
pub fn explain(error: &Error) -> Explanation {
    let explanation = match error {
        Error::OutcomeUnknown { origin } => Explanation::new(
            "It is not known whether the server was launched",
            format!(
                "The wish was sent to {origin}, but no answer came, and asking afterwards failed as well."
            ),
            "Look at the list of servers before you launch again.",
        ),
        Error::Transport {
            error: TransportError::Unreachable { .. },
            ..
        } => {
            let explanation = super::explain(error);
            // Images and networks have services of their own, each with its own file.
            let next = explanation
                .next
                .replace("keystone.conf and nova.conf", "the service's own file");
            Explanation {
                next,
                ..explanation
            }
        }
        Error::TooOld(capability) => too_old(*capability),
        Error::UserDataTooLarge { base64 } => Explanation::new(
            "Too large for the cloud",
            format!("The user data has {base64} bytes in base64; the cloud takes 65,535."),
            SHORTEN,
        ),
        Error::NotAddressable { name } => Explanation::new(
            "This cannot be reached from a browser",
            format!(
                "In an address, the id “{name}” means a folder: every browser would ask the cloud for something else."
            ),
            "Go back to the list and open it from there.",
        ),
        Error::Forbidden { quota: true, reply } => quota(reply),
        // Neutron puts a used-up quota into a 409.
        Error::Conflict(reply) if reply.message.to_lowercase().contains("quota") => quota(reply),
        Error::TooLarge(reply) => Explanation::new(
            "Too large for the cloud",
            format!("It does not take this much user data.{}", words(reply)),
            SHORTEN,
        ),
        Error::Forbidden { reply, .. } => known(reply).unwrap_or_else(|| super::explain(error)),
        Error::Conflict(reply) => known(reply).unwrap_or_else(|| {
            Explanation::new(
                "Not possible in its present state",
                format!(
                    "Something else is under way with it, or it is not running.{}",
                    words(reply)
                ),
                "Wait until nothing is under way, then try again.",
            )
        }),
        Error::BadRequest(reply) => known(reply).unwrap_or_else(|| {
            Explanation::new(
                "The cloud refused this",
                format!("It did not accept what was chosen.{}", words(reply)),
                "Change what the cloud names and try again.",
            )
        }),
        Error::NotFound(reply) => known(reply).unwrap_or_else(|| {
            Explanation::new(
                "Not found in the cloud",
                format!(
                    "What was asked for is not there: deleted meanwhile, or another project's.{}",
                    words(reply)
                ),
                "Reload the page to see what is there now.",
            )
        }),
        error => super::explain(error),
    };
    Explanation {
        request_id: error.request_id().map(str::to_owned),
        ..explanation
    }
}

const SHORTEN: &str = "Shorten the user data, or have it fetch the rest by itself.";

/// Explains why a server is in error. The fault tells no request id; [`failed_request`] does.
///
/// [`failed_request`]: crate::openstack::compute::Compute::failed_request
pub fn explain_fault(fault: &Fault) -> Explanation {
    let message = fault.message.as_str();
    let has = |words: &str| message.contains(words);
    // Nova says the second when it has tried several machines.
    let no_room = has("No valid host") || has("Exceeded maximum number of retries");
    let (why, next) = if no_room {
        (
            "No machine of the cloud has room for it, or it could not be started where there is.",
            "Delete this server and launch it with a smaller flavor, in another availability zone, or later.",
        )
    } else if has("No fixed IP addresses available") || has("No more IP addresses") {
        (
            "The network has no addresses left.",
            "Delete this server and launch it in another network.",
        )
    } else if has("allocate the network") {
        (
            "It could not be connected to its network.",
            "Delete this server and launch it in another network, or later.",
        )
    } else if has("Block Device Mapping") || has("did not finish being created") {
        (
            "Its boot volume could not be made.",
            "Delete this server; see whether the project may have another volume of that size, and launch it again.",
        )
    } else {
        (
            "",
            "Try a forced reboot if it has run before; otherwise delete it and launch it again. If it happens again, \
             give the cloud's operator the server's id and the time.",
        )
    };
    let said = match message {
        "" => "The cloud gives no reason.".to_owned(),
        message => format!("The cloud says: “{message}”"),
    };
    let detail = format!("{why} {said}").trim_start().to_owned();
    Explanation::new("The server is in error", detail, next)
}

fn too_old(capability: Capability) -> Explanation {
    let what = match capability {
        Capability::NetworksChoice => "launch a server without any network",
        Capability::RebuildKey => "give a server another key pair when it is rebuilt",
        _ => "do what was asked",
    };
    Explanation::new(
        "This cloud is too old for that",
        format!(
            "To {what} takes version {} of its compute API, and this cloud has an older one, or does not let a page ask \
             for it. Nothing was sent.",
            capability.since()
        ),
        "Choose something else, or use a program that is not a browser.",
    )
}

/// What Nova and Neutron call what a quota is for.
const RESOURCES: [(&[&str], &str); 8] = [
    (&["instances", "servers"], "servers"),
    (&["cores", "vcpu"], "virtual CPUs"),
    (&["ram", "memory_mb"], "memory"),
    (&["floatingip", "floating"], "floating addresses"),
    (&["security_group_rule"], "security group rules"),
    (&["port", "ports"], "network ports"),
    (&["volumes", "gigabytes"], "volumes"),
    (&["injected"], "user data"),
];

fn quota(reply: &Reply) -> Explanation {
    let message = reply.message.to_lowercase();
    // With limits kept in Keystone a resource is called such as `class:VCPU`.
    let parts: Vec<&str> = message
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .collect();
    let of = RESOURCES
        .iter()
        .filter(|(names, _)| names.iter().any(|name| parts.contains(name)));
    let of: Vec<&str> = of.map(|(_, words)| *words).collect();
    let title = match of.as_slice() {
        [] => "The quota is used up".to_owned(),
        of => format!("The quota of {} is used up", of.join(" and ")),
    };
    Explanation::new(
        &title,
        format!("The project may not have more of this.{}", words(reply)),
        "Delete what is no longer needed, choose something smaller, or ask the cloud's operator for a higher quota.",
    )
}

/// A refusal that is known by the cloud's words.
struct Known {
    /// In the message, in lower case.
    words: &'static [&'static str],
    title: &'static str,
    /// Why, where the cloud's own words do not say it well.
    why: &'static str,
    next: &'static str,
}

const CHOOSE_NETWORK: &str = "Choose a network and try again.";
const CHOOSE_IMAGE: &str = "Choose another image.";

/// The first that fits holds. The words are those of Nova's and Neutron's exceptions.
const KNOWN: [Known; 18] = [
    Known {
        words: &[
            "multiple possible networks",
            "more than one possible network",
        ],
        title: "A network has to be chosen",
        why: "The project has several, and the cloud does not choose among them.",
        next: CHOOSE_NETWORK,
    },
    Known {
        words: &[
            "'networks' is a required property",
            "unable to automatically allocate a network",
        ],
        title: "A network has to be chosen",
        why: "The cloud cannot choose one by itself.",
        next: CHOOSE_NETWORK,
    },
    Known {
        words: &[
            "no more ip addresses",
            "unable to find any ip address",
            "no fixed ip addresses",
        ],
        title: "The network has no addresses left",
        why: "",
        next: "Use a floating address that the project has already, or another network, or ask the cloud's operator.",
    },
    Known {
        words: &["already has a floating", "already associated"],
        title: "The server has a floating address already",
        why: "",
        next: "Release that one first.",
    },
    Known {
        words: &["is not reachable from subnet"],
        title: "No router leads there",
        why: "The server's network is not connected to the network of that address.",
        next: "Connect the server's network to the external one with a router, or launch the server in a network that has one.",
    },
    Known {
        words: &["requires a subnet"],
        title: "The network has no addresses",
        why: "It has no subnet, from which a server would get one.",
        next: "Choose another network, or give this one a subnet.",
    },
    Known {
        words: &["interface on external network"],
        title: "Servers cannot be connected to this network",
        why: "It leads outside, and the cloud keeps it for floating addresses.",
        next: "Choose a network of the project's, and give the server a floating address afterwards.",
    },
    Known {
        words: &["failed to allocate the network"],
        title: "The server could not be connected to its network",
        why: "The cloud does not say why. A network that leads outside is often not for servers.",
        next: "Delete the server, and launch one in another network. If that fails as well, ask the cloud's operator.",
    },
    Known {
        words: &["maximum number of ports"],
        title: "The quota of network ports is used up",
        why: "",
        next: "Delete servers that are no longer needed, or ask the cloud's operator for a higher quota.",
    },
    Known {
        words: &["is locked"],
        title: "The server is locked",
        why: "",
        next: "Whoever locked it can unlock it.",
    },
    Known {
        words: &["invalid key_name"],
        title: "The key pair is gone",
        why: "The cloud has no key pair of that name of yours: it was deleted meanwhile, or belongs to another region.",
        next: "Choose another key pair.",
    },
    Known {
        words: &["flavors with zero disk"],
        title: "This flavor has no disk",
        why: "A server of it has to boot from a volume.",
        next: "Choose a boot volume and its size, or another flavor.",
    },
    Known {
        words: &[
            "disk is too small",
            "disk is smaller than",
            "memory is too small",
            "disk would be too small",
        ],
        title: "The flavor is too small for the image",
        why: "",
        next: "Choose a larger flavor, or a boot volume when it is the disk.",
    },
    Known {
        words: &["availability zone is not available"],
        title: "The availability zone is out of service",
        why: "",
        next: "Choose another one, or let the cloud choose.",
    },
    Known {
        words: &["can not find requested image", "failed to get image"],
        title: "The image is gone",
        why: "It was deleted meanwhile, or is no longer shared with the project.",
        next: CHOOSE_IMAGE,
    },
    Known {
        words: &[
            "is not active",
            "is unacceptable",
            "not authorized for image",
        ],
        title: "No server can be made of this image",
        why: "",
        next: CHOOSE_IMAGE,
    },
    Known {
        words: &["block device mapping is invalid"],
        title: "The boot volume cannot be made",
        why: "",
        next: "Choose another size, or none.",
    },
    Known {
        words: &["invalid user_data", "user data needs to be valid"],
        title: "The cloud does not take the user data",
        why: "",
        next: "Change it and try again.",
    },
];

fn known(reply: &Reply) -> Option<Explanation> {
    let message = reply.message.to_lowercase();
    let known = KNOWN
        .iter()
        .find(|known| known.words.iter().any(|words| message.contains(words)))?;
    let said = words(reply);
    let detail = format!("{}{said}", known.why).trim_start().to_owned();
    Some(Explanation::new(known.title, detail, known.next))
}

/// The cloud's own words, as a sentence to append.
fn words(reply: &Reply) -> String {
    match reply.message.as_str() {
        "" => String::new(),
        message => format!(" The cloud says: “{message}”"),
    }
}
