//! Keys of Infineon's chips, CVE-2017-15361.
//!
//! The primes that those chips made have the form k · M + 65537^a mod M, where M is the product of the first primes. So
//! the modulus too is a power of 65537 modulo M (Nemec et al., "The Return of Coppersmith's Attack", CCS 2017). M's
//! smallest form, for keys of 512 bits, goes up to 167, and divides all others.

use crate::keys::audit::{Code, Finding};
use dashu_int::UBig;

const GENERATOR: u32 = 65_537;

/// The odd primes of M.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

pub(super) fn check(n: &UBig) -> Option<Finding> {
    is_power(n).then(|| {
        Finding::bad(
            Code::RsaRoca,
            "This RSA key was made by a flawed chip of Infineon’s, as found in smart cards, TPMs and older YubiKeys (ROCA, CVE-2017-15361). Its private key can be computed from the public one.",
        )
    })
}

/// Whether one exponent a gives n = 65537^a modulo all the primes, which a random number does once in 2¹⁵⁴ times.
fn is_power(n: &UBig) -> bool {
    let mut logs: Vec<(u32, u32)> = Vec::with_capacity(PRIMES.len());
    for prime in PRIMES {
        // Nine random numbers of ten end within the first few primes.
        match logarithm(n % prime, prime) {
            Some(log) => logs.push(log),
            None => return false,
        }
    }
    // An exponent that fits all of them exists when it does for every two (the Chinese remainder theorem).
    logs.iter().enumerate().all(|(index, &(log, order))| {
        logs[..index]
            .iter()
            .all(|&(other, other_order)| log.abs_diff(other) % common(order, other_order) == 0)
    })
}

/// The exponent to which 65537 is `number` modulo `prime`, and after how many exponents the powers repeat.
fn logarithm(number: u32, prime: u32) -> Option<(u32, u32)> {
    let mut found = None;
    let mut power = 1;
    for exponent in 0.. {
        if power == number {
            found = Some(exponent);
        }
        power = power * (GENERATOR % prime) % prime;
        if power == 1 {
            return found.map(|log| (log, exponent + 1));
        }
    }
    None
}

fn common(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_the_generator_are_found_and_no_others() {
        let m: UBig = PRIMES.iter().map(|&prime| UBig::from(prime)).product();
        let generator = UBig::from(GENERATOR);
        for exponent in [0usize, 1, 2, 77, 1234] {
            let n = generator.pow(exponent) % &m + &m * UBig::from(987_654_321u32);
            assert!(is_power(&n), "{exponent}");
            assert!(!is_power(&(n + 2u8)), "{exponent}");
        }
    }

    #[test]
    fn a_power_modulo_each_prime_of_different_exponents_is_none() {
        let m: UBig = PRIMES.iter().map(|&prime| UBig::from(prime)).product();
        let even = |prime: &u32| logarithm(1, *prime).is_some_and(|(_, order)| order % 2 == 0);
        assert!(PRIMES.into_iter().filter(even).count() > 1);
        for prime in PRIMES.into_iter().filter(even) {
            // One modulo all the others, an even exponent; 65537 modulo this one, an odd one.
            let rest = &m / UBig::from(prime);
            let n = (0..prime)
                .map(|k| UBig::ONE + &rest * UBig::from(k))
                .find(|n| n % prime == GENERATOR % prime);
            assert!(n.is_some_and(|n| {
                PRIMES
                    .iter()
                    .all(|&prime| logarithm(&n % prime, prime).is_some())
                    && !is_power(&n)
            }));
        }
    }
}
