//! What kind of key a public key blob holds, by reading its fields.

use crate::keys::wire::{Reader, bit_length, positive};

/// The largest RSA or DSA number that OpenSSH reads, in bits.
const MAX_BITS: u32 = 16_384;

/// A kind of public key with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// `ssh-ed25519` (RFC 8709).
    Ed25519,
    /// `ssh-rsa` (RFC 4253 section 6.6) with the size of its modulus in bits.
    Rsa(u32),
    /// `ecdsa-sha2-nistp…` (RFC 5656) with the size of its field in bits.
    Ecdsa(u32),
    /// `ssh-dss` (RFC 4253 section 6.6) with the size of p in bits.
    Dsa(u32),
    /// `sk-ssh-ed25519@openssh.com` (OpenSSH's PROTOCOL.u2f).
    SkEd25519,
    /// `sk-ecdsa-sha2-nistp256@openssh.com` (OpenSSH's PROTOCOL.u2f).
    SkEcdsa,
    /// Any other name: certificates and kinds that are younger than this program. Its fields are not looked at.
    Other,
}

/// Why a blob is not a key of the kind that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlobError {
    /// The blob ends before the key does.
    Truncated,
    /// The key ends before the blob does.
    Trailing,
    /// A field holds what it cannot.
    Invalid,
}

impl Kind {
    /// Reads a whole blob: gives the name it begins with and the kind.
    pub(crate) fn of_blob(blob: &[u8]) -> Result<(&str, Self), BlobError> {
        let mut fields = Reader::new(blob);
        let name = std::str::from_utf8(next(&mut fields)?).map_err(|_| BlobError::Invalid)?;
        if !is_kind_name(name) {
            return Err(BlobError::Invalid);
        }
        let kind = match name {
            "ssh-ed25519" => {
                ed25519_point(&mut fields)?;
                Self::Ed25519
            }
            "ssh-rsa" => {
                positive_bits(&mut fields)?;
                Self::Rsa(positive_bits(&mut fields)?)
            }
            "ssh-dss" => {
                let bits = positive_bits(&mut fields)?;
                for _ in ["q", "g", "y"] {
                    positive_bits(&mut fields)?;
                }
                Self::Dsa(bits)
            }
            "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" => {
                Self::Ecdsa(nist_point(&mut fields, &name[11..])?)
            }
            "sk-ssh-ed25519@openssh.com" => {
                ed25519_point(&mut fields)?;
                next(&mut fields)?;
                Self::SkEd25519
            }
            "sk-ecdsa-sha2-nistp256@openssh.com" => {
                nist_point(&mut fields, "nistp256")?;
                next(&mut fields)?;
                Self::SkEcdsa
            }
            _ if fields.rest().is_empty() => return Err(BlobError::Truncated),
            _ => return Ok((name, Self::Other)),
        };
        if fields.rest().is_empty() {
            Ok((name, kind))
        } else {
            Err(BlobError::Trailing)
        }
    }

    /// The size that `ssh-keygen -l` prints, or `None` where it is not known.
    pub(crate) fn bits(self) -> Option<u32> {
        match self {
            Self::Ed25519 | Self::SkEd25519 | Self::SkEcdsa => Some(256),
            Self::Rsa(bits) | Self::Ecdsa(bits) | Self::Dsa(bits) => Some(bits),
            Self::Other => None,
        }
    }

    /// The name that `ssh-keygen -l` prints in parentheses, or `None` where it prints nothing.
    pub(crate) fn short_name(self) -> Option<&'static str> {
        Some(match self {
            Self::Ed25519 => "ED25519",
            Self::Rsa(_) => "RSA",
            Self::Ecdsa(_) => "ECDSA",
            Self::Dsa(_) => "DSA",
            Self::SkEd25519 => "ED25519-SK",
            Self::SkEcdsa => "ECDSA-SK",
            Self::Other => return None,
        })
    }
}

/// Whether `name` can be the name of a kind of key: visible ASCII without a comma (RFC 4251 section 6), at most 64 long.
pub(crate) fn is_kind_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b',')
}

fn next<'a>(fields: &mut Reader<'a>) -> Result<&'a [u8], BlobError> {
    fields.string().ok_or(BlobError::Truncated)
}

fn positive_bits(fields: &mut Reader<'_>) -> Result<u32, BlobError> {
    let bits = positive(next(fields)?)
        .map(bit_length)
        .ok_or(BlobError::Invalid)?;
    if bits <= MAX_BITS {
        Ok(bits)
    } else {
        Err(BlobError::Invalid)
    }
}

fn ed25519_point(fields: &mut Reader<'_>) -> Result<(), BlobError> {
    if next(fields)?.len() == 32 {
        Ok(())
    } else {
        Err(BlobError::Invalid)
    }
}

/// Reads the name of the curve and an uncompressed point (SEC 1 section 2.3.3), and gives the field's size in bits.
fn nist_point(fields: &mut Reader<'_>, curve: &str) -> Result<u32, BlobError> {
    if next(fields)? != curve.as_bytes() {
        return Err(BlobError::Invalid);
    }
    let bits: u32 = match curve {
        "nistp256" => 256,
        "nistp384" => 384,
        _ => 521,
    };
    let point = next(fields)?;
    let length = 1 + 2 * bits.div_ceil(8) as usize;
    if point.len() == length && point.first() == Some(&4) {
        Ok(bits)
    } else {
        Err(BlobError::Invalid)
    }
}
