//! A modulus that is itself a prime.

use crate::keys::audit::{Code, Finding};
use dashu_int::{UBig, monty::MontgomeryRepr};

/// How much work the tests of a whole list may be: as much as for so many moduli of 2048 bits. One takes about 5 ms
/// natively and 25 ms in a browser; the test is left out for longer lists, since no program is known to make such keys.
const MOST_WORK: u64 = 200;

/// Whether the moduli of a list are tested.
#[derive(Clone, Copy)]
pub(in crate::keys::audit) struct PrimeTest(bool);

/// The work of one test, in thousandths of that for 2048 bits: it grows with the third power of the length.
pub(in crate::keys::audit) fn work_of(n: &UBig) -> u64 {
    let words = n.as_words().len() as u64 * u64::from(dashu_int::Word::BITS);
    words.pow(3) / (2048u64.pow(3) / 1000)
}

impl PrimeTest {
    /// For moduli whose work adds up to `work`.
    pub(in crate::keys::audit) fn for_work(work: u64) -> Self {
        Self(work <= MOST_WORK * 1000)
    }

    /// The finding when `rest`, a modulus without its small factors, is a prime.
    pub(in crate::keys::audit) fn check(self, n: &UBig, rest: &UBig) -> Option<Finding> {
        let small = UBig::from(4u8);
        // With a small factor there are findings enough.
        if !self.0 || n != rest || *n < small {
            return None;
        }
        // Fermat's little theorem to the base 2: true for every odd prime, and for composites of this size so rarely
        // that none would be met by chance.
        let ring = MontgomeryRepr::new(n.clone());
        let power = ring.reduce(UBig::from(2u8)).pow(&(n - 1u8));
        (power.residue() == UBig::ONE).then(|| {
            Finding::bad(
                Code::RsaPrime,
                "The modulus of this RSA key is a prime, not the product of two. Anyone can compute the private key from it.",
            )
        })
    }
}
