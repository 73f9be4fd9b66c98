//! The private half in a PPK file: only the numbers that the public half does not tell (appendix C.3).

use crate::keys::private::data::{self, Curve, DsaNumbers, KeyData, RsaNumbers, Wiped};
use crate::keys::private::{ReadError, next};
use crate::keys::wire::{Reader, put_mpint, put_string};
use zeroize::Zeroizing;

/// The key from both halves. Padding after the private one is ignored.
pub(super) fn read(public: &[u8], private: &[u8]) -> Result<KeyData, ReadError> {
    let (mut public_fields, mut fields) = (Reader::new(public), Reader::new(private));
    let known = &mut public_fields;
    let kind = next(known)?;
    let data = match kind {
        b"ssh-ed25519" => ed25519(next(&mut fields)?),
        b"ssh-rsa" => {
            let (e, n) = (next(known)?, next(known)?);
            let fields = &mut fields;
            let (d, p, q, iqmp) = (next(fields)?, next(fields)?, next(fields)?, next(fields)?);
            data::rsa(RsaNumbers::new([n, e, d, iqmp, p, q]))
        }
        b"ssh-dss" => {
            let (p, q, g, y) = (next(known)?, next(known)?, next(known)?, next(known)?);
            let x = next(&mut fields)?;
            data::dsa(DsaNumbers::new([p, q, g, y, x]))
        }
        b"ecdsa-sha2-nistp256" | b"ecdsa-sha2-nistp384" | b"ecdsa-sha2-nistp521" => {
            let curve = Curve::from_name(&kind[11..]).ok_or(ReadError::Damaged)?;
            data::ecdsa(curve, next(&mut fields)?)
        }
        _ => {
            return Err(ReadError::UnsupportedKind {
                name: String::from_utf8_lossy(kind).into_owned(),
            });
        }
    };
    data.filter(|data| data.blob() == public)
        .ok_or(ReadError::Damaged)
}

/// The manual calls it a number, but it is one with its lowest byte first, and so the seed as it stands. Where zeros
/// at its end were left out as leading ones, they are put back.
fn ed25519(seed: &[u8]) -> Option<KeyData> {
    let mut padded = Zeroizing::new([0; 32]);
    padded.get_mut(..seed.len())?.copy_from_slice(seed);
    data::ed25519(&*padded)
}

/// The private half. `None` for keys that PuTTY does not know.
pub(super) fn write(data: &KeyData) -> Option<Wiped> {
    // With its full size reserved the buffer never moves and leaves no copy behind.
    let mut out = Zeroizing::new(Vec::with_capacity(8 * 1024));
    match data {
        KeyData::Ed25519 { seed, .. } => put_string(&mut out, &**seed),
        KeyData::Rsa(numbers) => {
            for number in [&numbers.d, &numbers.p, &numbers.q, &numbers.iqmp] {
                put_mpint(&mut out, number);
            }
        }
        KeyData::Dsa(numbers) => put_mpint(&mut out, &numbers.x),
        KeyData::Ecdsa { scalar, .. } => put_mpint(&mut out, scalar),
        KeyData::SecurityKey { .. } => return None,
    }
    Some(out)
}
