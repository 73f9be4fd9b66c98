//! How a passphrase becomes a key, as key files name it.

use std::fmt;

/// The key derivation of a locked file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kdf {
    /// OpenSSH's bcrypt_pbkdf.
    Bcrypt {
        /// How often it is done.
        rounds: u32,
    },
    /// Argon2 (RFC 9106), in PPK version 3.
    Argon2 {
        /// `Argon2d`, `Argon2i` or `Argon2id`.
        flavour: &'static str,
        /// Memory in KiB.
        memory: u32,
        /// Passes over the memory.
        passes: u32,
        /// Lanes of the memory ("parallelism").
        lanes: u32,
    },
    /// PBKDF2 (RFC 8018 section 5.2) in PKCS#8.
    Pbkdf2 {
        /// The hash in its HMAC, such as `SHA-256`.
        hash: &'static str,
        /// Iterations.
        iterations: u64,
    },
    /// scrypt (RFC 7914) in PKCS#8.
    Scrypt {
        /// The cost N.
        n: u64,
        /// The block size r.
        r: u64,
        /// The parallelization p.
        p: u64,
    },
    /// One MD5 after the other, without repetition: PEM before PKCS#8 (OpenSSL's `EVP_BytesToKey`).
    Md5,
    /// SHA-1, twice: PPK versions 1 and 2.
    Sha1,
}

impl Kdf {
    /// Whether it does nothing to slow down the guessing of passphrases.
    pub fn is_weak(&self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }
}

impl fmt::Display for Kdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bcrypt { rounds } => write!(f, "bcrypt with {rounds} rounds"),
            Self::Argon2 {
                flavour,
                memory,
                passes,
                lanes,
            } => write!(
                f,
                "{flavour} with {memory} KiB of memory, {passes} passes and {lanes} lanes"
            ),
            Self::Pbkdf2 { hash, iterations } => {
                write!(f, "PBKDF2-{hash} with {iterations} iterations")
            }
            Self::Scrypt { n, r, p } => write!(f, "scrypt with N = {n}, r = {r}, p = {p}"),
            Self::Md5 => f.write_str("MD5 without repetition"),
            Self::Sha1 => f.write_str("SHA-1 without repetition"),
        }
    }
}
