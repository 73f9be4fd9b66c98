//! Key pairs from their secret numbers. The public half is always computed or checked, so that both halves of what
//! comes out belong together; `None` means that the numbers are no key.

mod dsa;
mod rsa;

pub(super) use dsa::DsaNumbers;
pub(super) use rsa::RsaNumbers;

use crate::keys::wire::{put_mpint, put_string};
use p256::elliptic_curve::sec1::ToSec1Point;
use ssh_key::private::Ed25519Keypair;
use zeroize::Zeroizing;

/// Secret bytes.
pub(super) type Wiped = Zeroizing<Vec<u8>>;

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

    /// The name in `ecdsa-sha2-NAME`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::P256 => "nistp256",
            Self::P384 => "nistp384",
            Self::P521 => "nistp521",
        }
    }

    /// The curve of `ecdsa-sha2-NAME`.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        [Self::P256, Self::P384, Self::P521]
            .into_iter()
            .find(|curve| curve.name().as_bytes() == name)
    }
}

/// A key pair. The numbers are big-endian without leading zeros unless said otherwise.
pub(super) enum KeyData {
    /// Ed25519 (RFC 8032): the seed and the public point.
    Ed25519 {
        seed: Zeroizing<[u8; 32]>,
        public: [u8; 32],
    },
    /// ECDSA: the scalar in the curve's full size and the uncompressed point.
    Ecdsa {
        curve: Curve,
        scalar: Wiped,
        point: Vec<u8>,
    },
    Rsa(RsaNumbers),
    Dsa(DsaNumbers),
    /// A key that lives on a security key (OpenSSH's PROTOCOL.u2f): the file has only what finds it there.
    SecurityKey {
        /// The wire form of the public half.
        blob: Vec<u8>,
        flags: u8,
        handle: Wiped,
        reserved: Vec<u8>,
    },
}

/// An Ed25519 key pair from its seed (RFC 8032 section 5.1.5), 32 bytes.
pub(super) fn ed25519(seed: &[u8]) -> Option<KeyData> {
    let seed = Zeroizing::new(<[u8; 32]>::try_from(seed).ok()?);
    let public = Ed25519Keypair::from_seed(&seed).public.0;
    Some(KeyData::Ed25519 { seed, public })
}

/// An ECDSA key pair from its private scalar, big-endian, of any length: formats differ in leading zeros.
pub(super) fn ecdsa(curve: Curve, scalar: &[u8]) -> Option<KeyData> {
    let digits = digits(scalar);
    let mut padded = Zeroizing::new(vec![0; curve.size()]);
    let start = padded.len().checked_sub(digits.len())?;
    padded[start..].copy_from_slice(digits);
    let point = match curve {
        Curve::P256 => p256::SecretKey::from_slice(&padded)
            .ok()?
            .public_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec(),
        Curve::P384 => p384::SecretKey::from_slice(&padded)
            .ok()?
            .public_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec(),
        Curve::P521 => p521::SecretKey::from_slice(&padded)
            .ok()?
            .public_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec(),
    };
    Some(KeyData::Ecdsa {
        curve,
        scalar: padded,
        point,
    })
}

/// An RSA key pair whose numbers fit each other.
pub(super) fn rsa(numbers: RsaNumbers) -> Option<KeyData> {
    numbers.consistent().then_some(KeyData::Rsa(numbers))
}

/// A DSA key pair; `None` when the public number is not the secret one's.
pub(super) fn dsa(numbers: DsaNumbers) -> Option<KeyData> {
    numbers.consistent().then_some(KeyData::Dsa(numbers))
}

/// A number without its leading zeros.
pub(super) fn digits(number: &[u8]) -> &[u8] {
    let first = number.iter().position(|&byte| byte != 0);
    &number[first.unwrap_or(number.len())..]
}

impl KeyData {
    /// The wire form of the public half (RFC 4253 section 6.6, RFC 5656, RFC 8709).
    pub(super) fn blob(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Ed25519 { public, .. } => {
                put_string(&mut out, b"ssh-ed25519");
                put_string(&mut out, public);
            }
            Self::Ecdsa { curve, point, .. } => {
                put_string(&mut out, format!("ecdsa-sha2-{}", curve.name()).as_bytes());
                put_string(&mut out, curve.name().as_bytes());
                put_string(&mut out, point);
            }
            Self::Rsa(numbers) => {
                put_string(&mut out, b"ssh-rsa");
                put_mpint(&mut out, &numbers.e);
                put_mpint(&mut out, &numbers.n);
            }
            Self::Dsa(numbers) => {
                put_string(&mut out, b"ssh-dss");
                for number in [&numbers.p, &numbers.q, &numbers.g, &numbers.y] {
                    put_mpint(&mut out, number);
                }
            }
            Self::SecurityKey { blob, .. } => out.extend_from_slice(blob),
        }
        out
    }
}
