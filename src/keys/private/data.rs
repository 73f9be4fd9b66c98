//! Key pairs from their secret numbers. The public half is always computed or checked, so that both halves of what
//! comes out belong together; `None` means that the numbers are no key.

use super::rsa;
use ssh_key::Mpint;
use ssh_key::private::{EcdsaKeypair, Ed25519Keypair, KeypairData, RsaKeypair, RsaPrivateKey};
use ssh_key::public::RsaPublicKey;
use zeroize::Zeroizing;

/// A NIST curve that SSH knows (RFC 5656 section 10.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// Bytes of a private scalar.
    pub(super) fn size(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The curve of `ecdsa-sha2-NAME`.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"nistp256" => Some(Self::P256),
            b"nistp384" => Some(Self::P384),
            b"nistp521" => Some(Self::P521),
            _ => None,
        }
    }
}

/// An Ed25519 key pair from its seed (RFC 8032 section 5.1.5), 32 bytes.
pub(super) fn ed25519(seed: &[u8]) -> Option<KeypairData> {
    let seed: &[u8; 32] = seed.try_into().ok()?;
    Some(KeypairData::Ed25519(Ed25519Keypair::from_seed(seed)))
}

/// An ECDSA key pair from its private scalar, big-endian, of any length: formats differ in leading zeros.
pub(super) fn ecdsa(curve: Curve, scalar: &[u8]) -> Option<KeypairData> {
    let first = scalar.iter().position(|&byte| byte != 0)?;
    let digits = &scalar[first..];
    let mut padded = Zeroizing::new([0u8; 66]);
    let padded = &mut padded[..curve.size()];
    let start = padded.len().checked_sub(digits.len())?;
    padded[start..].copy_from_slice(digits);
    Some(KeypairData::Ecdsa(match curve {
        Curve::P256 => {
            let secret = p256::SecretKey::from_slice(padded).ok()?;
            EcdsaKeypair::NistP256 {
                public: secret.public_key().into(),
                private: secret.into(),
            }
        }
        Curve::P384 => {
            let secret = p384::SecretKey::from_slice(padded).ok()?;
            EcdsaKeypair::NistP384 {
                public: secret.public_key().into(),
                private: secret.into(),
            }
        }
        Curve::P521 => {
            let secret = p521::SecretKey::from_slice(padded).ok()?;
            EcdsaKeypair::NistP521 {
                public: secret.public_key().into(),
                private: secret.into(),
            }
        }
    }))
}

/// The numbers of an RSA key, big-endian, leading zeros allowed.
pub(super) struct RsaNumbers<'a> {
    /// Modulus.
    pub(super) n: &'a [u8],
    /// Public exponent.
    pub(super) e: &'a [u8],
    /// Private exponent.
    pub(super) d: &'a [u8],
    /// Inverse of q modulo p.
    pub(super) iqmp: &'a [u8],
    /// First prime.
    pub(super) p: &'a [u8],
    /// Second prime.
    pub(super) q: &'a [u8],
}

/// An RSA key pair whose numbers fit each other.
pub(super) fn rsa(numbers: &RsaNumbers<'_>) -> Option<KeypairData> {
    if !rsa::consistent(numbers) {
        return None;
    }
    let mpint = Mpint::from_positive_bytes;
    let public = RsaPublicKey::new(mpint(numbers.e), mpint(numbers.n)).ok()?;
    let private = RsaPrivateKey::new(
        mpint(numbers.d),
        mpint(numbers.iqmp),
        mpint(numbers.p),
        mpint(numbers.q),
    )
    .ok()?;
    Some(KeypairData::Rsa(RsaKeypair::new(public, private).ok()?))
}
