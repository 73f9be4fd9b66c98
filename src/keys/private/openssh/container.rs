//! The outer layer of the OpenSSH format: how the private section is locked, and the public key in clear.

use super::{MAGIC, derive};
use crate::keys::private::{Kdf, ReadError, Secret, limits};
use crate::keys::wire::Reader;
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// The fields of the outer layer.
pub(in crate::keys::private) struct Container<'a> {
    /// The cipher's name.
    pub(in crate::keys::private) cipher: &'a str,
    kdf: &'a str,
    kdf_options: &'a [u8],
    /// The wire form of the public key.
    pub(in crate::keys::private) public: &'a [u8],
    section: &'a [u8],
    tag: &'a [u8],
}

impl<'a> Container<'a> {
    /// Reads the outer layer, without looking into the locked part.
    pub(in crate::keys::private) fn parse(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut fields = Reader::new(bytes.strip_prefix(MAGIC).ok_or(ReadError::Damaged)?);
        let mut next = || fields.string().ok_or(ReadError::Damaged);
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| ReadError::Damaged);
        let (cipher, kdf, kdf_options) = (text(next()?)?, text(next()?)?, next()?);
        match fields.uint32() {
            Some(1) => {}
            // A damaged count must not be reported as thousands of keys.
            Some(count @ 2..=100) => return Err(ReadError::SeveralKeys { count }),
            _ => return Err(ReadError::Damaged),
        }
        let mut next = || fields.string().ok_or(ReadError::Damaged);
        let (public, section) = (next()?, next()?);
        Ok(Self {
            cipher,
            kdf,
            kdf_options,
            public,
            section,
            tag: fields.rest(),
        })
    }

    /// Whether a passphrase is needed.
    pub(in crate::keys::private) fn is_locked(&self) -> bool {
        self.cipher != "none"
    }

    /// The key derivation, when it is bcrypt.
    pub(in crate::keys::private) fn kdf(&self) -> Option<Kdf> {
        self.bcrypt().ok().map(|(_, rounds)| Kdf::Bcrypt { rounds })
    }

    fn bcrypt(&self) -> Result<(&'a [u8], u32), ReadError> {
        if self.kdf != "bcrypt" {
            return Err(ReadError::UnsupportedKdf {
                name: self.kdf.to_owned(),
            });
        }
        let mut options = Reader::new(self.kdf_options);
        let salt = options
            .string()
            .filter(|salt| !salt.is_empty())
            .ok_or(ReadError::Damaged)?;
        let rounds = options
            .uint32()
            .filter(|&rounds| rounds > 0)
            .ok_or(ReadError::Damaged)?;
        if options.rest().is_empty() {
            Ok((salt, rounds))
        } else {
            Err(ReadError::Damaged)
        }
    }

    /// Decrypts the private section. That it was the right passphrase shows only in the section itself.
    pub(super) fn unlock(
        &self,
        passphrase: Option<&Secret>,
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let mut section = Zeroizing::new(self.section.to_vec());
        if !self.is_locked() {
            let clear = self.kdf == "none" && self.kdf_options.is_empty() && self.tag.is_empty();
            return if clear {
                Ok(section)
            } else {
                Err(ReadError::Damaged)
            };
        }
        let unsupported = || ReadError::UnsupportedCipher {
            name: self.cipher.to_owned(),
        };
        let cipher = Cipher::new(self.cipher).map_err(|_| unsupported())?;
        let (salt, rounds) = self.bcrypt()?;
        limits::check(&Kdf::Bcrypt { rounds })?;
        let tag = if cipher.has_tag() {
            Some(self.tag.try_into().map_err(|_| ReadError::Damaged)?)
        } else {
            None
        };
        let whole_blocks = section.len().is_multiple_of(cipher.block_size());
        if section.is_empty() || !whole_blocks || (tag.is_none() && !self.tag.is_empty()) {
            return Err(ReadError::Damaged);
        }
        let passphrase = passphrase.ok_or(ReadError::PassphraseRequired)?;
        if passphrase.expose().is_empty() {
            return Err(ReadError::WrongPassphrase);
        }
        let (key, vector) =
            derive::key_and_vector(cipher, passphrase, salt, rounds).ok_or(ReadError::Damaged)?;
        // With an authenticating cipher this is where a wrong passphrase shows.
        cipher
            .decrypt(&key, &vector, &mut section, tag)
            .map_err(|_| ReadError::WrongPassphrase)?;
        Ok(section)
    }
}
