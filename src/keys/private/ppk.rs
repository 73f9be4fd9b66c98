//! PuTTY's private-key files (PuTTY user manual, appendix C "PPK file format"), versions 2 and 3.

mod file;
mod keys;
mod numbers;
mod write;

pub(super) use file::File;
pub(super) use write::{Version, write};

use super::error::ReadError;
use super::{PrivateKey, Secret, limits};
use keys::Keys;
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// What every such file begins with; the version follows.
pub(super) const START: &str = "PuTTY-User-Key-File-";

/// Reads a file of version 2 or 3. The authentication code is checked, so any change shows.
pub(super) fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    let file = File::parse(bytes)?;
    let public = file.readable()?;
    let (kdf, locked) = (file.kdf, file.locked.as_ref().ok_or(ReadError::OnlyPublic)?);
    let mut private = Zeroizing::new(locked.private.to_vec());
    let keys = match kdf {
        None => Keys::unlocked(file.version),
        Some(kdf) => {
            limits::check(&kdf)?;
            if private.is_empty() || !private.len().is_multiple_of(16) {
                return Err(ReadError::Damaged);
            }
            let passphrase = passphrase.ok_or(ReadError::PassphraseRequired)?;
            let keys =
                Keys::derive(&kdf, passphrase.expose(), &locked.salt).ok_or(ReadError::Damaged)?;
            Cipher::Aes256Cbc
                .decrypt(keys.cipher(), keys.iv(), &mut private, None)
                .map_err(|_| ReadError::Damaged)?;
            keys
        }
    };
    let sound = keys.authentic(&file.authenticated(&private), &locked.mac);
    let key = numbers::read(public.blob(), &private);
    match key {
        Ok(data) if sound => PrivateKey::from_data(data, &file.comment()).ok_or(ReadError::Damaged),
        // The private half fits the public one, so the passphrase was right and something else was changed.
        Ok(_) => Err(ReadError::Damaged),
        Err(error) if sound => Err(error),
        Err(_) if kdf.is_some() => Err(ReadError::WrongPassphrase),
        Err(_) => Err(ReadError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::keys::key_type::KeyType;
    use crate::keys::private::generate::system_random;

    /// Whoever knows the passphrase can make the authentication code, but not a key of two keys' halves.
    #[test]
    fn halves_of_two_keys_are_no_key() {
        for key_type in [KeyType::Ed25519, KeyType::EcdsaP256] {
            let [one, other] = [(), ()].map(|()| PrivateKey::generate(key_type, "").unwrap());
            let file = |public| write(&one.data, public, Version::Three, None, &mut system_random);
            let (whole, mixed) = (file(&one.public).unwrap(), file(&other.public).unwrap());
            assert!(read(whole.as_bytes(), None).is_ok());
            assert_eq!(read(mixed.as_bytes(), None).err(), Some(ReadError::Damaged));
        }
    }
}
