//! Private keys. Compiled only with the feature `vault`.
//!
//! Everything here is wiped when it is dropped. What stays out of reach: copies that the compiler leaves on the stack
//! when a value moves, and memory that the system swapped out.

mod data;
mod der;
mod error;
mod generate;
mod openssh;
mod pem;
mod read;
mod rsa;
mod secret;

pub use error::{GenerateError, ReadError, RsaKeyError, WriteError};
pub use openssh::DEFAULT_ROUNDS;
pub use read::{FileInfo, info, public_of, read};
pub use secret::Secret;

use super::import::{CommentError, check_comment};
use super::key_type::KeyType;
use super::public::PublicKey;
use ssh_key::private::KeypairData;
use zeroize::Zeroizing;

/// A private key with its public half and comment. The two halves belong together: that is checked whenever one is
/// read or made.
///
/// No `Debug`, no `Clone`, no way to serialize it but into a key file. The key material is zeroized on drop.
pub struct PrivateKey {
    inner: ssh_key::PrivateKey,
    public: PublicKey,
}

impl PrivateKey {
    /// Makes a key pair from the system's random numbers (in the browser `crypto.getRandomValues`).
    ///
    /// `comment` must pass [`check_comment`].
    ///
    /// # Errors
    /// [`GenerateError::NeedsPlatform`] for RSA, which the browser's SubtleCrypto makes far faster than this program
    /// could: see [`PrivateKey::from_rsa_pkcs8`]. Otherwise a bad comment, or no random numbers.
    pub fn generate(key_type: KeyType, comment: &str) -> Result<Self, GenerateError> {
        check_comment(comment)?;
        let data = generate::generate(key_type, &mut generate::system_random)?;
        Self::from_data(data, comment).ok_or(GenerateError::NoRandomness)
    }

    /// Takes an RSA key in PKCS#8 DER (RFC 5958), as SubtleCrypto's `exportKey("pkcs8", …)` gives it.
    ///
    /// The numbers are checked against each other. Modulus from 2048 to 16,384 bits, two primes.
    ///
    /// # Errors
    /// [`RsaKeyError`] says what is wrong with the key or the comment.
    pub fn from_rsa_pkcs8(der: &[u8], comment: &str) -> Result<Self, RsaKeyError> {
        check_comment(comment)?;
        let data = rsa::from_pkcs8(der)?;
        Self::from_data(data, comment).ok_or(RsaKeyError::Inconsistent)
    }

    /// Reads a private-key file: see [`read`].
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<Self, ReadError> {
        read(bytes, passphrase)
    }

    /// `data` comes from the functions of [`data`], whose halves belong together. `None` when the kind is none of ours.
    fn from_data(data: KeypairData, comment: &str) -> Option<Self> {
        let inner = ssh_key::PrivateKey::new(data, comment).ok()?;
        let blob = inner.public_key().to_bytes().ok()?;
        let public = PublicKey::from_blob(blob, comment).ok()?;
        Some(Self { inner, public })
    }

    /// The public half, with the comment.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// Gives the key another comment, which must pass [`check_comment`].
    ///
    /// # Errors
    /// [`CommentError`] when it does not; the key keeps the one it had.
    pub fn set_comment(&mut self, comment: &str) -> Result<(), CommentError> {
        self.public = self.public.clone().with_comment(comment)?;
        self.inner.set_comment(comment);
        Ok(())
    }

    /// Writes an OpenSSH private-key file (OpenSSH's PROTOCOL.key), LF line ends, one at the end.
    ///
    /// With a passphrase: key derivation `bcrypt` over a random salt of 16 bytes with `rounds` rounds, cipher
    /// `aes256-ctr`. Without: not encrypted, and `rounds` is not looked at.
    ///
    /// # Errors
    /// [`WriteError`]: an empty passphrase, fewer than [`DEFAULT_ROUNDS`] rounds, no random numbers.
    pub fn to_openssh(
        &self,
        passphrase: Option<&Secret>,
        rounds: u32,
    ) -> Result<Zeroizing<String>, WriteError> {
        openssh::write(
            &self.inner,
            passphrase,
            rounds,
            &mut generate::system_random,
        )
    }
}
