//! Key pairs as the cloud tells them.

use super::Compute;
use crate::openstack::call;
use crate::openstack::error::Error;
use crate::openstack::http::Http;
use crate::openstack::json::{FromJson, text};
use crate::openstack::key_pair_name::encode_segment;
use crate::openstack::microversion::Capability;
use serde_json::Value;

/// What a key pair is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyPairKind {
    /// An SSH public key.
    Ssh,
    /// An X.509 certificate, for signing in to Windows by WinRM.
    X509,
}

/// A key pair in the cloud: the public half under a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyPair {
    /// The name, unique among the user's.
    pub name: String,
    /// SSH or X.509. From an API without types it is read off the key itself.
    pub kind: KeyPairKind,
    /// As the cloud computed it: MD5 as colon-separated hex for SSH, SHA-1 for X.509. Not to be relied on.
    pub fingerprint_md5_from_cloud: String,
    /// What was stored, byte for byte: line ends and anything in the comment included.
    pub public_key_text: String,
}

/// A key pair with what only the call for a single one tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyPairDetails {
    /// The key pair.
    pub key_pair: KeyPair,
    /// When it was registered, ISO 8601 in UTC without a zone, such as `2026-11-24T03:02:18.000000`.
    pub created_at: Option<String>,
    /// The id of the user whose it is.
    pub user_id: Option<String>,
}

pub(super) struct Wrapped {
    keypair: Wire,
}

impl FromJson for Wrapped {
    fn from_json(value: &Value) -> Option<Self> {
        let keypair = Wire::from_json(value.get("keypair")?)?;
        Some(Self { keypair })
    }
}

struct Wire {
    name: String,
    public_key: Option<String>,
    fingerprint: Option<String>,
    kind: Option<String>,
    created_at: Option<String>,
    user_id: Option<String>,
}

impl FromJson for Wire {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            name: text(value, "name")?,
            public_key: text(value, "public_key"),
            fingerprint: text(value, "fingerprint"),
            kind: text(value, "type"),
            created_at: text(value, "created_at"),
            user_id: text(value, "user_id"),
        })
    }
}

impl Wrapped {
    pub(super) fn into_details(self) -> KeyPairDetails {
        let wire = self.keypair;
        let public_key_text = wire.public_key.unwrap_or_default();
        let kind = match wire.kind.as_deref() {
            Some("x509") => KeyPairKind::X509,
            Some("ssh") => KeyPairKind::Ssh,
            _ if public_key_text
                .trim_start()
                .starts_with("-----BEGIN CERTIFICATE") =>
            {
                KeyPairKind::X509
            }
            _ => KeyPairKind::Ssh,
        };
        let fingerprint_md5_from_cloud = wire.fingerprint.unwrap_or_default();
        KeyPairDetails {
            key_pair: KeyPair {
                name: wire.name,
                kind,
                fingerprint_md5_from_cloud,
                public_key_text,
            },
            created_at: wire.created_at,
            user_id: wire.user_id,
        }
    }

    pub(super) fn into_key_pair(self) -> KeyPair {
        self.into_details().key_pair
    }
}

/// The path of a listed key pair.
pub(super) fn path_of(name: &str) -> Result<String, Error> {
    let segment = encode_segment(name).ok_or_else(|| Error::NotAddressable {
        name: name.to_owned(),
    })?;
    Ok(format!("/os-keypairs/{segment}"))
}

impl<H: Http> Compute<H> {
    /// One key pair of the user's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the user has none of that name, [`Error::NotAddressable`] for `.` and `..`.
    pub async fn key_pair(&self, name: &str) -> Result<KeyPairDetails, Error> {
        let response = self
            .get(&path_of(name)?, &[Capability::KeyPairTypes])
            .await?;
        Ok(call::json::<Wrapped>(&response, "the key pair")?.into_details())
    }
}
