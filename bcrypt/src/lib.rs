//! OpenBSD's bcrypt_pbkdf, the key derivation of locked OpenSSH files, two blocks of its output at a time.
//!
//! Almost all of its time is Blowfish, where each of the 16 rounds waits for the table look-ups of the one before. The
//! key and the initialization vector of a file are two blocks of the output, and no block needs anything of another. So
//! two Blowfish states are worked on in turns: one computes while the other waits.
//!
//! The look-ups are at places that depend on the passphrase, as those of every implementation of bcrypt are: who can
//! watch the processor's caches learns something of it.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod blowfish;
mod error;
mod pi;

pub use error::Error;

use blowfish::{HASH, HashWords, Lanes};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

/// The most bytes that can be derived: as many blocks as a block has bytes.
pub const MAX_OUTPUT: usize = HASH * HASH;

/// The longest salt, in bytes.
pub const MAX_SALT: usize = 1 << 20;

/// Fills `output` with what follows from a passphrase and a salt. The time it takes grows with `rounds`, and with the
/// number of 32-byte blocks in `output`, where two blocks take little longer than one.
///
/// - `passphrase`: at least one byte. Any byte is one like others, zero included.
/// - `salt`: from one byte to [`MAX_SALT`]; OpenSSH's files have 16.
/// - `rounds`: at least one; OpenSSH's files have 24 by default.
/// - `output`: from one byte to [`MAX_OUTPUT`]. In OpenSSH's files (PROTOCOL.key) it is the cipher's key, followed by its
///   initialization vector: 48 bytes for `aes256-ctr`. A shorter output is not the start of a longer one.
///
/// The same as `bcrypt_pbkdf` in OpenBSD's lib/libutil/bcrypt_pbkdf.c, with the same limits. Working memory is wiped.
///
/// # Errors
/// [`Error`] when one of the above is not so; `output` is then left as it was.
pub fn bcrypt_pbkdf(
    passphrase: &[u8],
    salt: &[u8],
    rounds: u32,
    output: &mut [u8],
) -> Result<(), Error> {
    if rounds == 0 {
        return Err(Error::NoRounds);
    }
    if passphrase.is_empty() {
        return Err(Error::EmptyPassphrase);
    }
    if salt.is_empty() {
        return Err(Error::EmptySalt);
    }
    if salt.len() > MAX_SALT {
        return Err(Error::SaltTooLong);
    }
    if output.is_empty() {
        return Err(Error::EmptyOutput);
    }
    if output.len() > MAX_OUTPUT {
        return Err(Error::OutputTooLong);
    }
    let mut key = Zeroizing::new([0; 16]);
    sha512(&[passphrase], &mut key);
    let blocks = output.len().div_ceil(HASH);
    for first in (0..blocks).step_by(2) {
        if first + 1 < blocks {
            derive::<2>(&key, salt, rounds, first, output);
        } else {
            derive::<1>(&key, salt, rounds, first, output);
        }
    }
    Ok(())
}

/// Derives `N` blocks, of which `first` is the first, counted from 0, and puts their bytes where they belong.
fn derive<const N: usize>(
    key: &HashWords,
    salt: &[u8],
    rounds: u32,
    first: usize,
    output: &mut [u8],
) {
    let mut lanes = Lanes::<N>::new();
    let mut salts = Zeroizing::new([[0; 16]; N]);
    let mut hashes = Zeroizing::new([[0; HASH]; N]);
    for (lane, salt_words) in salts.iter_mut().enumerate() {
        // Blocks are counted from 1, and there are 32 at most.
        let count = (first + lane + 1) as u32;
        sha512(&[salt, &count.to_be_bytes()], salt_words);
    }
    lanes.hash(key, &salts, &mut hashes);
    let mut blocks = hashes.clone();
    for _ in 1..rounds {
        for (salt_words, hash) in salts.iter_mut().zip(hashes.iter()) {
            sha512(&[hash], salt_words);
        }
        lanes.hash(key, &salts, &mut hashes);
        for (block, hash) in blocks.iter_mut().zip(hashes.iter()) {
            for (sum, byte) in block.iter_mut().zip(hash) {
                *sum ^= byte;
            }
        }
    }
    // Where PBKDF2 would put one block behind the other, here the first bytes of all blocks come first, then the second
    // ones: whoever needs one byte of the key has to derive all blocks.
    let stride = output.len().div_ceil(HASH);
    for (lane, block) in blocks.iter().enumerate() {
        let places = output.iter_mut().skip(first + lane).step_by(stride);
        for (place, byte) in places.zip(block) {
            *place = *byte;
        }
    }
}

/// SHA-512 over all parts, as big-endian words of 32 bits: what Blowfish takes.
fn sha512(parts: &[&[u8]], words: &mut HashWords) {
    let mut bytes = Zeroizing::new([0; 64]);
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize_into((&mut *bytes).into());
    for (word, four) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u32::from_be_bytes(*four);
    }
}
