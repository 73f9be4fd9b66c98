//! Why the cloud did not do what it was asked.

use super::Explanation;
use crate::openstack::error::{Error, Reply};
use crate::openstack::http::TransportError;

pub(super) fn explain(error: &Error) -> Explanation {
    match error {
        Error::Transport { error, origin } => transport(error, origin),
        Error::OutcomeUnknown { origin } => Explanation::new(
            "It is not known whether the key pair was registered",
            format!(
                "The public key was sent to {origin}, but no answer came, and asking afterwards failed as well."
            ),
            "Try again: Keyhaven first looks whether the key pair is there, so it is not registered twice.",
        ),
        Error::Unauthorized(_) => Explanation::new(
            "The sign-in has ended",
            "The cloud no longer accepts this sign-in: it has expired or was revoked.",
            "Sign in again; what you were doing goes on.",
        ),
        // Explained in a module of its own before this one is asked.
        Error::SignIn(error) => super::sign_in::explain(error),
        Error::Forbidden { quota: true, reply } => Explanation::new(
            "The quota is used up",
            format!(
                "You already have as many key pairs as this cloud allows you.{}",
                words(reply)
            ),
            "Delete a key pair that you no longer need, or ask the cloud's operator for a higher quota.",
        ),
        Error::Forbidden {
            quota: false,
            reply,
        } => Explanation::new(
            "The cloud does not allow this",
            format!(
                "Your roles in this project are not enough for what was asked.{}",
                words(reply)
            ),
            "Ask the project's owner or the cloud's operator for the role, or choose another project.",
        ),
        Error::NotFound(reply) => Explanation::new(
            "Not found in the cloud",
            format!(
                "What was asked for is not there: deleted meanwhile, or another user's.{}",
                words(reply)
            ),
            "Reload the list to see what is there now.",
        ),
        Error::Conflict(reply) => Explanation::new(
            "The name is taken",
            format!(
                "The cloud already has a key pair of that name; upper and lower case do not make a difference.{}",
                words(reply)
            ),
            "Choose another name and try again.",
        ),
        Error::BadRequest(reply) => Explanation::new(
            "The cloud refused this",
            format!("It did not accept what was sent.{}", words(reply)),
            "Change what the cloud names and try again.",
        ),
        Error::TooLarge(reply) => Explanation::new(
            "Too large for the cloud",
            format!(
                "A public key with its comment may have at most 65,535 bytes.{}",
                words(reply)
            ),
            "Shorten the comment and try again.",
        ),
        Error::Unsupported(reply) => Explanation::new(
            "The cloud cannot do this",
            format!(
                "Its compute service is too old or too new for what was asked.{}",
                words(reply)
            ),
            "Tell the cloud's operator, with the request id.",
        ),
        Error::RateLimited { retry_after, reply } => Explanation::new(
            "Too many requests",
            format!("The cloud asks to slow down.{}", words(reply)),
            wait(*retry_after),
        ),
        Error::Unavailable { retry_after, reply } => Explanation::new(
            "The cloud is out of service at the moment",
            format!(
                "It, or a proxy before it, says that it cannot answer now.{}",
                words(reply)
            ),
            wait(*retry_after),
        ),
        Error::Server(reply) => Explanation::new(
            "The cloud failed",
            format!("It met an error of its own.{}", words(reply)),
            "Try again. If it happens again, give the cloud's operator the request id.",
        ),
        Error::BadReply { what, status, .. } => Explanation::new(
            "The cloud's answer cannot be understood",
            format!(
                "An answer came (status {status}), but it is not what an OpenStack cloud says: {what}."
            ),
            "Try again. If it happens again, a proxy in between or a wrong endpoint address is the likely reason.",
        ),
        Error::NotAddressable { name } => Explanation::new(
            "This key pair cannot be reached from a browser",
            format!(
                "In an address, its name “{name}” means a folder and not a key pair: every browser would ask the cloud \
                 for something else."
            ),
            "Use a program that is not a browser, or ask the cloud's operator to remove it.",
        ),
        // Pages with servers have more to say about these.
        Error::TooOld(_) | Error::UserDataTooLarge { .. } => Explanation::new(
            "The cloud cannot do this",
            format!("Nothing was sent: {error}."),
            "Choose something else.",
        ),
        Error::NoCertificates => Explanation::new(
            "This cloud takes no certificates",
            "Its compute API is older than version 2.2 and knows SSH keys only. Nothing was sent.",
            "Keep the file, and import the certificate at a newer cloud or on the server itself.",
        ),
        Error::NoEndpoint { service, region } => Explanation::new(
            "The cloud has no such service here",
            match region {
                Some(region) => format!(
                    "Its catalog lists no public “{service}” service in the region {region}."
                ),
                None => format!("Its catalog lists no public “{service}” service."),
            },
            "Choose another region or project.",
        ),
    }
}

fn transport(error: &TransportError, origin: &str) -> Explanation {
    match error {
        TransportError::Unreachable { .. } => Explanation::new(
            "The cloud cannot be reached from this page",
            format!(
                "No answer from {origin}. A web page is not told why: the address may be wrong, the cloud or the \
                 network down, its certificate not trusted by this browser, or the cloud may not allow pages of this \
                 site (CORS). All of these look alike from here."
            ),
            format!(
                "Open {origin} in a new tab. If it shows an answer, the address and certificate are right, and the \
                 cloud's operator must allow this site in keystone.conf and nova.conf. If it does not, check the \
                 address and your network."
            ),
        )
        .with_lines(),
        TransportError::Timeout => Explanation::new(
            "The cloud took too long to answer",
            format!("No answer came from {origin} in time. It may be very busy, or a firewall drops the requests."),
            "Try again in a moment, and reload the list to see what was done.",
        ),
        TransportError::Interrupted => Explanation::new(
            "The connection broke",
            format!("The answer of {origin} began to arrive and broke off."),
            "Check your network and try again.",
        ),
        TransportError::MixedContent => Explanation::new(
            "This browser refuses the address",
            format!("This page came over https, and such pages may not talk to {origin}, which has no encryption."),
            "Use the cloud's https:// address; its provider knows it.",
        ),
        TransportError::NotAllowed => Explanation::new(
            "This site does not allow that cloud",
            format!("The policy of this site does not let its pages talk to {origin}. Nothing was sent."),
            "Ask whoever runs this site to add the cloud to its config.json.",
        ),
        TransportError::Offline => Explanation::new(
            "No network",
            "This device is offline. Nothing was sent.",
            "Connect to a network and try again.",
        ),
        TransportError::BadUrl => Explanation::new(
            "The address is not valid",
            format!("“{origin}” is not an address that a browser can ask."),
            "Check the Auth URL and the endpoints that the cloud's catalog or this site's config.json gives.",
        ),
    }
}

/// The cloud's own words, as a sentence to append.
fn words(reply: &Reply) -> String {
    match reply.message.as_str() {
        "" => String::new(),
        message => format!(" The cloud says: “{message}”"),
    }
}

fn wait(retry_after: Option<u32>) -> String {
    match retry_after {
        None | Some(0) => "Wait a moment and try again.".to_owned(),
        Some(1) => "Wait a second and try again.".to_owned(),
        Some(seconds @ 2..=120) => format!("Wait {seconds} seconds and try again."),
        Some(seconds) => format!("Wait {} minutes and try again.", seconds.div_ceil(60)),
    }
}
