//! Small primes in the modulus.

use crate::keys::audit::{Code, Finding};
use dashu_int::{UBig, ops::Gcd};

/// The largest prime that counts as small.
const LIMIT: usize = 65_537;

/// All small primes, and their product.
pub(in crate::keys::audit) struct SmallPrimes {
    primes: Vec<u32>,
    product: UBig,
}

impl SmallPrimes {
    /// Multiplies them; a few milliseconds.
    pub(in crate::keys::audit) fn new() -> Self {
        let primes: Vec<u32> = primes().collect();
        Self {
            product: product(primes.iter().copied().map(UBig::from).collect()),
            primes,
        }
    }

    /// The finding when a small prime divides `n`, and `n` without all of its small factors.
    pub(super) fn split(&self, n: &UBig) -> (Option<Finding>, UBig) {
        let mut rest = n.clone();
        let mut smooth = common(&rest, &self.product);
        let finding = (smooth > UBig::ONE).then(|| self.finding(&smooth));
        while smooth > UBig::ONE {
            rest /= &smooth;
            smooth = (&rest).gcd(&smooth);
        }
        (finding, rest)
    }

    fn finding(&self, smooth: &UBig) -> Finding {
        if smooth.is_multiple_of(&UBig::from(2u8)) {
            return Finding::bad(
                Code::RsaEven,
                "The modulus of this RSA key is an even number. A modulus is the product of two large primes, so this key is forged or damaged.",
            );
        }
        let smallest = self
            .primes
            .iter()
            .find(|&&prime| smooth % prime == 0)
            .unwrap_or(&1);
        Finding::bad(
            Code::RsaSmallFactor,
            format!(
                "The modulus of this RSA key can be divided by {smallest}. A modulus is the product of two large primes, so this key is forged or damaged, and parts of it are no secret."
            ),
        )
    }
}

/// The greatest number that divides both.
fn common(n: &UBig, large: &UBig) -> UBig {
    let rest = large % n;
    if rest == UBig::ZERO {
        n.clone()
    } else {
        n.gcd(&rest)
    }
}

/// All primes up to the limit, by the sieve of Eratosthenes.
fn primes() -> impl Iterator<Item = u32> {
    let mut composite = vec![false; LIMIT + 1];
    // Whatever is composite has a factor up to the root of the limit.
    for number in 2..=LIMIT.isqrt() {
        if !composite[number] {
            for multiple in (number * number..=LIMIT).step_by(number) {
                composite[multiple] = true;
            }
        }
    }
    (2u32..)
        .zip(composite.into_iter().skip(2))
        .filter_map(|(number, composite)| (!composite).then_some(number))
}

/// The product of all `numbers`, multiplied in pairs so that both sides are about as long.
pub(super) fn product(mut numbers: Vec<UBig>) -> UBig {
    while numbers.len() > 1 {
        numbers = numbers
            .chunks(2)
            .map(|pair| pair.iter().product())
            .collect();
    }
    numbers.pop().unwrap_or(UBig::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primes_are_complete_and_the_rest_has_none() {
        assert_eq!(primes().count(), 6543);
        assert_eq!(primes().last(), Some(65_537));
        let small = SmallPrimes::new();
        // 2^89 - 1 is a prime.
        let large = (UBig::ONE << 89) - 1u8;
        for factors in [1u64, 3, 9, 65_537, 65_537 * 65_537 * 5, 2 * 7 * 64_951] {
            let (finding, rest) = small.split(&(&large * UBig::from(factors)));
            assert_eq!(rest, large, "{factors}");
            assert_eq!(finding.is_some(), factors > 1, "{factors}");
        }
        assert_eq!(small.split(&UBig::from(30u8)).1, UBig::ONE);
        assert_eq!(small.split(&UBig::ONE).1, UBig::ONE);
    }
}
