//! The numbers inside a public key, as big-endian digits without leading zeros.

use crate::keys::public::{PublicKey, kind::Kind};
use crate::keys::wire::{Reader, positive};

/// The exponent and the modulus of an RSA key (RFC 4253 section 6.6).
#[cfg(feature = "audit")]
pub(super) fn rsa(key: &PublicKey) -> Option<(&[u8], &[u8])> {
    matches!(key.kind(), Kind::Rsa(_)).then_some(())?;
    Some((mpint(key, 1)?, mpint(key, 2)?))
}

/// The prime p of a DSA key.
#[cfg(feature = "audit")]
pub(super) fn dsa_prime(key: &PublicKey) -> Option<&[u8]> {
    matches!(key.kind(), Kind::Dsa(_)).then_some(())?;
    mpint(key, 1)
}

/// The point of an elliptic-curve key as it is written: SEC 1 uncompressed, or 32 bytes (RFC 8032).
pub(super) fn point(key: &PublicKey) -> Option<&[u8]> {
    match key.kind() {
        Kind::Ed25519 | Kind::SkEd25519 => field(key, 1),
        Kind::Ecdsa(_) | Kind::SkEcdsa => field(key, 2),
        _ => None,
    }
}

/// The one number that tells a key from all others of its kind: the modulus (RSA), y (DSA), the x coordinate (ECDSA),
/// the 32 bytes read as a big-endian number (Ed25519). `None` for an unknown kind.
pub(super) fn identity(key: &PublicKey) -> Option<&[u8]> {
    let digits = match key.kind() {
        Kind::Rsa(_) => mpint(key, 2)?,
        Kind::Dsa(_) => mpint(key, 4)?,
        Kind::Ed25519 | Kind::SkEd25519 => point(key)?,
        Kind::Ecdsa(_) | Kind::SkEcdsa => {
            let coordinates = point(key)?.strip_prefix(&[4])?;
            &coordinates[..coordinates.len() / 2]
        }
        Kind::Other => return None,
    };
    let first = digits.iter().position(|&digit| digit != 0)?;
    Some(&digits[first..])
}

fn mpint(key: &PublicKey, index: usize) -> Option<&[u8]> {
    positive(field(key, index)?)
}

fn field(key: &PublicKey, index: usize) -> Option<&[u8]> {
    let mut fields = Reader::new(key.blob());
    for _ in 0..index {
        fields.string()?;
    }
    fields.string()
}
