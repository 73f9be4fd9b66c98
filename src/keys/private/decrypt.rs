//! Opening what was encrypted to an RSA key.

use super::PrivateKey;
use super::data::KeyData;
use super::der::write_pkcs8;
use crypto_bigint::BoxedUint;
use getrandom::SysRng;
use rsa::PrivateKey as RsaKey;
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use zeroize::Zeroizing;

/// Why a ciphertext was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DecryptError {
    /// The key is not RSA.
    #[error("only RSA keys decrypt")]
    NotRsa,
    /// The key's modulus has fewer than 1024 or more than 8192 bits, or its public exponent more than 33.
    #[error("RSA keys of this size or exponent are not supported")]
    Unsupported,
    /// The ciphertext is not as long as the key's modulus: it belongs to another key, or is damaged.
    #[error("the ciphertext belongs to another key")]
    Length,
    /// What came out is not what was put in: it belongs to another key, or is damaged.
    #[error("the ciphertext does not open with this key")]
    Wrong,
}

impl PrivateKey {
    /// Opens a ciphertext of RSAES-PKCS1-v1_5 (RFC 8017 section 7.2.2).
    ///
    /// The padding is known for telling a stranger who may try ciphertexts again and again about the plaintext (RFC 8017
    /// section 7.2, Bleichenbacher's attack). Here nobody tries but the owner of the key, once, and nobody is told. So the
    /// padding is looked at as it is: what libraries do against that attack, to give something random in the place of an
    /// error, would show a person a password that is none.
    ///
    /// # Errors
    /// [`DecryptError`].
    pub fn decrypt_pkcs1v15(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptError> {
        let KeyData::Rsa(numbers) = &self.data else {
            return Err(DecryptError::NotRsa);
        };
        if ciphertext.len() != numbers.n.len() {
            return Err(DecryptError::Length);
        }
        let pkcs8 = write_pkcs8(&self.data).ok_or(DecryptError::Wrong)?;
        let key = RsaKey::from_pkcs8_der(&pkcs8).map_err(|_| DecryptError::Unsupported)?;
        let number = BoxedUint::from_be_slice(ciphertext, key.n().as_ref().bits_precision())
            .map_err(|_| DecryptError::Wrong)?;
        // Blinding hides the key from those who can measure the time; there are none.
        let opened = rsa_decrypt_and_check(&key, None::<&mut SysRng>, &number)
            .map(Zeroizing::new)
            .map_err(|_| DecryptError::Wrong)?;
        let block = Zeroizing::new(opened.to_be_bytes());
        let start = block.len().saturating_sub(ciphertext.len());
        let message = unpad(&block[start..]).ok_or(DecryptError::Wrong)?;
        Ok(Zeroizing::new(message.to_vec()))
    }
}

/// The message in a block `00 02`, eight or more bytes that are not zero, `00`, message.
fn unpad(block: &[u8]) -> Option<&[u8]> {
    let padded = block.strip_prefix(&[0, 2])?;
    let end = padded.iter().position(|byte| *byte == 0)?;
    (end >= 8).then(|| &padded[end + 1..])
}
