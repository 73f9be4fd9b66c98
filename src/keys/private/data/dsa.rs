//! The numbers of a DSA key (FIPS 186-4 section 4). Such keys are read so that they can be told and converted; Keyhaven
//! makes none.

use super::Wiped;
use super::rsa::number;
use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use zeroize::Zeroizing;

/// The longest p in bytes. Programs make 128; calculating with more than this would take minutes.
const MAX_P: usize = 1024;

/// The longest q in bytes.
const MAX_Q: usize = 64;

/// The numbers, big-endian.
pub(in crate::keys::private) struct DsaNumbers {
    pub(in crate::keys::private) p: Vec<u8>,
    pub(in crate::keys::private) q: Vec<u8>,
    pub(in crate::keys::private) g: Vec<u8>,
    /// The public number.
    pub(in crate::keys::private) y: Vec<u8>,
    /// The secret number.
    pub(in crate::keys::private) x: Wiped,
}

impl DsaNumbers {
    /// Takes the numbers in this order: p, q, g, y, x. Leading zeros are allowed.
    pub(in crate::keys::private) fn new(numbers: [&[u8]; 5]) -> Self {
        let [p, q, g, y, x] = numbers.map(super::digits);
        Self {
            p: p.to_vec(),
            q: q.to_vec(),
            g: g.to_vec(),
            y: y.to_vec(),
            x: Zeroizing::new(x.to_vec()),
        }
    }

    /// Computes the public number, for formats that do without it. `None` when the numbers are no key.
    pub(in crate::keys::private) fn without_public(
        p: &[u8],
        q: &[u8],
        g: &[u8],
        x: &[u8],
    ) -> Option<Self> {
        let [p, q, g, x] = [p, q, g, x].map(super::digits);
        let y = power(g, x, p, q)?;
        Some(Self::new([p, q, g, &y, x]))
    }

    /// Whether y = g^x mod p.
    pub(super) fn consistent(&self) -> bool {
        power(&self.g, &self.x, &self.p, &self.q).is_some_and(|y| y == super::digits(&self.y))
    }
}

/// g^x mod p, for x between 1 and q − 1.
fn power(g: &[u8], x: &[u8], p: &[u8], q: &[u8]) -> Option<Vec<u8>> {
    if p.len() > MAX_P || q.len() > MAX_Q || x.len() > q.len() {
        return None;
    }
    let (base, exponent, modulus, order) = (number(g)?, number(x)?, number(p)?, number(q)?);
    let one = BoxedUint::one();
    if *exponent >= *order || *base <= one || *base >= *modulus {
        return None;
    }
    let modulus: NonZero<BoxedUint> = Option::from(modulus.to_nz())?;
    let mut result = Zeroizing::new(one);
    // The same steps whatever the bits are: the product is taken or dropped.
    for bit in (0..exponent.bits_precision()).rev() {
        let square = Zeroizing::new(result.concatenating_mul(&*result));
        let square = Zeroizing::new(square.rem(&modulus));
        let product = Zeroizing::new(square.concatenating_mul(&*base));
        let product = Zeroizing::new(product.rem(&modulus));
        result = if exponent.bit_vartime(bit) {
            product
        } else {
            square
        };
    }
    Some(super::digits(&result.to_be_bytes()).to_vec())
}
