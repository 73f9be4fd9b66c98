//! OpenSSH's own private-key format (OpenSSH's PROTOCOL.key).

mod container;
mod section;

pub(super) use container::Container;

use super::error::{ReadError, WriteError};
use super::generate::{NoRandomness, Random};
use super::{PrivateKey, Secret};
use ssh_key::{Cipher, Kdf, LineEnding};
use zeroize::Zeroizing;

/// The rounds of bcrypt that Keyhaven's files are locked with; `ssh-keygen` has used 24 since OpenSSH 9.4.
pub const DEFAULT_ROUNDS: u32 = 24;

/// The label of the PEM block.
pub(super) const LABEL: &str = "OPENSSH PRIVATE KEY";

/// Writes the file; see [`PrivateKey::to_openssh`].
pub(super) fn write(
    key: &ssh_key::PrivateKey,
    passphrase: Option<&Secret>,
    rounds: u32,
    random: Random<'_>,
) -> Result<Zeroizing<String>, WriteError> {
    let Some(passphrase) = passphrase else {
        return key
            .to_openssh(LineEnding::LF)
            .map_err(|_| WriteError::Encoding);
    };
    if passphrase.expose().is_empty() {
        return Err(WriteError::EmptyPassphrase);
    }
    if rounds < DEFAULT_ROUNDS {
        return Err(WriteError::TooFewRounds { rounds });
    }
    let mut salt = vec![0; 16];
    random(&mut salt)?;
    let mut check = [0; 4];
    random(&mut check)?;
    let kdf = Kdf::Bcrypt { salt, rounds };
    key.encrypt_with(
        Cipher::Aes256Ctr,
        kdf,
        u32::from_be_bytes(check),
        passphrase.expose(),
    )
    .and_then(|locked| locked.to_openssh(LineEnding::LF))
    .map_err(|_| WriteError::Encoding)
}

/// Reads the bytes of the PEM block.
pub(super) fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    let container = Container::parse(bytes)?;
    let plain = container.unlock(passphrase)?;
    section::read(&plain, container.is_locked(), container.public)
}

impl From<NoRandomness> for WriteError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}
