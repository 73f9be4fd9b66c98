//! What a key pair is registered with.

use super::key_pair::{KeyPair, KeyPairKind};
use crate::keys::public::PublicKey;
use crate::keys::x509::X509Certificate;

/// The public half of a key pair, in the two forms that clouds take.
#[derive(Clone, Copy)]
pub enum PublicHalf<'a> {
    /// An SSH public key.
    Ssh(&'a PublicKey),
    /// A certificate in PEM.
    X509(&'a str),
}

impl<'a> From<&'a PublicKey> for PublicHalf<'a> {
    fn from(key: &'a PublicKey) -> Self {
        Self::Ssh(key)
    }
}

impl PublicHalf<'_> {
    /// The API's name for the kind, from microversion 2.2.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Ssh(_) => "ssh",
            Self::X509(_) => "x509",
        }
    }

    /// The text that is sent.
    pub(super) fn text(self) -> String {
        match self {
            Self::Ssh(key) => key.to_line(),
            Self::X509(pem) => pem.to_owned(),
        }
    }

    /// Whether this is what the cloud has, whatever the comment and the line ends.
    pub(super) fn is_stored_in(self, stored: &KeyPair) -> bool {
        match self {
            Self::Ssh(key) => PublicKey::parse_line(&stored.public_key_text)
                .is_ok_and(|stored| stored.same_key(key)),
            Self::X509(pem) => {
                let certificate = |text| X509Certificate::from_pem(text).ok().map(|(read, _)| read);
                let theirs = &stored.public_key_text;
                // One that cannot be read was perhaps registered by another program, and is copied as it is.
                let same = pem.trim() == theirs.trim()
                    || certificate(pem).is_some_and(|ours| certificate(theirs) == Some(ours));
                stored.kind == KeyPairKind::X509 && same
            }
        }
    }
}
