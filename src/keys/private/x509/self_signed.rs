//! A certificate that a key signs for itself (RFC 5280).

use crate::keys::der::{OID, SEQUENCE, SET, element};
use crate::keys::private::data::KeyData;
use crate::keys::private::der::write_pkcs8;
use crate::keys::private::generate::Random;
use crate::keys::private::{PrivateKey, WriteError};
use crate::keys::windows_user::WindowsUser;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::Keypair;
use sha2::Sha256;
use std::time::Duration;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder, Result as BuilderResult};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{Any, GeneralizedTime, ObjectIdentifier, Utf8StringRef};
use x509_cert::der::{self, Decode, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::{GeneralName, OtherName};
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectAltName};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

/// id-at-commonName (RFC 5280 appendix A.1).
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const CLIENT_AUTHENTICATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const USER_PRINCIPAL_NAME: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.3");

const DAY: u64 = 24 * 60 * 60;
/// As long as Nova's own were valid.
const VALIDITY: u64 = 3650 * DAY;

/// The certificate in DER: see [`CertifiedKey::new`](super::CertifiedKey::new).
pub(super) fn certificate(
    key: &PrivateKey,
    user: &WindowsUser,
    now: u64,
    random: Random<'_>,
) -> Result<Vec<u8>, WriteError> {
    if !matches!(key.data, KeyData::Rsa(_)) {
        return Err(WriteError::NotInThisFormat);
    }
    let pkcs8 = write_pkcs8(&key.data).ok_or(WriteError::NotInThisFormat)?;
    let key = rsa::PrivateKey::from_pkcs8_der(&pkcs8).map_err(|_| WriteError::Encoding)?;
    let signer = SigningKey::<Sha256>::new(key);
    let mut serial = [0; 16];
    random(&mut serial)?;
    // Positive, and of full length.
    serial[0] = serial[0] & 0x7f | 0x40;
    build(&signer, user, now, &serial).map_err(|_| WriteError::Encoding)
}

fn build(
    signer: &SigningKey<Sha256>,
    user: &WindowsUser,
    now: u64,
    serial: &[u8],
) -> BuilderResult<Vec<u8>> {
    let start = now.saturating_sub(DAY);
    let validity = Validity::new(time(start)?, time(start + VALIDITY)?);
    let key = SubjectPublicKeyInfo::from_key(&signer.verifying_key())?;
    let profile = Profile {
        subject: common_name(user.name())?,
    };
    let serial = SerialNumber::new(serial)?;
    let mut builder = CertificateBuilder::new(profile, serial, validity, key)?;
    builder.add_extension(&ExtendedKeyUsage(vec![CLIENT_AUTHENTICATION]))?;
    builder.add_extension(&SubjectAltName(vec![GeneralName::OtherName(OtherName {
        type_id: USER_PRINCIPAL_NAME,
        value: utf8(&user.to_string())?,
    })]))?;
    Ok(builder.build(signer)?.to_der()?)
}

/// Issued by whom it names; no extensions but those that were added.
struct Profile {
    subject: Name,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> BuilderResult<Vec<Extension>> {
        Ok(Vec::new())
    }
}

fn time(seconds: u64) -> der::Result<Time> {
    // The builder writes the years before 2050 in the shorter form.
    GeneralizedTime::from_unix_duration(Duration::from_secs(seconds)).map(Time::from)
}

fn utf8(text: &str) -> der::Result<Any> {
    Any::encode_from(&Utf8StringRef::new(text)?)
}

fn common_name(name: &str) -> der::Result<Name> {
    const UTF8_STRING: u8 = 0x0c;
    let value = element(UTF8_STRING, &[name.as_bytes()]);
    let attribute = element(SEQUENCE, &[&element(OID, &[COMMON_NAME]), &value]);
    Name::from_der(&element(SEQUENCE, &[&element(SET, &[&attribute])]))
}
