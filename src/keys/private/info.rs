//! What private-key files tell without being unlocked.

use super::error::ReadError;
use super::openssh::{self, Container};
use super::pem::Block;
use super::source::{Form, Source, text};
use super::{Kdf, old_pem, pbes2, ppk, read};
use crate::keys::public::PublicKey;

/// What a private-key file says without being unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// The format: `openssh`, `pkcs8`, `pkcs1`, `sec1`, `dsa` (OpenSSL's own form of such keys), `ppk` (version 3),
    /// `ppk2`, `ppk1`.
    pub format: &'static str,
    /// Whether a passphrase is needed.
    pub encrypted: bool,
    /// The cipher of a locked file, by its name there or, for PKCS#8, in OpenSSL.
    pub cipher: Option<String>,
    /// The key derivation of a locked file.
    pub kdf: Option<Kdf>,
    /// The comment where it stands in clear: in PuTTY's files.
    pub comment: Option<String>,
}

impl FileInfo {
    fn unlocked(format: &'static str) -> Self {
        Self {
            format,
            encrypted: false,
            cipher: None,
            kdf: None,
            comment: None,
        }
    }

    fn locked(format: &'static str, cipher: Option<&str>, kdf: Option<Kdf>) -> Self {
        Self {
            encrypted: true,
            cipher: cipher.map(str::to_owned),
            kdf,
            ..Self::unlocked(format)
        }
    }
}

/// The public half of a private-key file, without its passphrase. The comment of a locked OpenSSH file is not known: it
/// is left empty. The public half of a locked file may have been changed; that shows only when it is unlocked.
///
/// # Errors
/// [`ReadError::PassphraseRequired`] when the format locks the public half away too; otherwise as [`read`].
pub fn public_of(bytes: &[u8]) -> Result<PublicKey, ReadError> {
    let text = text(bytes)?;
    match Source::find(bytes, &text)? {
        Source::OpenSsh(bytes) => {
            let container = Container::parse(&bytes)?;
            let in_clear = || {
                PublicKey::from_blob(container.public.to_vec(), "").map_err(|_| ReadError::Damaged)
            };
            if container.is_locked() {
                return in_clear();
            }
            match openssh::read(&bytes, None) {
                // The private half is of no use here.
                Err(ReadError::UnsupportedKind { .. }) => in_clear(),
                other => other.map(|key| key.public()),
            }
        }
        Source::Ppk(bytes) => ppk::File::public_of(bytes),
        Source::Pem(_, block) if block.is_old_encrypted() => Err(ReadError::PassphraseRequired),
        Source::Pem(Form::LockedPkcs8, _) | Source::Der(Form::LockedPkcs8, _) => {
            Err(ReadError::PassphraseRequired)
        }
        Source::Pem(..) | Source::Der(..) => read(bytes, None).map(|key| key.public()),
    }
}

/// What the file says about itself.
///
/// # Errors
/// [`ReadError`] when the outer layer cannot be read.
pub fn info(bytes: &[u8]) -> Result<FileInfo, ReadError> {
    let text = text(bytes)?;
    match Source::find(bytes, &text)? {
        Source::OpenSsh(bytes) => {
            let container = Container::parse(&bytes)?;
            Ok(if container.is_locked() {
                FileInfo::locked("openssh", Some(container.cipher), container.kdf())
            } else {
                FileInfo::unlocked("openssh")
            })
        }
        Source::Ppk(bytes) => {
            let file = ppk::File::parse(bytes)?;
            let format = match file.version {
                1 => "ppk1",
                2 => "ppk2",
                _ => "ppk",
            };
            let comment = Some(file.comment());
            let info = if file.is_locked() {
                FileInfo::locked(format, Some(file.encryption), file.kdf)
            } else {
                FileInfo::unlocked(format)
            };
            Ok(FileInfo { comment, ..info })
        }
        Source::Pem(form, block) => Ok(of_block(form, &block)),
        Source::Der(form, bytes) => Ok(of_der(form, bytes)),
    }
}

fn of_block(form: Form, block: &Block<'_>) -> FileInfo {
    if block.is_old_encrypted() {
        return FileInfo::locked(name(form), old_pem::cipher_name(block), Some(Kdf::Md5));
    }
    match block.decode() {
        Ok(der) => of_der(form, &der),
        Err(_) if form == Form::LockedPkcs8 => FileInfo::locked(name(form), None, None),
        Err(_) => FileInfo::unlocked(name(form)),
    }
}

fn of_der(form: Form, der: &[u8]) -> FileInfo {
    if form != Form::LockedPkcs8 {
        return FileInfo::unlocked(name(form));
    }
    match pbes2::Locked::parse(der) {
        Ok(locked) => FileInfo::locked(name(form), Some(locked.name), Some(locked.kdf)),
        Err(ReadError::UnsupportedCipher { name: cipher }) => {
            FileInfo::locked(name(form), Some(&cipher), None)
        }
        Err(_) => FileInfo::locked(name(form), None, None),
    }
}

fn name(form: Form) -> &'static str {
    match form {
        Form::Pkcs8 | Form::LockedPkcs8 => "pkcs8",
        Form::Pkcs1 => "pkcs1",
        Form::Sec1 => "sec1",
        Form::Dsa => "dsa",
    }
}
