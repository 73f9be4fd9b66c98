//! Blowfish with bcrypt's key schedule, on several states at once (OpenBSD's lib/libc/crypt/blowfish.c and the function
//! `bcrypt_hash` of bcrypt_pbkdf.c).

use crate::pi::{DIGITS, WORDS};
use alloc::boxed::Box;
use zeroize::Zeroize;

/// Bytes of a hash, which are a block of the output.
pub(crate) const HASH: usize = 32;

/// A SHA-512 hash as 16 words. Key and salt of the schedule are such; they are used over and over, and 64 bytes are whole
/// words.
pub(crate) type HashWords = [u32; 16];

/// Words of the P array; the S boxes follow.
const P: usize = 18;

/// The text that is encrypted.
const TEXT: &[u8; HASH] = b"OxychromaticBlowfishSwatDynamite";

/// How often the text is encrypted, and key and salt go into the state.
const TIMES: usize = 64;

/// A P array and four S boxes. One array, so that the key schedule is one loop over all of it.
type State = [u32; WORDS];

/// The left and the right half of what is being encrypted.
type Halves = [u32; 2];

/// `N` Blowfish states, which take turns. Wiped on drop.
///
/// One allocation for all, so that every word is at a fixed distance from one address.
pub(crate) struct Lanes<const N: usize>(Box<[State; N]>);

impl<const N: usize> Lanes<N> {
    /// States that hold nothing yet.
    pub(crate) fn new() -> Self {
        Self(Box::new([[0; WORDS]; N]))
    }

    /// Hashes each of the salts with the same key. What was in the states before does not matter.
    pub(crate) fn hash(
        &mut self,
        key: &HashWords,
        salts: &[HashWords; N],
        hashes: &mut [[u8; HASH]; N],
    ) {
        for state in self.0.iter_mut() {
            state.copy_from_slice(&DIGITS);
        }
        self.expand::<true>([key; N], salts);
        let each_salt = salts.each_ref();
        for _ in 0..TIMES {
            self.expand::<false>(each_salt, salts);
            self.expand::<false>([key; N], salts);
        }
        for (at, text) in TEXT.as_chunks().0.iter().enumerate() {
            self.encrypt_text(at, text, hashes);
        }
    }

    /// Encrypts 8 bytes of the text, 64 times over, and puts them `8 * at` bytes into the hashes.
    fn encrypt_text(&self, at: usize, text: &[u8; 8], hashes: &mut [[u8; HASH]; N]) {
        let text = u64::from_be_bytes(*text);
        let mut halves = [[(text >> 32) as u32, text as u32]; N];
        for _ in 0..TIMES {
            encrypt(&self.0, &mut halves);
        }
        for (hash, halves) in hashes.iter_mut().zip(&mut halves) {
            for (place, half) in hash[8 * at..].as_chunks_mut().0.iter_mut().zip(&*halves) {
                *place = half.to_le_bytes();
            }
            halves.zeroize();
        }
    }

    /// The key schedule: the key goes into the P array, then every two words of the state become the encryption of the
    /// two before them. With `SALTED` the salt is mixed into what is encrypted.
    fn expand<const SALTED: bool>(&mut self, key: [&HashWords; N], salts: &[HashWords; N]) {
        for (state, key) in self.0.iter_mut().zip(key) {
            for (word, key) in state[..P].iter_mut().zip(key.iter().cycle()) {
                *word ^= key;
            }
        }
        let mut halves = [[0; 2]; N];
        for pair in 0..WORDS / 2 {
            if SALTED {
                for ([left, right], salt) in halves.iter_mut().zip(salts) {
                    *left ^= salt[2 * pair % 16];
                    *right ^= salt[(2 * pair + 1) % 16];
                }
            }
            encrypt(&self.0, &mut halves);
            for (state, &[left, right]) in self.0.iter_mut().zip(&halves) {
                state[2 * pair] = left;
                state[2 * pair + 1] = right;
            }
        }
    }
}

impl<const N: usize> Drop for Lanes<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Blowfish's encryption of each lane's halves with its state. The lanes take turns at every round, which is what makes
/// two lanes take little longer than one. The rounds are a loop of single rounds on purpose: where a compiler for
/// WebAssembly sees several rounds in a row, it writes down all rounds of one lane before those of the next, too far
/// apart for a processor to work on both.
#[inline(always)]
fn encrypt<const N: usize>(states: &[State; N], halves: &mut [Halves; N]) {
    for (state, [left, _]) in states.iter().zip(&mut *halves) {
        *left ^= state[0];
    }
    for round in 1..P - 1 {
        for (state, halves) in states.iter().zip(&mut *halves) {
            let [left, right] = *halves;
            *halves = [right ^ state[round] ^ mix(state, left), left];
        }
    }
    for (state, halves) in states.iter().zip(halves) {
        let [left, right] = *halves;
        *halves = [right ^ state[P - 1], left];
    }
}

/// Blowfish's function F: four look-ups. An index of 8 bits is always inside its box, which the compiler sees.
#[inline(always)]
fn mix(state: &State, half: u32) -> u32 {
    let s = |number: usize, index: u32| state[P + 256 * number + usize::from(index as u8)];
    let sum = s(0, half >> 24).wrapping_add(s(1, half >> 16));
    (sum ^ s(2, half >> 8)).wrapping_add(s(3, half))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes 0, 1, 2 and so on to 63.
    fn counting() -> HashWords {
        core::array::from_fn(|at| 0x0001_0203 + 0x0404_0404 * at as u32)
    }

    /// What bcrypt's hash makes of two hashes that are all zeros or count, as other implementations have it in their tests
    /// (RustCrypto's bcrypt-pbkdf, `test_bhash`).
    const KNOWN: [(bool, bool, &str); 4] = [
        (
            false,
            false,
            "460286e972fa833f8b1283ad8fa919fa29bde20e23329e774d8422bac0a7926c",
        ),
        (
            true,
            false,
            "b0b229dbc6badef0e1da2527474a8b28888f8b061476fe80c32256e1142dd00d",
        ),
        (
            false,
            true,
            "b62b4e367d3157f5c31e4d2cbafb2931494d9d3bdd171d55cf799fa4416042e2",
        ),
        (
            true,
            true,
            "c6a95fe6413115fb57e99f757498e85da3c6e1df0c3c93aa975c548a344326f8",
        ),
    ];

    fn known(key_counts: bool, salt_counts: bool) -> [u8; HASH] {
        let found = KNOWN
            .iter()
            .find(|(key, salt, _)| (*key, *salt) == (key_counts, salt_counts));
        let digits = found.map_or("", |(.., hash)| hash);
        core::array::from_fn(|at| {
            u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap_or_default()
        })
    }

    #[test]
    fn known_hashes_come_out_of_one_lane_and_of_both_lanes() {
        let words = |counts| if counts { counting() } else { [0; 16] };
        let (mut one, mut two) = (Lanes::<1>::new(), Lanes::<2>::new());
        for key in [false, true] {
            for salts in [[false, true], [true, false], [true, true]] {
                let mut hashes = [[0; HASH]; 2];
                two.hash(&words(key), &salts.map(words), &mut hashes);
                assert_eq!(hashes, salts.map(|salt| known(key, salt)));
                let mut hash = [[0; HASH]];
                one.hash(&words(key), &[words(salts[0])], &mut hash);
                assert_eq!(hash, [known(key, salts[0])]);
            }
        }
    }
}
