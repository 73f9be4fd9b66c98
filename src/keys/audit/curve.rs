//! Points of elliptic-curve keys: are they on the curve, and in the group they must be in?

use super::{Code, Finding, numbers};
use crate::keys::public::{PublicKey, kind::Kind};
use curve25519_dalek::edwards::CompressedEdwardsY;

/// The finding about the point of `key`, when it has one.
pub(super) fn check(key: &PublicKey) -> Option<Finding> {
    let point = numbers::point(key)?;
    match key.kind() {
        Kind::Ed25519 | Kind::SkEd25519 => edwards(point),
        Kind::Ecdsa(384) => nist(p384::PublicKey::from_sec1_bytes(point).is_ok()),
        Kind::Ecdsa(521) => nist(p521::PublicKey::from_sec1_bytes(point).is_ok()),
        _ => nist(p256::PublicKey::from_sec1_bytes(point).is_ok()),
    }
}

fn nist(on_curve: bool) -> Option<Finding> {
    (!on_curve).then(invalid)
}

fn edwards(bytes: &[u8]) -> Option<Finding> {
    let Some(point) = CompressedEdwardsY::from_slice(bytes)
        .ok()
        .and_then(|written| written.decompress())
    else {
        return Some(invalid());
    };
    // Two ways of writing one point: RFC 8032 section 5.1.3 allows the shorter number only.
    if point.compress().as_bytes() != bytes {
        return Some(invalid());
    }
    if point.is_small_order() {
        return Some(Finding::bad(
            Code::WeakPoint,
            "This key’s point is one of the few that make any signature valid: whoever knows that can sign in without a private key.",
        ));
    }
    (!point.is_torsion_free()).then(|| {
        Finding::bad(
            Code::WeakPoint,
            "This key’s point is outside the group that Ed25519 keys are in. No sound program makes such a key: it is forged or damaged.",
        )
    })
}

fn invalid() -> Finding {
    Finding::bad(
        Code::InvalidPoint,
        "This key’s point is not on its curve. No private key belongs to it: it is forged or damaged, and nobody can sign in with it.",
    )
}
