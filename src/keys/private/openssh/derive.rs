//! From a passphrase to the key of a cipher (OpenSSH's PROTOCOL.key and sshkey.c).

use crate::keys::private::Secret;
use crate::keys::private::data::Wiped;
use keyhaven_bcrypt::bcrypt_pbkdf;
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// The cipher's key and its initialization vector, of the sizes that the cipher needs.
///
/// `None` for the cipher `none`, and for what bcrypt_pbkdf refuses: an empty passphrase, an empty salt or one of more than
/// 1 MiB, no rounds.
pub(super) fn key_and_vector(
    cipher: Cipher,
    passphrase: &Secret,
    salt: &[u8],
    rounds: u32,
) -> Option<(Wiped, Wiped)> {
    let (key_size, vector_size) = cipher.key_and_iv_size()?;
    let mut key = Zeroizing::new(vec![0; key_size + vector_size]);
    bcrypt_pbkdf(passphrase.expose(), salt, rounds, &mut key).ok()?;
    let mut vector = Zeroizing::new(key.split_off(key_size));
    // OpenSSH derives a vector for this cipher as well, and then takes zeros: the salt is new for each file, so no key is
    // used twice.
    if cipher == Cipher::ChaCha20Poly1305 {
        vector.fill(0);
    }
    Some((key, vector))
}
