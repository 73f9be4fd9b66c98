//! Locking PKCS#8 keys.

use super::parameters::{AES_256_CBC, HMAC_SHA256, PBES2, PBKDF2, SCRYPT};
use super::{Kdf, derive};
use crate::keys::der::{NULL, OCTET_STRING, OID, SEQUENCE, element, natural};
use crate::keys::private::data::Wiped;
use crate::keys::private::generate::Random;
use crate::keys::private::{Secret, WriteError, cipher};
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// An `EncryptedPrivateKeyInfo` around `plain`: AES-256-CBC under a key from PBKDF2-SHA-256 or scrypt with a random salt
/// of 16 bytes. The lengths of keys are left to the cipher, as openssl leaves them.
pub(in crate::keys::private) fn write(
    plain: &[u8],
    passphrase: &Secret,
    kdf: &Kdf,
    random: Random<'_>,
) -> Result<Wiped, WriteError> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    random(&mut salt)?;
    random(&mut iv)?;
    let mut key = Zeroizing::new([0; 32]);
    derive(kdf, passphrase.expose(), &salt, &mut *key).ok_or(WriteError::Encoding)?;
    let locked = cipher::lock(Cipher::Aes256Cbc, &*key, &iv, plain).ok_or(WriteError::Encoding)?;
    let salt = element(OCTET_STRING, &[&salt]);
    let number = |number: u64| natural(&number.to_be_bytes());
    let kdf = match *kdf {
        Kdf::Scrypt { n, r, p } => algorithm(
            SCRYPT,
            &element(SEQUENCE, &[&salt, &number(n), &number(r), &number(p)]),
        ),
        Kdf::Pbkdf2 { iterations, .. } => {
            let prf = algorithm(HMAC_SHA256, &element(NULL, &[]));
            algorithm(
                PBKDF2,
                &element(SEQUENCE, &[&salt, &number(iterations), &prf]),
            )
        }
        _ => return Err(WriteError::Encoding),
    };
    let cipher = algorithm(AES_256_CBC, &element(OCTET_STRING, &[&iv]));
    let scheme = algorithm(PBES2, &element(SEQUENCE, &[&kdf, &cipher]));
    Ok(element(
        SEQUENCE,
        &[&scheme, &element(OCTET_STRING, &[&locked])],
    ))
}

fn algorithm(oid: &[u8], parameters: &[u8]) -> Wiped {
    element(SEQUENCE, &[&element(OID, &[oid]), parameters])
}
