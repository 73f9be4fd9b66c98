//! The private section of the OpenSSH format: the key's numbers, the comment, and what tells whether it was unlocked.

use crate::keys::private::data::{self, Curve, RsaNumbers};
use crate::keys::private::{PrivateKey, ReadError};
use crate::keys::wire::Reader;
use ssh_key::private::KeypairData;

/// PuTTY pads to 16 bytes even where 8 are asked for.
const MAX_PADDING: usize = 16;

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
        b"ecdsa-sha2-nistp256" | b"ecdsa-sha2-nistp384" | b"ecdsa-sha2-nistp521" => {
            ecdsa(&mut fields, &kind[11..])?
        }
        _ => return Err(other_kind(kind, public)),
    };
    let comment = clean(next(&mut fields)?);
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

fn ed25519(fields: &mut Reader<'_>) -> Result<KeypairData, ReadError> {
    let (public, both) = (next(fields)?, next(fields)?);
    let (seed, repeated) = both.split_at_checked(32).ok_or(ReadError::Damaged)?;
    if repeated != public {
        return Err(ReadError::Damaged);
    }
    // That the public half is the seed's shows when it is compared with the one in clear.
    data::ed25519(seed).ok_or(ReadError::Damaged)
}

fn rsa(fields: &mut Reader<'_>) -> Result<KeypairData, ReadError> {
    let [n, e, d, iqmp, p, q] = [
        next(fields)?,
        next(fields)?,
        next(fields)?,
        next(fields)?,
        next(fields)?,
        next(fields)?,
    ];
    data::rsa(&RsaNumbers {
        n,
        e,
        d,
        iqmp,
        p,
        q,
    })
    .ok_or(ReadError::Damaged)
}

fn ecdsa(fields: &mut Reader<'_>, curve: &[u8]) -> Result<KeypairData, ReadError> {
    let (named, point, scalar) = (next(fields)?, next(fields)?, next(fields)?);
    let curve = Curve::from_name(curve)
        .filter(|_| named == curve)
        .ok_or(ReadError::Damaged)?;
    let data = data::ecdsa(curve, scalar).ok_or(ReadError::Damaged)?;
    if data
        .ecdsa()
        .is_some_and(|pair| pair.public_key_bytes() == point)
    {
        Ok(data)
    } else {
        Err(ReadError::Damaged)
    }
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

/// The comment as text. A file may carry any bytes; a line end would break the public key's line.
fn clean(comment: &[u8]) -> String {
    let text = String::from_utf8_lossy(comment);
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn next<'a>(fields: &mut Reader<'a>) -> Result<&'a [u8], ReadError> {
    fields.string().ok_or(ReadError::Damaged)
}
