//! The private section of the OpenSSH format: the key's numbers, the comment, and what tells whether it was unlocked.

use crate::keys::private::data::{self, Curve, DsaNumbers, KeyData, RsaNumbers, Wiped};
use crate::keys::private::{PrivateKey, ReadError, clean_comment, next};
use crate::keys::wire::{Reader, put_mpint, put_string};
use zeroize::Zeroizing;

/// PuTTY pads to 16 bytes even where 8 are asked for.
const MAX_PADDING: usize = 16;

/// Room for the largest key, RSA of 16,384 bits, without its comment.
const CAPACITY: usize = 16 * 1024;

/// Reads the decrypted section; the key must be the one whose public half is `public`.
pub(super) fn read(
    section: &[u8],
    was_locked: bool,
    public: &[u8],
) -> Result<PrivateKey, ReadError> {
    let mut fields = Reader::new(section);
    let checks = (fields.uint32(), fields.uint32());
    if checks.0.is_none() || checks.0 != checks.1 {
        return Err(if was_locked {
            ReadError::WrongPassphrase
        } else {
            ReadError::Damaged
        });
    }
    let kind = next(&mut fields)?;
    let data = match kind {
        b"ssh-ed25519" => ed25519(&mut fields)?,
        b"ssh-rsa" => rsa(&mut fields)?,
        b"ssh-dss" => dsa(&mut fields)?,
        b"ecdsa-sha2-nistp256" | b"ecdsa-sha2-nistp384" | b"ecdsa-sha2-nistp521" => {
            ecdsa(&mut fields, &kind[11..])?
        }
        b"sk-ssh-ed25519@openssh.com" => security_key(kind, &mut fields, 2)?,
        b"sk-ecdsa-sha2-nistp256@openssh.com" => security_key(kind, &mut fields, 3)?,
        _ => return Err(other_kind(kind, public)),
    };
    let comment = clean_comment(next(&mut fields)?);
    let padding = fields.rest();
    if padding.len() > MAX_PADDING
        || padding
            .iter()
            .zip(1..)
            .any(|(&byte, expected)| byte != expected)
    {
        return Err(ReadError::Damaged);
    }
    let key = PrivateKey::from_data(data, &comment).ok_or(ReadError::Damaged)?;
    if key.public.blob() == public {
        Ok(key)
    } else {
        Err(ReadError::Damaged)
    }
}

/// Writes the section, `check` twice in front, padded to whole blocks.
pub(super) fn write(data: &KeyData, comment: &str, check: [u8; 4], block: usize) -> Wiped {
    // With its full size reserved the buffer never moves and leaves no copy behind.
    let mut out = Zeroizing::new(Vec::with_capacity(CAPACITY + comment.len()));
    out.extend_from_slice(&check);
    out.extend_from_slice(&check);
    match data {
        KeyData::Ed25519 { seed, public } => {
            put_string(&mut out, b"ssh-ed25519");
            put_string(&mut out, public);
            out.extend_from_slice(&64u32.to_be_bytes());
            out.extend_from_slice(&**seed);
            out.extend_from_slice(public);
        }
        KeyData::Rsa(numbers) => {
            put_string(&mut out, b"ssh-rsa");
            put_mpint(&mut out, &numbers.n);
            put_mpint(&mut out, &numbers.e);
            for number in [&numbers.d, &numbers.iqmp, &numbers.p, &numbers.q] {
                put_mpint(&mut out, number);
            }
        }
        KeyData::Dsa(numbers) => {
            out.extend_from_slice(&data.blob());
            put_mpint(&mut out, &numbers.x);
        }
        KeyData::Ecdsa { scalar, .. } => {
            out.extend_from_slice(&data.blob());
            put_mpint(&mut out, scalar);
        }
        KeyData::SecurityKey {
            blob,
            flags,
            handle,
            reserved,
        } => {
            out.extend_from_slice(blob);
            out.push(*flags);
            put_string(&mut out, handle);
            put_string(&mut out, reserved);
        }
    }
    put_string(&mut out, comment.as_bytes());
    for number in 1.. {
        if out.len().is_multiple_of(block) {
            break;
        }
        out.push(number);
    }
    out
}

fn ed25519(fields: &mut Reader<'_>) -> Result<KeyData, ReadError> {
    let (public, both) = (next(fields)?, next(fields)?);
    let (seed, repeated) = both.split_at_checked(32).ok_or(ReadError::Damaged)?;
    if repeated != public {
        return Err(ReadError::Damaged);
    }
    // That the public half is the seed's shows when it is compared with the one in clear.
    data::ed25519(seed).ok_or(ReadError::Damaged)
}

fn rsa(fields: &mut Reader<'_>) -> Result<KeyData, ReadError> {
    let mut number = || next(fields);
    let numbers = [
        number()?,
        number()?,
        number()?,
        number()?,
        number()?,
        number()?,
    ];
    data::rsa(RsaNumbers::new(numbers)).ok_or(ReadError::Damaged)
}

fn dsa(fields: &mut Reader<'_>) -> Result<KeyData, ReadError> {
    let mut number = || next(fields);
    let numbers = [number()?, number()?, number()?, number()?, number()?];
    data::dsa(DsaNumbers::new(numbers)).ok_or(ReadError::Damaged)
}

fn ecdsa(fields: &mut Reader<'_>, curve: &[u8]) -> Result<KeyData, ReadError> {
    let (named, given, scalar) = (next(fields)?, next(fields)?, next(fields)?);
    let curve = Curve::from_name(curve)
        .filter(|_| named == curve)
        .ok_or(ReadError::Damaged)?;
    let data = data::ecdsa(curve, scalar).ok_or(ReadError::Damaged)?;
    match &data {
        KeyData::Ecdsa { point, .. } if &point[..] == given => Ok(data),
        _ => Err(ReadError::Damaged),
    }
}

/// `count` fields of the public half, then flags, key handle and reserved bytes (OpenSSH's PROTOCOL.u2f).
fn security_key(kind: &[u8], fields: &mut Reader<'_>, count: usize) -> Result<KeyData, ReadError> {
    let mut blob = Vec::new();
    put_string(&mut blob, kind);
    for _ in 0..count {
        put_string(&mut blob, next(fields)?);
    }
    let flags = fields.bytes(1).ok_or(ReadError::Damaged)?[0];
    let (handle, reserved) = (next(fields)?, next(fields)?);
    Ok(KeyData::SecurityKey {
        blob,
        flags,
        handle: handle.to_vec().into(),
        reserved: reserved.to_vec(),
    })
}

/// A kind that is not ours, or a damaged name: the public key in clear names the kind too.
fn other_kind(kind: &[u8], public: &[u8]) -> ReadError {
    match (std::str::from_utf8(kind), Reader::new(public).string()) {
        (Ok(name), Some(outer)) if outer == kind => ReadError::UnsupportedKind {
            name: name.to_owned(),
        },
        _ => ReadError::Damaged,
    }
}
