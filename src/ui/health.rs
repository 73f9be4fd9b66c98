//! What can be said of a listed key at a glance.

use crate::keys::public::{PublicKey, PublicKeyError};
use crate::openstack::compute::KeyPairKind;
use leptos::prelude::*;

/// How good a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// Nothing against it.
    Good,
    /// Still works, but a new one would be better.
    Old,
    /// Must not be trusted, or cannot be read.
    Bad,
}

/// How good a key is, and why, in a few words.
pub fn health(key: &Result<PublicKey, PublicKeyError>) -> (Health, &'static str) {
    let Ok(key) = key else {
        return (Health::Bad, "Unreadable");
    };
    match (key.algorithm(), key.bits()) {
        ("ssh-dss", _) => (Health::Bad, "DSA: refused by ssh"),
        ("ssh-rsa", Some(bits)) if bits < 2048 => (Health::Bad, "RSA too short"),
        ("ssh-rsa", Some(bits)) if bits < 3072 => (Health::Old, "RSA short"),
        _ => (Health::Good, "Good"),
    }
}

/// What a key pair is for, in a word.
pub fn kind_label(kind: KeyPairKind) -> &'static str {
    match kind {
        KeyPairKind::Ssh => "SSH",
        KeyPairKind::X509 => "X.509 certificate",
    }
}

/// A small label for it.
#[component]
pub fn HealthBadge(
    /// How good.
    health: Health,
    /// Why.
    text: &'static str,
) -> impl IntoView {
    let class = match health {
        Health::Good => "badge good",
        Health::Old => "badge warn",
        Health::Bad => "badge bad",
    };
    view! { <span class=class>{text}</span> }
}
