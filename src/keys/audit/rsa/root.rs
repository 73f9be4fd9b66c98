//! Telling squares from other numbers.

use dashu_int::{UBig, ops::SquareRoot, ops::SquareRootRem};

/// 9 · 5 · 7 · 11 · 13: of a random number's remainders few are a square's.
const SIEVE: u32 = 45_045;

/// The root of `number` when it is a square.
///
/// Two cheap looks at the remainders tell 99 of 100 other numbers before a root is taken.
pub(super) fn square_root(number: &UBig) -> Option<UBig> {
    // Squares end in these six bits: 0, 1, 4, 9, 16, 17, 25, 33, 36, 41, 49, 57.
    const ENDS: u64 = 0x0202_0212_0203_0213;
    let end = number.as_words().first().map_or(0, |word| word & 63);
    if ENDS >> end & 1 == 0 {
        return None;
    }
    let rest = number % SIEVE;
    let possible = [9, 5, 7, 11, 13]
        .into_iter()
        .all(|prime| (0..prime).any(|root| root * root % prime == rest % prime));
    if !possible {
        return None;
    }
    let (root, rest) = number.sqrt_rem();
    (rest == UBig::ZERO).then_some(root)
}

/// The smallest number whose square is not below `number`.
pub(super) fn square_root_up(number: &UBig) -> UBig {
    let root = number.sqrt();
    if &root * &root == *number {
        root
    } else {
        root + 1u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_told_from_other_numbers() {
        for number in 0u32..5000 {
            let root = number.isqrt();
            let expected = (root * root == number).then(|| UBig::from(root));
            assert_eq!(square_root(&UBig::from(number)), expected, "{number}");
        }
        let root = (UBig::ONE << 1000) + 12_345u32;
        let square = &root * &root;
        assert_eq!(square_root(&square), Some(root.clone()));
        assert_eq!(square_root(&(&square + 4u8)), None);
        assert_eq!(square_root_up(&square), root);
        assert_eq!(square_root_up(&(square - 1u8)), root);
    }
}
