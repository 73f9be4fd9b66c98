//! Writing the format.

use super::{LABEL, MAGIC, OpenSshCipher, derive, section};
use crate::keys::private::data::{KeyData, Wiped};
use crate::keys::private::generate::Random;
use crate::keys::private::{Secret, WriteError, pem};
use crate::keys::wire::put_string;
use sha2::{Digest, Sha256};
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// Characters in a line of base64, as `ssh-keygen` writes them.
const WIDTH: usize = 70;

/// How a file is to be locked.
pub(in crate::keys::private) struct Lock<'a> {
    pub(in crate::keys::private) passphrase: &'a Secret,
    pub(in crate::keys::private) cipher: OpenSshCipher,
    pub(in crate::keys::private) rounds: u32,
}

/// The file: LF line ends, one at the end.
pub(in crate::keys::private) fn write(
    data: &KeyData,
    comment: &str,
    lock: Option<&Lock<'_>>,
    random: Random<'_>,
) -> Result<Zeroizing<String>, WriteError> {
    let mut out = Zeroizing::new(MAGIC.to_vec());
    let (section, tag) = match lock {
        None => {
            put_string(&mut out, b"none");
            put_string(&mut out, b"none");
            put_string(&mut out, b"");
            (plain(data, comment), Vec::new())
        }
        Some(lock) => {
            let mut salt = vec![0; 16];
            random(&mut salt)?;
            let mut options = Vec::new();
            put_string(&mut options, &salt);
            options.extend_from_slice(&lock.rounds.to_be_bytes());
            put_string(&mut out, lock.cipher.name().as_bytes());
            put_string(&mut out, b"bcrypt");
            put_string(&mut out, &options);
            let mut check = [0; 4];
            random(&mut check)?;
            let section = section::write(data, comment, check, lock.cipher.0.block_size());
            locked(section, lock, &salt)?
        }
    };
    out.extend_from_slice(&1u32.to_be_bytes());
    put_string(&mut out, &data.blob());
    put_string(&mut out, &section);
    out.extend_from_slice(&tag);
    Ok(pem::write(LABEL, "", &out, WIDTH))
}

/// Without a passphrase there is nothing for the check number to tell. It is made of the key, so that the same key gives
/// the same file.
fn plain(data: &KeyData, comment: &str) -> Wiped {
    let fields = section::write(data, "", [0; 4], 1);
    let mut check = [0; 4];
    check.copy_from_slice(&Sha256::digest(&*fields)[..4]);
    section::write(data, comment, check, Cipher::None.block_size())
}

/// The encrypted section, and its tag where the cipher has one.
fn locked(
    mut section: Wiped,
    lock: &Lock<'_>,
    salt: &[u8],
) -> Result<(Wiped, Vec<u8>), WriteError> {
    let cipher = lock.cipher.0;
    let (key, vector) = derive::key_and_vector(cipher, lock.passphrase, salt, lock.rounds)
        .ok_or(WriteError::Encoding)?;
    let tag = cipher
        .encrypt(&key, &vector, &mut section)
        .map_err(|_| WriteError::Encoding)?;
    Ok((section, tag.map(|tag| tag.to_vec()).unwrap_or_default()))
}
