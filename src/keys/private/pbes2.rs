//! Locked PKCS#8 (`BEGIN ENCRYPTED PRIVATE KEY`, RFC 5958 section 3) with PBES2 (RFC 8018 section 6.2): PBKDF2 or scrypt,
//! then a block cipher.

mod parameters;
mod write;

pub(super) use write::write;

use super::data::Wiped;
use super::error::ReadError;
use super::{Kdf, Secret, cipher, limits};
use crate::keys::der::{Der, OCTET_STRING, OID, SEQUENCE};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// A locked PKCS#8 key that was parsed.
pub(super) struct Locked<'a> {
    /// The cipher's name in OpenSSL's words, such as `aes-256-cbc`.
    pub(super) name: &'static str,
    /// How the passphrase becomes a key.
    pub(super) kdf: Kdf,
    cipher: Cipher,
    iv: &'a [u8],
    salt: &'a [u8],
    bytes: &'a [u8],
}

impl<'a> Locked<'a> {
    /// Reads an `EncryptedPrivateKeyInfo`, without unlocking it.
    pub(super) fn parse(der: &'a [u8]) -> Result<Self, ReadError> {
        let mut info = Der::only(der, SEQUENCE)?;
        let mut algorithm = info.enter(SEQUENCE)?;
        let bytes = info.take(OCTET_STRING)?;
        info.end()?;
        let scheme = algorithm.take(OID)?;
        if scheme != parameters::PBES2 {
            return Err(ReadError::UnsupportedCipher {
                name: parameters::scheme_name(scheme),
            });
        }
        let mut parameters = algorithm.enter(SEQUENCE)?;
        let (kdf, encryption) = (parameters.enter(SEQUENCE)?, parameters.enter(SEQUENCE)?);
        parameters.end()?;
        let (cipher, name, iv) = parameters::cipher(encryption)?;
        let (kdf, salt) = parameters::kdf(kdf, cipher::key_size(cipher))?;
        Ok(Self {
            name,
            kdf,
            cipher,
            iv,
            salt,
            bytes,
        })
    }

    /// The `PrivateKeyInfo` inside.
    pub(super) fn unlock(&self, passphrase: Option<&Secret>) -> Result<Wiped, ReadError> {
        limits::check(&self.kdf)?;
        if self.bytes.is_empty() || !self.bytes.len().is_multiple_of(self.cipher.block_size()) {
            return Err(ReadError::Damaged);
        }
        let passphrase = passphrase.ok_or(ReadError::PassphraseRequired)?.expose();
        let mut key = Zeroizing::new(vec![0; cipher::key_size(self.cipher)]);
        derive(&self.kdf, passphrase, self.salt, &mut key).ok_or(ReadError::Damaged)?;
        opened(cipher::unlock(self.cipher, &key, self.iv, self.bytes))
    }
}

/// What came out of unlocking a key in DER: a wrong passphrase gives no padding or, by chance, one before noise.
pub(super) fn opened(plain: Option<Wiped>) -> Result<Wiped, ReadError> {
    plain
        .filter(|plain| Der::only(plain, SEQUENCE).is_ok())
        .ok_or(ReadError::WrongPassphrase)
}

/// Fills `key` from a passphrase. `None` for parameters that the function cannot take.
fn derive(kdf: &Kdf, passphrase: &[u8], salt: &[u8], key: &mut [u8]) -> Option<()> {
    match *kdf {
        Kdf::Pbkdf2 { hash, iterations } => {
            let rounds = u32::try_from(iterations).ok()?;
            match hash {
                "SHA-1" => pbkdf2_hmac::<Sha1>(passphrase, salt, rounds, key),
                "SHA-224" => pbkdf2_hmac::<Sha224>(passphrase, salt, rounds, key),
                "SHA-256" => pbkdf2_hmac::<Sha256>(passphrase, salt, rounds, key),
                "SHA-384" => pbkdf2_hmac::<Sha384>(passphrase, salt, rounds, key),
                "SHA-512" => pbkdf2_hmac::<Sha512>(passphrase, salt, rounds, key),
                _ => return None,
            }
        }
        Kdf::Scrypt { n, r, p } => {
            if !n.is_power_of_two() || n < 2 {
                return None;
            }
            let log_n = u8::try_from(n.ilog2()).ok()?;
            let (r, p) = (u32::try_from(r).ok()?, u32::try_from(p).ok()?);
            let parameters = scrypt::Params::new(log_n, r, p).ok()?;
            scrypt::scrypt(passphrase, salt, &parameters, key).ok()?;
        }
        _ => return None,
    }
    Some(())
}
