//! Writing private keys in DER.

use super::super::data::{DsaNumbers, KeyData, RsaNumbers, Wiped};
use crate::keys::der::{
    BIT_STRING, NULL, OCTET_STRING, OID, SEQUENCE, context, element, natural, oid,
};

/// A `PrivateKeyInfo` (RFC 5958 version 1, which is RFC 5208): version 2, with the public half of Ed25519, is refused
/// by OpenSSL 3.0. `None` for a key that the form cannot hold.
pub(in crate::keys::private) fn pkcs8(data: &KeyData) -> Option<Wiped> {
    let (algorithm, key) = match data {
        KeyData::Ed25519 { seed, .. } => (
            element(SEQUENCE, &[&element(OID, &[oid::ED25519])]),
            element(OCTET_STRING, &[&**seed]),
        ),
        KeyData::Ecdsa { .. } => (
            element(
                SEQUENCE,
                &[&element(OID, &[oid::EC]), &element(OID, &[curve(data)?])],
            ),
            sec1(data, false)?,
        ),
        KeyData::Rsa(numbers) => (
            element(SEQUENCE, &[&element(OID, &[oid::RSA]), &element(NULL, &[])]),
            pkcs1(numbers)?,
        ),
        KeyData::Dsa(numbers) => {
            let [p, q, g] = [&numbers.p, &numbers.q, &numbers.g].map(|number| natural(number));
            let parameters = element(SEQUENCE, &[&p, &q, &g]);
            (
                element(SEQUENCE, &[&element(OID, &[oid::DSA]), &parameters]),
                natural(&numbers.x),
            )
        }
        KeyData::SecurityKey { .. } => return None,
    };
    let key = element(OCTET_STRING, &[&key]);
    Some(element(SEQUENCE, &[&natural(&[]), &algorithm, &key]))
}

/// The traditional form and the label of its PEM block. `None` for a key that has none.
pub(in crate::keys::private) fn traditional(data: &KeyData) -> Option<(&'static str, Wiped)> {
    match data {
        KeyData::Rsa(numbers) => Some(("RSA PRIVATE KEY", pkcs1(numbers)?)),
        KeyData::Ecdsa { .. } => Some(("EC PRIVATE KEY", sec1(data, true)?)),
        KeyData::Dsa(numbers) => Some(("DSA PRIVATE KEY", dsa(numbers))),
        KeyData::Ed25519 { .. } | KeyData::SecurityKey { .. } => None,
    }
}

fn pkcs1(numbers: &RsaNumbers) -> Option<Wiped> {
    let [dp, dq] = numbers.exponents()?;
    let [n, e, d, p, q, dp, dq, iqmp] = [
        &numbers.n[..],
        &numbers.e,
        &numbers.d,
        &numbers.p,
        &numbers.q,
        &dp,
        &dq,
        &numbers.iqmp,
    ]
    .map(natural);
    let version = natural(&[]);
    Some(element(
        SEQUENCE,
        &[&version, &n, &e, &d, &p, &q, &dp, &dq, &iqmp],
    ))
}

fn dsa(numbers: &DsaNumbers) -> Wiped {
    let [p, q, g, y, x] = [
        &numbers.p[..],
        &numbers.q,
        &numbers.g,
        &numbers.y,
        &numbers.x,
    ]
    .map(natural);
    element(SEQUENCE, &[&natural(&[]), &p, &q, &g, &y, &x])
}

/// An `ECPrivateKey`. The curve's name is in it only when nothing around it tells the curve.
fn sec1(data: &KeyData, with_curve: bool) -> Option<Wiped> {
    let KeyData::Ecdsa { scalar, point, .. } = data else {
        return None;
    };
    let mut parts = vec![natural(&[1]), element(OCTET_STRING, &[scalar])];
    if with_curve {
        parts.push(element(context(0), &[&element(OID, &[curve(data)?])]));
    }
    parts.push(element(context(1), &[&element(BIT_STRING, &[&[0], point])]));
    let parts: Vec<&[u8]> = parts.iter().map(|part| &part[..]).collect();
    Some(element(SEQUENCE, &parts))
}

fn curve(data: &KeyData) -> Option<&'static [u8]> {
    let KeyData::Ecdsa { curve, .. } = data else {
        return None;
    };
    oid::CURVES
        .iter()
        .find(|(_, name)| *name == curve.name())
        .map(|(oid, _)| *oid)
}
