//! A modulus that is not random.
//!
//! Every limit here is one that a random modulus passes with a chance below 10⁻¹².

use crate::keys::audit::{Code, Finding};

/// The longest period of a pattern that is looked for, in bytes.
const LONGEST_PERIOD: usize = 32;

/// So many bytes in a row that equal the bytes one period before are a pattern: 2⁻⁹⁶ for each place and period.
const REPEATED: usize = 12;

/// Bits that are the same in every chunk of the modulus are evidence of so many bits together: 2⁻⁶⁴.
const EVIDENCE: usize = 64;

/// Looks at the big-endian digits of a modulus.
pub(super) fn check(digits: &[u8]) -> Option<Finding> {
    // A modulus can be made to begin with chosen digits and still have two large secret primes; the digits of its
    // lower half then are random.
    let (_, lower) = digits.split_at(digits.len() / 2);
    if is_biased(lower) || repeats(lower) || has_stuck_bits(digits) {
        return Some(Finding::bad(
            Code::RsaPattern,
            "The modulus of this RSA key shows a pattern where its digits should be random. The program that made it had no proper source of randomness, and the private key can probably be computed.",
        ));
    }
    (is_biased(digits) || repeats(digits)).then(|| {
        Finding::old(
            Code::RsaVanity,
            "A part of this RSA key’s modulus was chosen, not random, as in keys made to show a certain text. That need not weaken it, but no common program makes such keys.",
        )
    })
}

/// Whether a number that should look random, such as a DSA prime, consists of zeros for the most part.
pub(in crate::keys::audit) fn is_sparse(digits: &[u8]) -> bool {
    is_biased(digits) && ones(digits) * 2 < digits.len() * 8
}

/// Whether ones and zeros are not about as frequent: more than 7.5 standard deviations apart.
fn is_biased(digits: &[u8]) -> bool {
    let bits = digits.len() * 8;
    // The deviation from the half is |ones − bits/2|, the standard deviation √bits / 2.
    let difference = (2 * ones(digits)).abs_diff(bits);
    bits >= 256 && 4 * difference * difference > 225 * bits
}

fn ones(digits: &[u8]) -> usize {
    digits.iter().map(|digit| digit.count_ones() as usize).sum()
}

/// Whether a stretch of digits repeats what stands before it.
fn repeats(digits: &[u8]) -> bool {
    (1..=LONGEST_PERIOD.min(digits.len())).any(|period| {
        let mut run = 0;
        digits.iter().zip(&digits[period..]).any(|(before, here)| {
            run = if before == here { run + 1 } else { 0 };
            run >= REPEATED
        })
    })
}

/// Whether some bits are the same in every chunk, for the sizes that programs compute with. The first and the last chunk
/// do not count: they hold what makes the number large and prime.
fn has_stuck_bits(digits: &[u8]) -> bool {
    [2usize, 4, 8, 16].into_iter().any(|width| {
        let mut chunks: Vec<&[u8]> = digits.rchunks_exact(width).skip(1).collect();
        chunks.pop();
        let stuck: u32 = (0..width)
            .map(|at| {
                let zeros = chunks.iter().fold(0, |seen, chunk| seen | chunk[at]);
                let ones = chunks.iter().fold(0xff, |seen, chunk| seen & chunk[at]);
                (!zeros | ones).count_ones()
            })
            .sum();
        let places = width * 8;
        // Each stuck bit is as rare as all chunks but one agreeing with the first, at any of the places.
        let each = chunks.len().saturating_sub(1 + places.ilog2() as usize);
        stuck as usize * each >= EVIDENCE
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// Digits as random as SHA-256 gives them.
    fn random(seed: u32, bytes: usize) -> Vec<u8> {
        (0..bytes.div_ceil(32) as u32)
            .flat_map(|part| Sha256::digest([seed.to_be_bytes(), part.to_be_bytes()].concat()))
            .take(bytes)
            .collect()
    }

    fn code(digits: &[u8]) -> Option<Code> {
        check(digits).map(|finding| finding.code)
    }

    #[test]
    fn random_digits_have_no_pattern() {
        for seed in 0..1000 {
            for bytes in [64, 128, 256, 384, 512] {
                let mut digits = random(seed, bytes);
                digits[0] |= 0xc0;
                assert_eq!(code(&digits), None, "{seed} {bytes}");
            }
        }
    }

    #[test]
    fn bits_that_are_the_same_in_every_limb_are_a_pattern() {
        for width in [2, 4, 8, 16] {
            let (mut low, mut high) = (random(7, 384), random(7, 384));
            for at in (0..384).step_by(width) {
                low[at] &= if width == 16 { 0 } else { 0xf7 };
                low[at + 1] &= if width == 16 { 0x0f } else { 0xfe };
                high[at] |= if width == 16 { 0xff } else { 0x08 };
                high[at + 1] |= if width == 16 { 0xf0 } else { 0x01 };
            }
            for digits in [low, high] {
                assert!(!is_biased(&digits) && has_stuck_bits(&digits), "{width}");
                assert_eq!(code(&digits), Some(Code::RsaPattern));
            }
        }
    }

    #[test]
    fn repeated_digits_are_a_pattern_in_the_lower_half_only() {
        for period in [1, 2, 7, 32] {
            for (at, expected) in [(20, Code::RsaVanity), (200, Code::RsaPattern)] {
                let mut digits = random(3, 384);
                for index in at + period..at + period + REPEATED {
                    digits[index] = digits[index - period];
                }
                assert_eq!(code(&digits), Some(expected), "{period} {at}");
                let end = at + period + REPEATED - 1;
                digits[end - 4] ^= 1;
                assert_eq!(code(&digits), None, "{period} {at}");
            }
        }
    }

    #[test]
    fn too_many_or_too_few_ones_are_a_pattern() {
        for (zero, part, expected) in [
            (true, 192..384, Some(Code::RsaPattern)),
            (false, 192..384, Some(Code::RsaPattern)),
            (true, 0..192, Some(Code::RsaVanity)),
            (false, 0..192, Some(Code::RsaVanity)),
            (true, 0..8, None),
        ] {
            let mut digits = random(5, 384);
            let other = random(6, 384);
            for at in part {
                digits[at] = if zero {
                    digits[at] & other[at]
                } else {
                    digits[at] | other[at]
                };
            }
            assert_eq!(code(&digits), expected, "{zero}");
            assert_eq!(is_sparse(&digits), zero && expected.is_some());
        }
    }
}
