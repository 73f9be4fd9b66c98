//! A modulus that is one number multiplied by itself.

use super::root::square_root;
use crate::keys::audit::{Code, Finding};
use dashu_int::UBig;

pub(super) fn check(n: &UBig) -> Option<Finding> {
    let found = square_root(n).is_some() || [3, 5, 7].into_iter().any(|k| is_power(n, k));
    found.then(|| {
        Finding::bad(
            Code::RsaPower,
            "The modulus of this RSA key is a power of one number, not the product of two primes. Anyone can compute the private key from it.",
        )
    })
}

/// Whether `n` is a `k`-th power, for an odd prime `k`.
fn is_power(n: &UBig, k: u32) -> bool {
    // Modulo a prime p with k | p − 1 only one number in k is a k-th power: those with x^((p−1)/k) = 1.
    let sieve: &[u32] = match k {
        3 => &[7, 13, 19, 31, 37, 43, 61, 67],
        5 => &[11, 31, 41, 61, 71],
        _ => &[29, 43, 71, 113, 127],
    };
    let possible = sieve.iter().all(|&p| {
        let rest = n % p;
        rest == 0 || power_modulo(rest, (p - 1) / k, p) == 1
    });
    possible && n.nth_root(k as usize).pow(k as usize) == *n
}

/// `base` to the `exponent` modulo `p`, for p under 2¹⁶.
fn power_modulo(base: u32, exponent: u32, p: u32) -> u32 {
    (0..exponent).fold(1, |power, _| power * base % p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_told_from_other_numbers() {
        let root = (UBig::ONE << 300) + 157u8;
        for k in [2usize, 3, 4, 5, 6, 7, 9, 10, 14] {
            assert!(check(&root.pow(k)).is_some(), "{k}");
            assert!(check(&(root.pow(k) + 2u8)).is_none(), "{k}");
        }
        assert!(check(&root).is_none());
    }
}
