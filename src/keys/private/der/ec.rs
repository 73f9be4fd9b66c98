//! ECDSA keys in DER: `ECPrivateKey` (RFC 5915), the curve named or written out (SEC 1 section C.2, RFC 3279 section
//! 2.3.5).

use super::unsupported;
use crate::keys::der::{
    BIT_STRING, Der, DerError, INTEGER, OCTET_STRING, OID, SEQUENCE, context, oid,
};
use crate::keys::private::ReadError;
use crate::keys::private::data::{self, Curve, KeyData};

/// Reads the key, whose curve is `outer`, an element, or else stands inside. The public point inside, if any, must be
/// the key's.
pub(super) fn read(der: &[u8], outer: Option<&[u8]>) -> Result<KeyData, ReadError> {
    let mut fields = Der::only(der, SEQUENCE)?;
    if fields.small()? != 1 {
        return Err(ReadError::Damaged);
    }
    let scalar = fields.take(OCTET_STRING)?;
    let inner = fields.optional(context(0))?;
    let point = fields.optional(context(1))?;
    fields.end()?;
    if outer.is_some() && inner.is_some() && inner != outer {
        return Err(ReadError::Damaged);
    }
    let curve = curve(outer.or(inner).ok_or(ReadError::Damaged)?)?;
    let data = data::ecdsa(curve, scalar).ok_or(ReadError::Damaged)?;
    let Some(point) = point else {
        return Ok(data);
    };
    let mut point = Der::new(point);
    let bits = point.take(BIT_STRING)?;
    point.end()?;
    match bits {
        [0, given @ ..] if same_point(given, &data) => Ok(data),
        _ => Err(ReadError::Damaged),
    }
}

/// The curve that an element names or describes.
fn curve(element: &[u8]) -> Result<Curve, ReadError> {
    let mut fields = Der::new(element);
    if let Some(name) = fields.optional(OID)? {
        fields.end()?;
        return oid::CURVES
            .iter()
            .find(|(known, _)| *known == name)
            .and_then(|(_, name)| Curve::from_name(name.as_bytes()))
            .ok_or_else(|| unsupported(&oid::dotted(name)));
    }
    let base = base_point(Der::only(element, SEQUENCE)?)?;
    // Nobody means another curve by the base point of one of these.
    [Curve::P256, Curve::P384, Curve::P521]
        .into_iter()
        .find(|&curve| data::ecdsa(curve, &[1]).is_some_and(|data| same_point(base, &data)))
        .ok_or_else(|| unsupported("an elliptic curve without a name"))
}

/// The base point in parameters that are written out: version, field, curve, base, order, cofactor.
fn base_point(mut parameters: Der<'_>) -> Result<&[u8], DerError> {
    parameters.take(INTEGER)?;
    parameters.take(SEQUENCE)?;
    parameters.take(SEQUENCE)?;
    parameters.take(OCTET_STRING)
}

/// Whether `given` is the key's point, as it is or compressed (SEC 1 section 2.3.3).
fn same_point(given: &[u8], data: &KeyData) -> bool {
    let KeyData::Ecdsa { point, .. } = data else {
        return false;
    };
    let (x, y) = point[1..].split_at(point.len() / 2);
    match given {
        [sign @ (2 | 3), rest @ ..] => {
            rest == x && y.last().is_some_and(|last| last & 1 == sign & 1)
        }
        _ => given == point,
    }
}
