//! How much work a file may ask for. A file can name any number of rounds and any amount of memory; what follows would
//! otherwise be a page that hangs or a worker that is killed.
//!
//! Each limit is far above what programs write, and in a browser below a minute on a slow machine.

use super::Kdf;
use super::error::ReadError;

/// While the parsers are fuzzed, time spent in key derivation is lost.
const SHRINK: u64 = if cfg!(fuzzing) { 1024 } else { 1 };

/// `ssh-keygen -a` is rarely used above 500; 24 take a tenth of a second.
const BCRYPT_ROUNDS: u64 = 4096 / SHRINK;

/// OpenSSL's default is 2,048; password managers ask for 600,000 to 1,000,000.
const PBKDF2_ITERATIONS: u64 = 10_000_000 / SHRINK;

/// The memory of Argon2 and scrypt, in KiB.
const MEMORY: u64 = 256 * 1024 / SHRINK;

/// Memory times passes, in KiB: the measure of time. PuTTY's default is about 100,000.
const WORK: u64 = 8 * 1024 * 1024 / SHRINK;

/// Refuses key derivations that would take too long or too much memory.
pub(super) fn check(kdf: &Kdf) -> Result<(), ReadError> {
    let affordable = match *kdf {
        Kdf::Bcrypt { rounds } => u64::from(rounds) <= BCRYPT_ROUNDS,
        Kdf::Pbkdf2 { iterations, .. } => iterations <= PBKDF2_ITERATIONS,
        Kdf::Argon2 {
            memory,
            passes,
            lanes,
            ..
        } => {
            u64::from(memory) <= MEMORY
                && u64::from(memory) * u64::from(passes) <= WORK
                && lanes <= 255
        }
        Kdf::Scrypt { n, r, p } => {
            // N blocks of 128·r bytes, passed over p times; p blocks more are held beside them.
            let block = r.saturating_mul(128);
            let memory = n.saturating_add(p).saturating_mul(block) / 1024;
            memory <= MEMORY && memory.saturating_mul(p) <= WORK
        }
        Kdf::Md5 | Kdf::Sha1 => true,
    };
    if affordable {
        Ok(())
    } else {
        Err(ReadError::TooCostly {
            asks: kdf.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_passes_and_what_would_hang_does_not() {
        let argon2 = |memory, passes, lanes| Kdf::Argon2 {
            flavour: "Argon2id",
            memory,
            passes,
            lanes,
        };
        let pbkdf2 = |iterations| Kdf::Pbkdf2 {
            hash: "SHA-256",
            iterations,
        };
        for kdf in [
            Kdf::Bcrypt { rounds: 1000 },
            pbkdf2(1_000_000),
            argon2(8192, 13, 1),
            argon2(262_144, 30, 4),
            Kdf::Scrypt {
                n: 16_384,
                r: 8,
                p: 1,
            },
            Kdf::Scrypt {
                n: 131_072,
                r: 8,
                p: 1,
            },
            Kdf::Md5,
        ] {
            assert_eq!(check(&kdf), Ok(()), "{kdf}");
        }
        for kdf in [
            Kdf::Bcrypt { rounds: u32::MAX },
            pbkdf2(u64::MAX),
            argon2(262_145, 1, 1),
            argon2(8192, 100_000, 1),
            argon2(u32::MAX, u32::MAX, 1),
            argon2(8192, 1, 256),
            Kdf::Scrypt {
                n: 1 << 20,
                r: 8,
                p: 1,
            },
            Kdf::Scrypt {
                n: 1 << 14,
                r: 8,
                p: 1 << 30,
            },
            Kdf::Scrypt {
                n: u64::MAX,
                r: u64::MAX,
                p: u64::MAX,
            },
            Kdf::Scrypt {
                n: 2,
                r: 1 << 30,
                p: 1,
            },
        ] {
            assert!(check(&kdf).is_err(), "{kdf}");
        }
    }
}
