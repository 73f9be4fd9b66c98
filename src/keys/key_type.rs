//! The types of key that Keyhaven makes.

use serde::{Deserialize, Serialize};

/// A type and size of key, named as `examples/keygen` and the vault's messages name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyType {
    /// `ssh-ed25519` (RFC 8709).
    #[default]
    Ed25519,
    /// `ssh-rsa`, modulus of 3072 bits, exponent 65537.
    #[serde(rename = "rsa-3072")]
    Rsa3072,
    /// `ssh-rsa`, modulus of 4096 bits, exponent 65537.
    #[serde(rename = "rsa-4096")]
    Rsa4096,
    /// `ecdsa-sha2-nistp256` (RFC 5656).
    #[serde(rename = "ecdsa-p256")]
    EcdsaP256,
    /// `ecdsa-sha2-nistp384`.
    #[serde(rename = "ecdsa-p384")]
    EcdsaP384,
    /// `ecdsa-sha2-nistp521`.
    #[serde(rename = "ecdsa-p521")]
    EcdsaP521,
}

impl KeyType {
    /// Every type, the recommended one first.
    pub const ALL: [Self; 6] = [
        Self::Ed25519,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::EcdsaP256,
        Self::EcdsaP384,
        Self::EcdsaP521,
    ];

    /// The name a person reads: `Ed25519`, `RSA 3072`, `ECDSA P-256`, ….
    pub fn label(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::Rsa3072 => "RSA 3072",
            Self::Rsa4096 => "RSA 4096",
            Self::EcdsaP256 => "ECDSA P-256",
            Self::EcdsaP384 => "ECDSA P-384",
            Self::EcdsaP521 => "ECDSA P-521",
        }
    }

    /// The short stable name: `ed25519`, `rsa-3072`, `ecdsa-p256`, ….
    pub fn code(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Rsa3072 => "rsa-3072",
            Self::Rsa4096 => "rsa-4096",
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
            Self::EcdsaP521 => "ecdsa-p521",
        }
    }

    /// The name on the wire (RFC 4253 section 6.6): `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`, ….
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Ed25519 => "ssh-ed25519",
            Self::Rsa3072 | Self::Rsa4096 => "ssh-rsa",
            Self::EcdsaP256 => "ecdsa-sha2-nistp256",
            Self::EcdsaP384 => "ecdsa-sha2-nistp384",
            Self::EcdsaP521 => "ecdsa-sha2-nistp521",
        }
    }

    /// The modulus size in bits when this is an RSA type.
    pub fn rsa_bits(self) -> Option<u32> {
        match self {
            Self::Rsa3072 => Some(3072),
            Self::Rsa4096 => Some(4096),
            _ => None,
        }
    }
}
