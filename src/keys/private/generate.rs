//! Making keys from random numbers.

use super::data::{self, Curve};
use super::error::GenerateError;
use crate::keys::key_type::KeyType;
use ssh_key::private::KeypairData;
use zeroize::Zeroizing;

/// Fills a buffer with random bytes.
pub(super) type Random<'a> = &'a mut dyn FnMut(&mut [u8]) -> Result<(), NoRandomness>;

/// The source of random bytes failed.
pub(super) struct NoRandomness;

/// How often a scalar out of range is drawn anew. On P-256 one draw in 2^32 is, on the others fewer.
const TRIES: usize = 16;

/// The system's random bytes.
pub(super) fn system_random(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

/// Makes a key pair of the bytes that `random` gives: the seed of Ed25519, or the scalar of ECDSA by testing
/// candidates (FIPS 186-5 appendix A.2.2).
pub(super) fn generate(
    key_type: KeyType,
    random: Random<'_>,
) -> Result<KeypairData, GenerateError> {
    let curve = match key_type {
        KeyType::Ed25519 => {
            let mut seed = Zeroizing::new([0u8; 32]);
            random(&mut *seed)?;
            return data::ed25519(&*seed).ok_or(GenerateError::NoRandomness);
        }
        KeyType::EcdsaP256 => Curve::P256,
        KeyType::EcdsaP384 => Curve::P384,
        KeyType::EcdsaP521 => Curve::P521,
        KeyType::Rsa3072 | KeyType::Rsa4096 => return Err(GenerateError::NeedsPlatform),
    };
    let mut buffer = Zeroizing::new([0u8; 66]);
    let scalar = &mut buffer[..curve.size()];
    for _ in 0..TRIES {
        random(scalar)?;
        if curve == Curve::P521 {
            // 521 bits are 65 bytes and one bit.
            scalar[0] &= 1;
        }
        if let Some(data) = data::ecdsa(curve, scalar) {
            return Ok(data);
        }
    }
    Err(GenerateError::NoRandomness)
}

impl From<NoRandomness> for GenerateError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}
