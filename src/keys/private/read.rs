//! Reading private-key files of any format.

use super::error::ReadError;
use super::openssh::{self, Container};
use super::pem::Block;
use super::{PrivateKey, Secret, der};
use crate::keys::import::private_format;
use crate::keys::public::PublicKey;

/// No key file is larger, in bytes.
const MAX_FILE: usize = 256 * 1024;

/// What a private-key file says without being unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// The format: `openssh`, `pkcs8`, `pkcs1`, `sec1`.
    pub format: &'static str,
    /// Whether a passphrase is needed.
    pub encrypted: bool,
    /// The cipher of a locked OpenSSH file, by its name there.
    pub cipher: Option<String>,
    /// The rounds of key derivation of a locked OpenSSH file.
    pub rounds: Option<u32>,
}

/// Reads a private-key file: OpenSSH's format, locked or not, and unencrypted PEM in PKCS#8, PKCS#1 and SEC1. Kinds:
/// Ed25519, RSA, ECDSA. Formats other than OpenSSH's have no comment.
///
/// A passphrase for a file that is not locked is ignored.
///
/// # Errors
/// [`ReadError`]. An unlocked file with a changed byte gives [`ReadError::Damaged`], unless the byte is in the comment.
pub fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    let block = block(bytes)?;
    let parse = match block.label {
        openssh::LABEL => return openssh::read(&block.decode()?, passphrase),
        "PRIVATE KEY" => der::pkcs8,
        "RSA PRIVATE KEY" if !block.is_old_encrypted() => der::pkcs1,
        "EC PRIVATE KEY" if !block.is_old_encrypted() => der::sec1,
        label => return Err(unsupported(label)),
    };
    PrivateKey::from_data(parse(&block.decode()?)?, "").ok_or(ReadError::Damaged)
}

/// The public half of a private-key file, without its passphrase. The comment of a locked file is not known: it is
/// left empty.
///
/// # Errors
/// [`ReadError::PassphraseRequired`] when the format locks the public half away too; otherwise as [`read`].
pub fn public_of(bytes: &[u8]) -> Result<PublicKey, ReadError> {
    let block = block(bytes)?;
    if block.label == openssh::LABEL {
        let bytes = block.decode()?;
        let container = Container::parse(&bytes)?;
        if container.is_locked() {
            return PublicKey::from_blob(container.public.to_vec(), "")
                .map_err(|_| ReadError::Damaged);
        }
        match openssh::read(&bytes, None) {
            // The private half is of no use here, and the public one stands in clear.
            Err(ReadError::UnsupportedKind { .. }) => {
                return PublicKey::from_blob(container.public.to_vec(), "")
                    .map_err(|_| ReadError::Damaged);
            }
            other => return other.map(|key| key.public()),
        }
    }
    if block.is_old_encrypted() || block.label == "ENCRYPTED PRIVATE KEY" {
        return Err(ReadError::PassphraseRequired);
    }
    read(bytes, None).map(|key| key.public())
}

/// What the file says about itself.
///
/// # Errors
/// [`ReadError`] when the outer layer cannot be read.
pub fn info(bytes: &[u8]) -> Result<FileInfo, ReadError> {
    let block = block(bytes)?;
    let plain = |format, encrypted| {
        Ok(FileInfo {
            format,
            encrypted,
            cipher: None,
            rounds: None,
        })
    };
    match block.label {
        openssh::LABEL => {
            let bytes = block.decode()?;
            let container = Container::parse(&bytes)?;
            let cipher = container.is_locked().then(|| container.cipher.to_owned());
            Ok(FileInfo {
                format: "openssh",
                encrypted: container.is_locked(),
                cipher,
                rounds: container.rounds(),
            })
        }
        "PRIVATE KEY" => plain("pkcs8", false),
        "ENCRYPTED PRIVATE KEY" => plain("pkcs8", true),
        "RSA PRIVATE KEY" => plain("pkcs1", block.is_old_encrypted()),
        "EC PRIVATE KEY" => plain("sec1", block.is_old_encrypted()),
        label => Err(unsupported(label)),
    }
}

/// The PEM block with the private key.
fn block(bytes: &[u8]) -> Result<Block<'_>, ReadError> {
    if bytes.len() > MAX_FILE {
        return Err(ReadError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotAPrivateKey)?;
    Block::find(text).unwrap_or_else(|| {
        Err(match private_format(text) {
            // A part of a file: its first line is missing.
            Some("OpenSSH" | "PEM" | "DER") => ReadError::Damaged,
            Some(format) => ReadError::UnsupportedFormat { format },
            None => ReadError::NotAPrivateKey,
        })
    })
}

fn unsupported(label: &str) -> ReadError {
    ReadError::UnsupportedFormat {
        format: match label {
            "ENCRYPTED PRIVATE KEY" => "encrypted PKCS#8",
            "RSA PRIVATE KEY" | "EC PRIVATE KEY" => "encrypted PEM of old OpenSSL",
            "DSA PRIVATE KEY" => "DSA",
            _ => "of this PEM label",
        },
    }
}
