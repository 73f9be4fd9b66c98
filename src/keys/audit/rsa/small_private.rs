//! A private exponent so small that the public key tells it (Wiener, "Cryptanalysis of Short RSA Secret Exponents",
//! IEEE Transactions on Information Theory, 1990).

use super::root::square_root;
use crate::keys::audit::{Code, Finding};
use dashu_int::{UBig, ops::DivRem};

pub(super) fn check(e: &UBig, n: &UBig) -> Option<Finding> {
    // With an exponent this short the private one is as long as the modulus.
    if bits(e) <= 32 || e >= n {
        return None;
    }
    is_told(e, n).then(|| {
        Finding::bad(
            Code::RsaSmallPrivate,
            "The private exponent of this RSA key is so small that anyone can compute it from the public key (Wiener’s attack).",
        )
    })
}

/// Whether a convergent k/d of e/n gives the sum of the two primes.
fn is_told(e: &UBig, n: &UBig) -> bool {
    let (mut upper, mut lower) = (e.clone(), n.clone());
    let (mut k, mut d) = (UBig::ONE, UBig::ZERO);
    let (mut k_before, mut d_before) = (UBig::ZERO, UBig::ONE);
    // The attack works up to k · d about as long as half of n.
    while lower > UBig::ZERO && bits(&k) + bits(&d) <= bits(n) / 2 + 16 {
        let (quotient, rest) = (&upper).div_rem(&lower);
        (upper, lower) = (lower, rest);
        let next_k = &quotient * &k + &k_before;
        let next_d = &quotient * &d + &d_before;
        (k_before, d_before) = (k, d);
        (k, d) = (next_k, next_d);
        // k/d is a little above e/n, so the convergent and the fraction just past it are tried.
        if fits(e, n, &k, &d) || fits(e, n, &(&k + &k_before), &(&d + &d_before)) {
            return true;
        }
    }
    false
}

/// Whether (e · d) / k is the number φ(n) = (p − 1)(q − 1) of two primes whose product is n.
fn fits(e: &UBig, n: &UBig, k: &UBig, d: &UBig) -> bool {
    if *k == UBig::ZERO || *d == UBig::ZERO {
        return false;
    }
    let phi = e * d / k;
    if phi >= *n {
        return false;
    }
    let sum = n + 1u8 - phi;
    if !sum.is_multiple_of(&UBig::from(2u8)) {
        return false;
    }
    let half = sum >> 1;
    let square = &half * &half;
    // (p + q)² / 4 − pq = (p − q)² / 4; a sum of n + 1 would give the factors 1 and n.
    square >= *n
        && square_root(&(square - n)).is_some_and(|difference| half > difference + UBig::ONE)
}

fn bits(number: &UBig) -> u32 {
    let length = number.to_be_bytes();
    crate::keys::wire::bit_length(&length)
}
