//! Private keys. Compiled only with the feature `vault`.
//!
//! Everything here is wiped when it is dropped. What stays out of reach: copies that the compiler leaves on the stack
//! when a value moves, the working memory of scrypt, and memory that the system swapped out.

mod cipher;
mod data;
mod decrypt;
mod der;
mod error;
mod generate;
mod info;
mod kdf;
mod limits;
mod old_pem;
mod openssh;
mod pbes2;
mod pem;
mod ppk;
mod read;
mod secret;
mod source;
mod write;
mod x509;

pub use decrypt::DecryptError;
pub use error::{GenerateError, ReadError, RsaKeyError, WriteError};
pub use info::{FileInfo, info, public_of};
pub use kdf::Kdf;
pub use openssh::{DEFAULT_ROUNDS, OpenSshCipher};
pub use read::read;
pub use secret::Secret;
pub use write::{DEFAULT_ITERATIONS, Pkcs8Kdf, WriteOptions};
pub use x509::CertifiedKey;

use super::import::{CommentError, check_comment, decode};
use super::key_type::KeyType;
use super::public::PublicKey;
use super::wire::Reader;
use data::KeyData;
use zeroize::Zeroizing;

/// A private key with its public half and comment. The two halves belong together: that is checked whenever one is
/// read or made. A key on a security key (FIDO) has no private half here, only what finds it on the device.
///
/// No `Debug`, no `Clone`, no way to serialize it but into a key file. The key material is zeroized on drop.
pub struct PrivateKey {
    data: KeyData,
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
        let data = der::rsa_from_pkcs8(der)?;
        Self::from_data(data, comment).ok_or(RsaKeyError::Inconsistent)
    }

    /// Reads a private-key file: see [`read`].
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<Self, ReadError> {
        read(bytes, passphrase)
    }

    /// `data` comes from the functions of [`data`], whose halves belong together. `None` when the public half is none
    /// that [`PublicKey`] knows.
    fn from_data(data: KeyData, comment: &str) -> Option<Self> {
        let public = PublicKey::from_blob(data.blob(), comment).ok()?;
        Some(Self { data, public })
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
        Ok(())
    }

    /// Writes an OpenSSH private-key file as [`PrivateKey::write`] does with its usual options but for `rounds`.
    ///
    /// # Errors
    /// As [`PrivateKey::write`].
    pub fn to_openssh(
        &self,
        passphrase: Option<&Secret>,
        rounds: u32,
    ) -> Result<Zeroizing<String>, WriteError> {
        let options = WriteOptions {
            rounds,
            ..WriteOptions::default()
        };
        self.write(&options, passphrase)
    }
}

/// The next string of a key's fields (RFC 4251 section 5), which must be there.
fn next<'a>(fields: &mut Reader<'a>) -> Result<&'a [u8], ReadError> {
    fields.string().ok_or(ReadError::Damaged)
}

/// A comment as text. A file may carry any bytes; a line end would break the public key's line.
fn clean_comment(comment: &[u8]) -> String {
    let text = decode(comment);
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}
