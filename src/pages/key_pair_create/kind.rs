//! What can be made, and what of it is public.

use crate::keys::{key_type::KeyType, public::PublicKey};
use crate::openstack::compute::PublicHalf;

/// What can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An SSH key.
    Ssh(KeyType),
    /// An RSA key with a certificate, for Windows.
    X509,
}

impl Default for Kind {
    fn default() -> Self {
        Self::Ssh(KeyType::default())
    }
}

impl Kind {
    /// Everything, in the order in which it is offered.
    pub fn all() -> impl Iterator<Item = Self> {
        KeyType::ALL.map(Self::Ssh).into_iter().chain([Self::X509])
    }

    /// The type of the key.
    pub fn key_type(self) -> KeyType {
        match self {
            Self::Ssh(key_type) => key_type,
            Self::X509 => KeyType::Rsa3072,
        }
    }

    /// Short and unique, for ids.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ssh(key_type) => key_type.code(),
            Self::X509 => "x509",
        }
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ssh(key_type) => key_type.label(),
            Self::X509 => "X.509 certificate",
        }
    }

    /// When to choose it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Ssh(KeyType::Ed25519) => "Recommended: short, quick, strong.",
            Self::Ssh(KeyType::Rsa3072) => "For Windows images and old systems.",
            Self::Ssh(KeyType::Rsa4096) => "As RSA 3072, larger and slower.",
            Self::Ssh(KeyType::EcdsaP256) => "Where a rule asks for NIST curves.",
            Self::Ssh(KeyType::EcdsaP384) => "NIST curve, larger.",
            Self::Ssh(KeyType::EcdsaP521) => "NIST curve, largest.",
            Self::X509 => "Not for ssh: signs in to Windows by WinRM.",
        }
    }
}

/// The public half of what was made.
#[derive(Clone, PartialEq)]
pub enum Public {
    /// An SSH key.
    Ssh(PublicKey),
    /// A certificate in PEM.
    X509(String),
}

impl Public {
    /// As it is registered.
    pub fn half(&self) -> PublicHalf<'_> {
        match self {
            Self::Ssh(key) => PublicHalf::Ssh(key),
            Self::X509(certificate) => PublicHalf::X509(certificate),
        }
    }

    /// As text, without a line end at its end.
    pub fn text(&self) -> String {
        match self {
            Self::Ssh(key) => key.to_line(),
            Self::X509(certificate) => certificate.trim_end().to_owned(),
        }
    }
}
