//! Key pairs of Nova's type x509: an RSA key and a certificate that it signed for itself. A Windows server that was
//! launched with the certificate lets its holder in by WinRM.

mod pkcs12;
mod self_signed;

use super::der::write_pkcs8;
use super::generate::system_random;
use super::{PrivateKey, Secret, WriteError, WriteOptions, pem};
use crate::keys::file_format::{CertificateFormat, FileFormat};
use crate::keys::windows_user::WindowsUser;
use zeroize::Zeroizing;

/// A private key with the certificate that it signed. No `Debug`, no `Clone`; the key is wiped on drop.
pub struct CertifiedKey {
    key: PrivateKey,
    user: WindowsUser,
    /// The certificate in DER.
    certificate: Vec<u8>,
}

impl CertifiedKey {
    /// Has `key` sign a certificate for `user`: valid for ten years from a day before `now` (a server whose clock is
    /// behind takes it too), in seconds since 1970; its purpose is client authentication, and the user principal name
    /// stands in the subject's alternative name (otherName 1.3.6.1.4.1.311.20.2.3). This is the shape of the
    /// certificates that Nova itself made below 2.92.
    ///
    /// # Errors
    /// [`WriteError::NotInThisFormat`] for a key that is not RSA, [`WriteError::NoRandomness`],
    /// [`WriteError::Encoding`].
    pub fn new(key: PrivateKey, user: WindowsUser, now: u64) -> Result<Self, WriteError> {
        let certificate = self_signed::certificate(&key, &user, now, &mut system_random)?;
        Ok(Self {
            key,
            user,
            certificate,
        })
    }

    /// The certificate in PEM (RFC 7468 section 5), which Nova takes as the public key.
    pub fn certificate_pem(&self) -> String {
        pem::write_plain("CERTIFICATE", &self.certificate).to_string()
    }

    /// Writes key and certificate into one file, the key locked when there is a passphrase.
    ///
    /// - PKCS#12 (RFC 7292): the key under PBES2 with AES-256-CBC and PBKDF2-SHA-256, the whole under HMAC-SHA-256, each
    ///   with 150,000 iterations: .NET refuses files that ask for more than 600,000 in all. The certificate is public
    ///   and stays readable.
    /// - PEM: the key in PKCS#8 as [`PrivateKey::write`] writes it, then the certificate.
    ///
    /// # Errors
    /// As [`PrivateKey::write`].
    pub fn write(
        &self,
        format: CertificateFormat,
        passphrase: Option<&Secret>,
    ) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        match format {
            CertificateFormat::Pem => {
                let options = WriteOptions::new(FileFormat::Pkcs8);
                let key = self.key.write(&options, passphrase)?;
                let certificate = self.certificate_pem();
                let mut file = Zeroizing::new(Vec::with_capacity(key.len() + certificate.len()));
                file.extend_from_slice(key.as_bytes());
                file.extend_from_slice(certificate.as_bytes());
                Ok(file)
            }
            CertificateFormat::Pkcs12 => {
                let key = write_pkcs8(&self.key.data).ok_or(WriteError::NotInThisFormat)?;
                let name = self.user.to_string();
                pkcs12::write(
                    &key,
                    &self.certificate,
                    &name,
                    passphrase,
                    &mut system_random,
                )
            }
        }
    }
}
