//! The lock of PEM files before PKCS#8: `Proc-Type: 4,ENCRYPTED` and `DEK-Info` above the base64 (RFC 1421 section 4.6),
//! the key made of the passphrase by OpenSSL's `EVP_BytesToKey` with MD5 and one iteration.

use super::data::Wiped;
use super::error::{ReadError, WriteError};
use super::generate::Random;
use super::pbes2::opened;
use super::pem::{self, Block};
use super::{Secret, cipher};
use md5::{Digest, Md5};
use ssh_cipher::Cipher;
use zeroize::{Zeroize, Zeroizing};

/// The ciphers that are unlocked, by their names in `DEK-Info`.
const CIPHERS: [(&str, Cipher); 4] = [
    ("AES-128-CBC", Cipher::Aes128Cbc),
    ("AES-192-CBC", Cipher::Aes192Cbc),
    ("AES-256-CBC", Cipher::Aes256Cbc),
    ("DES-EDE3-CBC", Cipher::TdesCbc),
];

/// How many bytes of the initialisation vector are the salt.
const SALT: usize = 8;

/// The cipher's name in the file.
pub(super) fn cipher_name<'a>(block: &Block<'a>) -> Option<&'a str> {
    let (name, _) = block.header("DEK-Info")?.split_once(',')?;
    Some(name.trim())
}

/// The DER inside.
pub(super) fn unlock(block: &Block<'_>, passphrase: Option<&Secret>) -> Result<Wiped, ReadError> {
    let (name, iv) = block
        .header("DEK-Info")
        .and_then(|value| value.split_once(','))
        .ok_or(ReadError::Damaged)?;
    let name = name.trim();
    let (_, cipher) = CIPHERS
        .into_iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .ok_or_else(|| ReadError::UnsupportedCipher {
            name: name.to_owned(),
        })?;
    let iv = unhex(iv.trim())
        .filter(|iv| iv.len() == cipher.block_size())
        .ok_or(ReadError::Damaged)?;
    let locked = block.decode()?;
    if locked.is_empty() || !locked.len().is_multiple_of(cipher.block_size()) {
        return Err(ReadError::Damaged);
    }
    let passphrase = passphrase.ok_or(ReadError::PassphraseRequired)?;
    let key = derive(passphrase.expose(), &iv[..SALT], cipher::key_size(cipher));
    opened(cipher::unlock(cipher, &key, &iv, &locked))
}

/// A locked PEM file around `plain`, with AES-128-CBC: what ssh-keygen writes, and the best that PuTTY reads.
pub(super) fn write(
    label: &str,
    plain: &[u8],
    passphrase: &Secret,
    random: Random<'_>,
) -> Result<Zeroizing<String>, WriteError> {
    let mut iv = [0; 16];
    random(&mut iv)?;
    let key = derive(passphrase.expose(), &iv[..SALT], 16);
    let locked = cipher::lock(Cipher::Aes128Cbc, &key, &iv, plain).ok_or(WriteError::Encoding)?;
    let hex: String = iv.iter().map(|byte| format!("{byte:02X}")).collect();
    let headers = format!("Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{hex}\n");
    Ok(pem::write_with_headers(label, &headers, &locked))
}

/// MD5 of what came before, the passphrase and the salt, until there is enough.
fn derive(passphrase: &[u8], salt: &[u8], size: usize) -> Wiped {
    let mut key = Zeroizing::new(Vec::with_capacity(size + 16));
    let mut last = Zeroizing::new([0; 16]);
    while key.len() < size {
        let mut hash = Md5::new();
        if !key.is_empty() {
            hash.update(last.as_slice());
        }
        hash.update(passphrase);
        hash.update(salt);
        let mut digest: [u8; 16] = hash.finalize().into();
        last.copy_from_slice(&digest);
        digest.zeroize();
        key.extend_from_slice(&*last);
    }
    key.truncate(size);
    key
}

/// The bytes of hexadecimal digits.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
