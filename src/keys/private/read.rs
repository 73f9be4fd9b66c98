//! Reading private-key files of any format.

use super::data::KeyData;
use super::error::ReadError;
use super::source::{Form, Source, text};
use super::{PrivateKey, Secret, der, old_pem, openssh, pbes2, ppk};

/// Reads a private-key file: OpenSSH's format with every cipher of `ssh-keygen`; PKCS#8, plain or with PBES2; PKCS#1,
/// SEC1 and OpenSSL's DSA, plain or with the old `Proc-Type` lock; PuTTY's versions 2 and 3. PKCS#8 and the older forms
/// as PEM or bare DER. Kinds: Ed25519, RSA, ECDSA, DSA; OpenSSH's files of security keys.
///
/// Formats other than OpenSSH's and PuTTY's have no comment. A passphrase for a file that is not locked is ignored.
///
/// # Errors
/// [`ReadError`]. An unlocked file with a changed byte gives [`ReadError::Damaged`], unless the byte is in the comment
/// of an OpenSSH file.
pub fn read(bytes: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    let text = text(bytes)?;
    match Source::find(bytes, &text)? {
        Source::OpenSsh(bytes) => openssh::read(&bytes, passphrase),
        Source::Ppk(bytes) => ppk::read(bytes, passphrase),
        Source::Pem(form, block) if block.is_old_encrypted() => {
            key(parse(form, &old_pem::unlock(&block, passphrase)?)?)
        }
        Source::Pem(form, block) => from_der(form, &block.decode()?, passphrase),
        Source::Der(form, bytes) => from_der(form, bytes, passphrase),
    }
}

fn from_der(form: Form, der: &[u8], passphrase: Option<&Secret>) -> Result<PrivateKey, ReadError> {
    if form == Form::LockedPkcs8 {
        key(der::pkcs8(&pbes2::Locked::parse(der)?.unlock(passphrase)?)?)
    } else {
        key(parse(form, der)?)
    }
}

fn parse(form: Form, der: &[u8]) -> Result<KeyData, ReadError> {
    match form {
        Form::Pkcs8 => der::pkcs8(der),
        Form::Pkcs1 => der::pkcs1(der),
        Form::Sec1 => der::sec1(der),
        Form::Dsa => der::dsa(der),
        // A lock within a lock: nobody writes that.
        Form::LockedPkcs8 => Err(ReadError::Damaged),
    }
}

fn key(data: KeyData) -> Result<PrivateKey, ReadError> {
    PrivateKey::from_data(data, "").ok_or(ReadError::Damaged)
}
