//! Failures with servers, images and networks have words of their own. The messages are those of Nova 34 and Neutron 29.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use keyhaven::explain::Explanation;
use keyhaven::explain::servers::{explain, explain_fault};
use keyhaven::openstack::compute::Fault;
use keyhaven::openstack::error::{Error, Reply};
use keyhaven::openstack::http::TransportError;
use keyhaven::openstack::microversion::Capability;

fn reply(status: u16, message: &str) -> Reply {
    Reply {
        status,
        message: message.to_owned(),
        request_id: Some("req-7".to_owned()),
    }
}

/// The error that the status means, as the client makes it.
fn error(status: u16, message: &str) -> Error {
    let reply = reply(status, message);
    match status {
        400 => Error::BadRequest(reply),
        403 => Error::Forbidden {
            quota: message.contains("Quota") || message.contains("over limit"),
            reply,
        },
        404 => Error::NotFound(reply),
        409 => Error::Conflict(reply),
        413 => Error::TooLarge(reply),
        _ => panic!("{status}"),
    }
}

fn assert_reads_well(explanation: &Explanation) {
    let Explanation {
        title,
        detail,
        next,
        ..
    } = explanation;
    assert!(
        !title.ends_with('.') && title.chars().next().unwrap().is_uppercase(),
        "{title}"
    );
    for sentence in [detail, next] {
        assert!(sentence.ends_with(['.', '”']), "{title}: {sentence}");
        assert!(
            sentence.chars().next().unwrap().is_uppercase(),
            "{title}: {sentence}"
        );
        assert!(!sentence.contains("  "), "{title}: {sentence}");
    }
}

#[test]
fn what_the_cloud_said_is_told_in_plain_words() {
    for (status, message, title) in [
        (400, "Invalid key_name provided.", "The key pair is gone"),
        (
            409,
            "Multiple possible networks found, use a Network ID to be more specific.",
            "A network has to be chosen",
        ),
        (
            400,
            "Invalid input for field/attribute server. Value: {'name': 'x'}. 'networks' is a required property",
            "A network has to be chosen",
        ),
        (
            400,
            "Unable to automatically allocate a network for project 937d",
            "A network has to be chosen",
        ),
        (
            400,
            "Network 9b4a requires a subnet in order to boot instances on.",
            "The network has no addresses",
        ),
        (
            403,
            "It is not allowed to create an interface on external network 946d",
            "Servers cannot be connected to this network",
        ),
        (
            403,
            "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances",
            "The quota of servers is used up",
        ),
        (
            403,
            "Quota exceeded for cores, ram: Requested 4, 8192, but already used 18, 45000 of 20, 51200 cores, ram",
            "The quota of virtual CPUs and memory is used up",
        ),
        (
            403,
            "Resource class:VCPU is over limit of 20 due to current usage 20 and delta 1",
            "The quota of virtual CPUs is used up",
        ),
        (
            403,
            "Resource servers is over limit of 10 due to current usage 10 and delta 1",
            "The quota of servers is used up",
        ),
        (403, "Quota exceeded", "The quota is used up"),
        (
            403,
            "Maximum number of ports exceeded",
            "The quota of network ports is used up",
        ),
        (
            403,
            "Only volume-backed servers are allowed for flavors with zero disk.",
            "This flavor has no disk",
        ),
        (
            403,
            "Policy doesn't allow os_compute_api:servers:create to be performed.",
            "The cloud does not allow this",
        ),
        (
            400,
            "Flavor's disk is too small for requested image. Flavor disk is 1 bytes, image is 2 bytes.",
            "The flavor is too small for the image",
        ),
        (
            400,
            "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is 1 bytes, minimum size is 2 bytes.",
            "The flavor is too small for the image",
        ),
        (
            400,
            "Flavor's memory is too small for requested image.",
            "The flavor is too small for the image",
        ),
        (
            400,
            "The requested availability zone is not available",
            "The availability zone is out of service",
        ),
        (400, "Can not find requested image", "The image is gone"),
        (
            400,
            "Image 6758 is not active.",
            "No server can be made of this image",
        ),
        (
            400,
            "Block Device Mapping is Invalid: failed to get image 6758.",
            "The image is gone",
        ),
        (
            400,
            "Block Device Mapping is Invalid: Boot sequence for the instance is not valid.",
            "The boot volume cannot be made",
        ),
        (
            400,
            "User data needs to be valid base 64.",
            "The cloud does not take the user data",
        ),
        (400, "Anything else.", "The cloud refused this"),
        (
            409,
            "Cannot 'os-start' instance 8131 while it is in vm_state active",
            "Not possible in its present state",
        ),
        (409, "Instance 8131 is locked", "The server is locked"),
        (
            409,
            "Quota exceeded for resources: ['floatingip'].",
            "The quota of floating addresses is used up",
        ),
        (
            409,
            "Quota exceeded for resources: ['security_group_rule'].",
            "The quota of security group rules is used up",
        ),
        (
            409,
            "No more IP addresses available on network 946d.",
            "The network has no addresses left",
        ),
        (
            400,
            "Unable to find any IP address on external network 946d.",
            "The network has no addresses left",
        ),
        (
            409,
            "Cannot associate floating IP 203.0.113.9 (f-1) with port p-1 using fixed IP 10.0.0.78, as that fixed IP already has a floating IP on external network 946d.",
            "The server has a floating address already",
        ),
        (
            404,
            "External network 946d is not reachable from subnet 5aec. Therefore, cannot associate Port ab77 with a Floating IP.",
            "No router leads there",
        ),
        (
            404,
            "Instance 8131 could not be found.",
            "Not found in the cloud",
        ),
        (413, "", "Too large for the cloud"),
    ] {
        let explanation = explain(&error(status, message));
        assert_eq!(explanation.title, title, "{message}");
        assert_reads_well(&explanation);
        assert_eq!(explanation.request_id.as_deref(), Some("req-7"));
    }
}

#[test]
fn the_cloud_s_own_words_are_kept_where_they_say_more() {
    let explanation = explain(&error(409, "Instance 8131 is locked"));
    assert_eq!(
        explanation.detail,
        "The cloud says: “Instance 8131 is locked”"
    );
    let quota = explain(&error(
        403,
        "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances",
    ));
    assert!(quota.detail.contains("10 of 10"), "{}", quota.detail);
}

#[test]
fn what_was_not_sent_says_so() {
    let user_data = explain(&Error::UserDataTooLarge { base64: 70_000 });
    assert!(user_data.detail.contains("70000") && user_data.detail.contains("65,535"));
    let rebuild = explain(&Error::TooOld(Capability::RebuildKey));
    assert!(
        rebuild.detail.contains("version 2.54") && rebuild.detail.contains("Nothing was sent."),
        "{}",
        rebuild.detail
    );
    let none = explain(&Error::TooOld(Capability::NetworksChoice));
    assert_ne!(none.detail, rebuild.detail);
    let id = explain(&Error::NotAddressable {
        name: "..".to_owned(),
    });
    assert!(!id.sentences().contains("key pair"), "{}", id.sentences());
    for explanation in [user_data, rebuild, none, id] {
        assert_reads_well(&explanation);
    }
}

#[test]
fn a_service_that_pages_cannot_talk_to_has_a_file_of_its_own() {
    let explanation = explain(&Error::Transport {
        error: TransportError::Unreachable {
            detail: String::new(),
        },
        origin: "https://cloud.example:9696".to_owned(),
    });
    assert!(explanation.for_operator);
    assert!(
        explanation.next.contains("the service's own file")
            && !explanation.next.contains("keystone.conf"),
        "{}",
        explanation.next
    );
}

#[test]
fn a_launch_of_which_nothing_is_known_is_to_be_looked_for_first() {
    let explanation = explain(&Error::OutcomeUnknown {
        origin: "https://cloud.example:8774".to_owned(),
    });
    assert!(explanation.next.contains("before you launch again"));
    assert_reads_well(&explanation);
}

#[test]
fn a_fault_says_why_and_what_to_do() {
    let of = |message: &str| {
        explain_fault(&Fault {
            message: message.to_owned(),
            code: 500,
            created: String::new(),
        })
    };
    for (message, expected) in [
        (
            "No valid host was found. There are not enough hosts available.",
            "smaller flavor",
        ),
        (
            "Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance 8131.",
            "smaller flavor",
        ),
        (
            "No fixed IP addresses available for network: 9b4a",
            "another network",
        ),
        (
            "Build of instance 8131 aborted: Failed to allocate the network(s), not rescheduling.",
            "another network",
        ),
        (
            "Build of instance 8131 aborted: Volume v-1 did not finish being created even after we waited 3 seconds or 2 attempts. And its status is error.",
            "another volume",
        ),
        ("", "operator"),
        ("Unexpected.", "operator"),
    ] {
        let explanation = of(message);
        assert!(
            explanation.next.contains(expected),
            "{message}: {}",
            explanation.next
        );
        assert!(explanation.detail.contains(message));
        assert_reads_well(&explanation);
    }
}
