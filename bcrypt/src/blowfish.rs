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

/// Blowfish's encryption of each lane's halves with its state. The lanes take turns at every round: this order is what
/// makes two lanes take hardly longer than one.
#[inline(always)]
fn encrypt<const N: usize>(states: &[State; N], halves: &mut [Halves; N]) {
    for (state, [left, _]) in states.iter().zip(&mut *halves) {
        *left ^= state[0];
    }
    for round in 0..8 {
        for (state, [left, right]) in states.iter().zip(&mut *halves) {
            *right ^= state[2 * round + 1];
            *right ^= mix(state, *left);
        }
        for (state, [left, right]) in states.iter().zip(&mut *halves) {
            *left ^= state[2 * round + 2];
            *left ^= mix(state, *right);
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
    let [a, b, c, d] = half.to_be_bytes();
    let s = |number: usize, index: u8| state[P + 256 * number + usize::from(index)];
    (s(0, a).wrapping_add(s(1, b)) ^ s(2, c)).wrapping_add(s(3, d))
}
