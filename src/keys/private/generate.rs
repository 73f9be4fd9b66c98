//! Making keys from random numbers.

use super::data::{self, Curve, KeyData};
use super::error::GenerateError;
use crate::keys::key_type::KeyType;
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
pub(super) fn generate(key_type: KeyType, random: Random<'_>) -> Result<KeyData, GenerateError> {
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::keys::private::PrivateKey;

    /// Fills with one byte after the other from `bytes`, each repeated over a whole draw.
    fn draws(bytes: &'static [u8]) -> impl FnMut(&mut [u8]) -> Result<(), NoRandomness> {
        let mut next = bytes.iter().copied().cycle();
        move |buffer| {
            buffer.fill(next.next().ok_or(NoRandomness)?);
            Ok(())
        }
    }

    #[test]
    fn the_seed_of_ed25519_is_what_was_drawn() {
        // RFC 8032 section 7.1, test 1.
        const SEED: [u8; 32] = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec,
            0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03,
            0x1c, 0xae, 0x7f, 0x60,
        ];
        const PUBLIC: &str = "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
        let data = generate(KeyType::Ed25519, &mut |buffer| {
            buffer.copy_from_slice(&SEED);
            Ok(())
        });
        let key = PrivateKey::from_data(data.unwrap(), "").unwrap();
        assert_eq!(key.public().to_line(), format!("ssh-ed25519 {PUBLIC}"));
    }

    #[test]
    fn a_scalar_out_of_range_is_drawn_anew() {
        for key_type in [KeyType::EcdsaP256, KeyType::EcdsaP384, KeyType::EcdsaP521] {
            let skipped = generate(key_type, &mut draws(&[0xff, 0, 0x55])).unwrap();
            let direct = generate(key_type, &mut draws(&[0x55])).unwrap();
            let bytes = |data: &KeyData| match data {
                KeyData::Ecdsa { scalar, .. } => scalar.to_vec(),
                _ => Vec::new(),
            };
            assert_eq!(bytes(&skipped), bytes(&direct));
            assert!(bytes(&direct).ends_with(&[0x55; 31]));
            let never = generate(key_type, &mut draws(&[0xff])).err();
            assert_eq!(never, Some(GenerateError::NoRandomness));
        }
    }

    #[test]
    fn without_randomness_nothing_is_made() {
        for key_type in [KeyType::Ed25519, KeyType::EcdsaP256] {
            let error = generate(key_type, &mut draws(&[])).err();
            assert_eq!(error, Some(GenerateError::NoRandomness));
        }
    }
}
