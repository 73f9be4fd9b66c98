//! Bytes that must not get out.

use zeroize::Zeroizing;

/// A passphrase or other secret bytes: prints nothing, copies nowhere, and is wiped when dropped.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes over `bytes` without copying them. A passphrase is its text in UTF-8.
    ///
    /// The whole buffer is wiped on drop, its spare capacity included; copies that the caller made before are not.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for as long as the secret lives.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}
