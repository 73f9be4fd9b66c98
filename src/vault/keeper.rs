//! What the vault's worker does with each request, apart from the browser: it makes a key, keeps it with its file,
//! and hands the file out to be saved. It ends, and its memory with it, when the frame is to forget.

use super::protocol::{FromVault, ToVault, VaultError};
use crate::keys::{
    file_format::{CertificateFormat, FileFormat},
    key_type::KeyType,
    private::{
        CertifiedKey, GenerateError, PrivateKey, ReadError, Secret, WriteOptions, public_of,
    },
    windows_user::WindowsUser,
};
use zeroize::Zeroizing;

/// A request as it reaches the worker: the app's message and what the frame adds to it.
pub struct Request {
    /// The app's message.
    pub message: ToVault,
    /// The passphrase typed in the frame, UTF-8; `None` when the field was empty.
    pub passphrase: Option<Secret>,
    /// For RSA: the key that the browser made, PKCS#8 DER.
    pub pkcs8: Option<Secret>,
    /// The time, in seconds since 1970.
    pub now: u64,
}

/// A made key pair: the file waits to be saved, locked already when there is a passphrase.
struct Made {
    file: Zeroizing<Vec<u8>>,
    file_name: String,
}

/// Holds at most one made key pair.
#[derive(Default)]
pub struct Keeper {
    made: Option<Made>,
}

impl Keeper {
    /// Does what `request` asks and says what to tell the app. A failure leaves what was held as it was.
    pub fn handle(&mut self, request: Request) -> Option<FromVault> {
        let reply = match request.message {
            ToVault::Prepare => return None,
            ToVault::Make {
                key_type,
                comment,
                file_name,
                format,
            } => self.make(
                key_type,
                &comment,
                file_name,
                format,
                request.passphrase,
                request.pkcs8,
            ),
            ToVault::MakeCertificate {
                user,
                file_name,
                format,
            } => self.make_certificate(
                &user,
                file_name,
                format,
                request.passphrase,
                request.pkcs8,
                request.now,
            ),
            ToVault::ReadPrivate { text } => public_half(text),
            // Their answers are for the frame, or it does them itself.
            ToVault::Identify { .. }
            | ToVault::OpenPassword { .. }
            | ToVault::Forget
            | ToVault::Ping => return None,
        };
        Some(reply.unwrap_or_else(|error| FromVault::Failed { error }))
    }

    /// The file to save and its name, as often as it is asked for.
    pub fn file(&self) -> Option<(&[u8], &str)> {
        self.made
            .as_ref()
            .map(|made| (made.file.as_slice(), made.file_name.as_str()))
    }

    fn make(
        &mut self,
        key_type: KeyType,
        comment: &str,
        file_name: String,
        format: FileFormat,
        passphrase: Option<Secret>,
        pkcs8: Option<Secret>,
    ) -> Result<FromVault, VaultError> {
        let key = match pkcs8 {
            Some(der) => rsa(&der, key_type, comment)?,
            None => PrivateKey::generate(key_type, comment).map_err(|error| match error {
                GenerateError::NeedsPlatform => VaultError::NoRsa,
                GenerateError::Comment(_) => VaultError::BadComment,
                _ => VaultError::NoRandomness,
            })?,
        };
        let mut text = key
            .write(&WriteOptions::new(format), passphrase.as_ref())
            .map_err(|_| VaultError::CannotWrite)?;
        let public_key = key.public().to_line();
        let file = Zeroizing::new(std::mem::take(&mut *text).into_bytes());
        self.made = Some(Made { file, file_name });
        Ok(FromVault::Made { public_key })
    }

    fn make_certificate(
        &mut self,
        user: &str,
        file_name: String,
        format: CertificateFormat,
        passphrase: Option<Secret>,
        pkcs8: Option<Secret>,
        now: u64,
    ) -> Result<FromVault, VaultError> {
        let user = WindowsUser::parse(user).map_err(|_| VaultError::BadUser)?;
        let key = rsa(&pkcs8.ok_or(VaultError::NoRsa)?, KeyType::Rsa3072, "")?;
        let certified = CertifiedKey::new(key, user, now).map_err(|_| VaultError::CannotWrite)?;
        let file = certified
            .write(format, passphrase.as_ref())
            .map_err(|_| VaultError::CannotWrite)?;
        self.made = Some(Made { file, file_name });
        Ok(FromVault::MadeCertificate {
            certificate: certified.certificate_pem(),
        })
    }
}

/// The RSA key that the browser made. It was asked for a size; what it made is checked, not believed.
fn rsa(pkcs8: &Secret, key_type: KeyType, comment: &str) -> Result<PrivateKey, VaultError> {
    PrivateKey::from_rsa_pkcs8(pkcs8.expose(), comment)
        .ok()
        .filter(|key| key.public().bits() == key_type.rsa_bits())
        .ok_or(VaultError::NoRsa)
}

fn public_half(text: Zeroizing<String>) -> Result<FromVault, VaultError> {
    match public_of(text.as_bytes()) {
        Ok(public) => Ok(FromVault::PublicHalf {
            public_key: public.to_line(),
        }),
        Err(ReadError::PassphraseRequired) => Err(VaultError::Locked),
        Err(ReadError::Damaged) => Err(VaultError::Damaged),
        Err(_) => Err(VaultError::NotPrivateKey),
    }
}
