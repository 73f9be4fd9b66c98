//! OpenSSH's own private-key format (OpenSSH's PROTOCOL.key).

mod container;
mod derive;
mod section;
mod write;

pub(super) use container::Container;
pub(super) use write::{Lock, write};

use super::error::ReadError;
use super::{PrivateKey, Secret};
use ssh_cipher::Cipher;

/// The rounds of bcrypt that Keyhaven's files are locked with; `ssh-keygen` has used 24 since OpenSSH 9.4.
pub const DEFAULT_ROUNDS: u32 = 24;

/// The label of the PEM block.
pub(super) const LABEL: &str = "OPENSSH PRIVATE KEY";

const MAGIC: &[u8] = b"openssh-key-v1\0";

/// A cipher that an OpenSSH file can be locked with; `ssh-keygen` reads every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OpenSshCipher(Cipher);

impl OpenSshCipher {
    /// The names of all, `ssh-keygen`'s default first, then those that notice a changed file, then the old ones.
    pub const NAMES: [&str; 10] = [
        "aes256-ctr",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
        "aes128-gcm@openssh.com",
        "aes192-ctr",
        "aes128-ctr",
        "aes256-cbc",
        "aes192-cbc",
        "aes128-cbc",
        "3des-cbc",
    ];

    /// The cipher with this name, as `ssh-keygen -Z` takes it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .contains(&name)
            .then(|| Cipher::new(name).ok().map(Self))
            .flatten()
    }

    /// The name in the file.
    pub fn name(self) -> &'static str {
        self.0.as_str()
    }
}

impl Default for OpenSshCipher {
    fn default() -> Self {
        Self(Cipher::Aes256Ctr)
    }
}

/// Reads the bytes of the PEM block.
pub(super) fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    let container = Container::parse(bytes)?;
    let plain = container.unlock(passphrase)?;
    section::read(&plain, container.is_locked(), container.public)
}
