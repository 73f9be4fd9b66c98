//! Writing private-key files of any format.

use super::openssh::{self, DEFAULT_ROUNDS, OpenSshCipher};
use super::ppk::{self, Version};
use super::{Kdf, PrivateKey, Secret, WriteError, der, generate, limits, old_pem, pbes2, pem};
use crate::keys::file_format::FileFormat;
use generate::{NoRandomness, Random};
use zeroize::Zeroizing;

/// The iterations of PBKDF2-HMAC-SHA-256 that PKCS#8 files are locked with, and the fewest taken (OWASP, "Password
/// Storage Cheat Sheet").
pub const DEFAULT_ITERATIONS: u32 = 600_000;

/// As strong as the usual N = 2^17 with p = 1, in a form that openssl opens: it takes no more than 32 MiB.
const SCRYPT: Kdf = Kdf::Scrypt {
    n: 1 << 14,
    r: 8,
    p: 5,
};

/// How the passphrase of a PKCS#8 file becomes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pkcs8Kdf {
    /// PBKDF2 with HMAC-SHA-256, which every program reads.
    Pbkdf2 {
        /// Iterations, [`DEFAULT_ITERATIONS`] at least.
        iterations: u32,
    },
    /// scrypt with N = 16,384, r = 8, p = 5: harder to guess with special hardware; openssl 1.1 and later read it.
    Scrypt,
}

/// What a person may choose when a key file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// The format.
    pub format: FileFormat,
    /// The cipher of a locked OpenSSH file.
    pub cipher: OpenSshCipher,
    /// The rounds of bcrypt of a locked OpenSSH file, [`DEFAULT_ROUNDS`] at least.
    pub rounds: u32,
    /// The key derivation of a locked PKCS#8 file.
    pub pkcs8: Pkcs8Kdf,
}

impl Default for WriteOptions {
    /// OpenSSH's format with `aes256-ctr` and [`DEFAULT_ROUNDS`]; PKCS#8 with [`DEFAULT_ITERATIONS`] of PBKDF2.
    fn default() -> Self {
        Self {
            format: FileFormat::default(),
            cipher: OpenSshCipher::default(),
            rounds: DEFAULT_ROUNDS,
            pkcs8: Pkcs8Kdf::Pbkdf2 {
                iterations: DEFAULT_ITERATIONS,
            },
        }
    }
}

impl WriteOptions {
    /// The usual options for a format.
    pub fn new(format: FileFormat) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }
}

impl PrivateKey {
    /// Writes a private-key file, locked when there is a passphrase. Line ends are LF, as the format's own program
    /// writes them, with one at the end.
    ///
    /// - OpenSSH (PROTOCOL.key): bcrypt over a random salt of 16 bytes.
    /// - PKCS#8: PBES2 with AES-256-CBC.
    /// - Traditional PEM: `Proc-Type: 4,ENCRYPTED` with AES-128-CBC, a weak lock: see [`FileFormat::caution`].
    /// - PPK 3: Argon2id, 8,192 KiB, 13 passes, one lane; PPK 2: SHA-1, a weak lock.
    ///
    /// PEM files carry no comment. The same unlocked key gives the same bytes.
    ///
    /// # Errors
    /// [`WriteError`]: an empty passphrase, too few or too many rounds, a key that the format cannot hold
    /// ([`FileFormat::takes`]), no random numbers.
    pub fn write(
        &self,
        options: &WriteOptions,
        passphrase: Option<&Secret>,
    ) -> Result<Zeroizing<String>, WriteError> {
        self.write_with(options, passphrase, &mut generate::system_random)
    }

    fn write_with(
        &self,
        options: &WriteOptions,
        passphrase: Option<&Secret>,
        random: Random<'_>,
    ) -> Result<Zeroizing<String>, WriteError> {
        if passphrase.is_some_and(|passphrase| passphrase.expose().is_empty()) {
            return Err(WriteError::EmptyPassphrase);
        }
        match options.format {
            FileFormat::OpenSsh => self.write_openssh(options, passphrase, random),
            FileFormat::Pkcs8 => self.write_pkcs8(options.pkcs8, passphrase, random),
            FileFormat::Pem => {
                let (label, der) =
                    der::write_traditional(&self.data).ok_or(WriteError::NotInThisFormat)?;
                match passphrase {
                    None => Ok(pem::write_plain(label, &der)),
                    Some(passphrase) => old_pem::write(label, &der, passphrase, random),
                }
            }
            FileFormat::Ppk | FileFormat::Ppk2 => {
                let version = if options.format == FileFormat::Ppk {
                    Version::Three
                } else {
                    Version::Two
                };
                ppk::write(&self.data, &self.public, version, passphrase, random)
            }
        }
    }

    fn write_openssh(
        &self,
        options: &WriteOptions,
        passphrase: Option<&Secret>,
        random: Random<'_>,
    ) -> Result<Zeroizing<String>, WriteError> {
        let rounds = options.rounds;
        let lock = match passphrase {
            None => None,
            Some(_) if rounds < DEFAULT_ROUNDS => return Err(WriteError::TooFewRounds { rounds }),
            Some(passphrase) => {
                affordable(&Kdf::Bcrypt { rounds }, rounds)?;
                Some(openssh::Lock {
                    passphrase,
                    cipher: options.cipher,
                    rounds,
                })
            }
        };
        openssh::write(&self.data, self.public.comment(), lock.as_ref(), random)
    }

    fn write_pkcs8(
        &self,
        kdf: Pkcs8Kdf,
        passphrase: Option<&Secret>,
        random: Random<'_>,
    ) -> Result<Zeroizing<String>, WriteError> {
        let der = der::write_pkcs8(&self.data).ok_or(WriteError::NotInThisFormat)?;
        let Some(passphrase) = passphrase else {
            return Ok(pem::write_plain("PRIVATE KEY", &der));
        };
        let kdf = match kdf {
            Pkcs8Kdf::Scrypt => SCRYPT,
            Pkcs8Kdf::Pbkdf2 { iterations } if iterations < DEFAULT_ITERATIONS => {
                return Err(WriteError::TooFewRounds { rounds: iterations });
            }
            Pkcs8Kdf::Pbkdf2 { iterations } => {
                let kdf = Kdf::Pbkdf2 {
                    hash: "SHA-256",
                    iterations: iterations.into(),
                };
                affordable(&kdf, iterations)?;
                kdf
            }
        };
        let locked = pbes2::write(&der, passphrase, &kdf, random)?;
        Ok(pem::write_plain("ENCRYPTED PRIVATE KEY", &locked))
    }
}

fn affordable(kdf: &Kdf, rounds: u32) -> Result<(), WriteError> {
    limits::check(kdf).map_err(|_| WriteError::TooManyRounds { rounds })
}

impl From<NoRandomness> for WriteError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}
