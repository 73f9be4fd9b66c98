//! Writing PPK files.

use super::file::authenticated;
use super::keys::Keys;
use super::{START, numbers};
use crate::keys::private::data::KeyData;
use crate::keys::private::generate::Random;
use crate::keys::private::pem::put_base64;
use crate::keys::private::{Kdf, Secret, WriteError};
use crate::keys::public::PublicKey;
use ssh_cipher::Cipher;
use zeroize::Zeroizing;

/// Characters in a line of base64.
const WIDTH: usize = 64;

/// PuTTY's default, with the passes that it settles on where they take a tenth of a second.
const ARGON2: Kdf = Kdf::Argon2 {
    flavour: "Argon2id",
    memory: 8192,
    passes: 13,
    lanes: 1,
};

/// A version of the format.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::keys::private) enum Version {
    /// Before PuTTY 0.75: SHA-1.
    Two,
    /// Argon2 and SHA-256.
    Three,
}

/// The file: LF line ends, as PuTTY writes on every system.
pub(in crate::keys::private) fn write(
    data: &KeyData,
    public: &PublicKey,
    version: Version,
    passphrase: Option<&Secret>,
    random: Random<'_>,
) -> Result<Zeroizing<String>, WriteError> {
    let mut private = numbers::write(data).ok_or(WriteError::NotInThisFormat)?;
    let number = if version == Version::Two { 2 } else { 3 };
    let (keys, salt) = match passphrase {
        None => (Keys::unlocked(number), Vec::new()),
        Some(passphrase) => {
            let padding = private.len().next_multiple_of(16) - private.len();
            let mut noise = [0; 16];
            random(&mut noise)?;
            private.extend_from_slice(&noise[..padding]);
            let mut salt = vec![0; 16];
            random(&mut salt)?;
            let kdf = if version == Version::Two {
                Kdf::Sha1
            } else {
                ARGON2
            };
            let keys = Keys::derive(&kdf, passphrase.expose(), &salt);
            (keys.ok_or(WriteError::Encoding)?, salt)
        }
    };
    let encryption = passphrase.map_or("none", |_| "aes256-cbc");
    let (algorithm, comment) = (public.algorithm(), public.comment());
    let message = authenticated(
        algorithm,
        encryption,
        comment.as_bytes(),
        public.blob(),
        &private,
    );
    let mac = keys.mac(&message);
    if passphrase.is_some() {
        Cipher::Aes256Cbc
            .encrypt(keys.cipher(), keys.iv(), &mut private)
            .map_err(|_| WriteError::Encoding)?;
    }
    // With its full size reserved the text never moves and leaves no copy behind.
    let room = 1024 + comment.len() + 2 * (public.blob().len() + private.len());
    let mut text = Zeroizing::new(String::with_capacity(room));
    let mut line = |parts: [&str; 3]| {
        parts.iter().for_each(|part| text.push_str(part));
        text.push('\n');
    };
    line([START, &number.to_string(), &format!(": {algorithm}")]);
    line(["Encryption", ": ", encryption]);
    line(["Comment", ": ", comment]);
    put_blob(&mut text, "Public-Lines", public.blob());
    if let (
        Version::Three,
        Some(_),
        Kdf::Argon2 {
            flavour,
            memory,
            passes,
            lanes,
        },
    ) = (version, passphrase, ARGON2)
    {
        let salt = hex(&salt);
        text.push_str(&format!(
            "Key-Derivation: {flavour}\nArgon2-Memory: {memory}\nArgon2-Passes: {passes}\n\
             Argon2-Parallelism: {lanes}\nArgon2-Salt: {salt}\n"
        ));
    }
    put_blob(&mut text, "Private-Lines", &private);
    text.push_str(&format!("Private-MAC: {}\n", hex(&mac)));
    Ok(text)
}

fn put_blob(text: &mut String, header: &str, bytes: &[u8]) {
    let count = (bytes.len().div_ceil(3) * 4).div_ceil(WIDTH);
    text.push_str(&format!("{header}: {count}\n"));
    put_base64(text, bytes, WIDTH);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
