//! The block ciphers of locked files, in cipher block chaining with the padding of PKCS#7 (RFC 5652 section 6.3).

use super::data::Wiped;
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// Bytes of the key.
pub(super) fn key_size(cipher: Cipher) -> usize {
    cipher.key_and_iv_size().map_or(0, |(key, _)| key)
}

/// Decrypts and takes the padding off. `None` when the padding is wrong, which is how a wrong passphrase shows, or the
/// sizes do not fit.
pub(super) fn unlock(cipher: Cipher, key: &[u8], iv: &[u8], locked: &[u8]) -> Option<Wiped> {
    let mut bytes = Zeroizing::new(locked.to_vec());
    cipher.decrypt(key, iv, &mut bytes, None).ok()?;
    let count = *bytes.last()?;
    let start = bytes.len().checked_sub(usize::from(count))?;
    let padding = &bytes[start..];
    let sound = (1..=cipher.block_size()).contains(&usize::from(count))
        && padding.iter().all(|&byte| byte == count);
    sound.then(|| {
        bytes.truncate(start);
        bytes
    })
}

/// Pads and encrypts. `None` when the sizes do not fit.
pub(super) fn lock(cipher: Cipher, key: &[u8], iv: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let block = cipher.block_size();
    let count = block - plain.len() % block;
    let mut bytes = Zeroizing::new(Vec::with_capacity(plain.len() + count));
    bytes.extend_from_slice(plain);
    // A block has at most 16 bytes.
    bytes.resize(plain.len() + count, count as u8);
    cipher.encrypt(key, iv, &mut bytes).ok()?;
    Some(std::mem::take(&mut *bytes))
}
