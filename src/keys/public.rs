//! Public keys, as a cloud stores them and as `ssh-keygen` shows them.

mod export;
mod fingerprint;
pub(crate) mod kind;

use crate::keys::import::{CommentError, check_comment};
use base64ct::{Base64, Encoding};
use kind::{BlobError, Kind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A public key that was parsed, with its comment.
///
/// Two are equal when key and comment are; [`PublicKey::same_key`] compares the key alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey {
    algorithm: String,
    kind: Kind,
    blob: Vec<u8>,
    comment: String,
}

/// Why a line is not a public key in its canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PublicKeyError {
    /// Nothing but white space.
    #[error("there is no key")]
    Empty,
    /// More than one line.
    #[error("there is more than one line")]
    SeveralLines,
    /// The line is not `type base64 comment`.
    #[error("the line does not have the form “type base64 comment”")]
    Form,
    /// The middle part is not base64 (RFC 4648 section 4, with padding).
    #[error("the key is not in base64")]
    Base64,
    /// The type before the key and the one inside it differ.
    #[error("the type in front of the key is not the type of the key")]
    TypeMismatch,
    /// The key ends too early.
    #[error("the key is cut off")]
    Truncated,
    /// Something follows the key inside the base64.
    #[error("something follows inside the key")]
    Trailing,
    /// A part of the key has a length or value that it cannot have.
    #[error("the key is damaged")]
    Damaged,
}

impl PublicKey {
    /// Reads one line `type base64 comment` (the form of `authorized_keys` without options, sshd(8)).
    ///
    /// One space stands between the parts; the rest of the line is the comment, byte for byte. Line ends (LF or CRLF)
    /// after the line are ignored. A kind that Keyhaven does not know is taken as it is. For what people paste there
    /// is [`crate::keys::import::read_public`].
    ///
    /// # Errors
    /// [`PublicKeyError`] says which part is wrong.
    pub fn parse_line(line: &str) -> Result<Self, PublicKeyError> {
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            return Err(PublicKeyError::Empty);
        }
        if line.contains(['\r', '\n']) {
            return Err(PublicKeyError::SeveralLines);
        }
        let (algorithm, rest) = line.split_once(' ').ok_or(PublicKeyError::Form)?;
        let (base64, comment) = rest.split_once(' ').unwrap_or((rest, ""));
        if algorithm.is_empty() || base64.is_empty() {
            return Err(PublicKeyError::Form);
        }
        let blob = Base64::decode_vec(base64).map_err(|_| PublicKeyError::Base64)?;
        let key = Self::from_blob(blob, comment)?;
        if key.algorithm == algorithm {
            Ok(key)
        } else {
            Err(PublicKeyError::TypeMismatch)
        }
    }

    /// Reads the wire form of a public key (RFC 4253 section 6.6), which is what the base64 of a line holds.
    pub(crate) fn from_blob(blob: Vec<u8>, comment: &str) -> Result<Self, PublicKeyError> {
        let (algorithm, kind) = Kind::of_blob(&blob)?;
        let algorithm = algorithm.to_owned();
        Ok(Self {
            algorithm,
            kind,
            blob,
            comment: comment.to_owned(),
        })
    }

    /// The name of the kind on the wire, such as `ssh-ed25519` or `ecdsa-sha2-nistp256`.
    pub fn algorithm(&self) -> &str {
        &self.algorithm
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The name of the kind for people, without the size of an RSA or DSA key: `Ed25519`, `RSA`, `ECDSA P-256`,
    /// `Ed25519 security key`, `ECDSA P-256 security key`, `DSA`; for an unknown kind the name on the wire.
    pub fn type_label(&self) -> String {
        match self.kind {
            Kind::Ed25519 => "Ed25519".into(),
            Kind::Rsa(_) => "RSA".into(),
            Kind::Ecdsa(bits) => format!("ECDSA P-{bits}"),
            Kind::Dsa(_) => "DSA".into(),
            Kind::SkEd25519 => "Ed25519 security key".into(),
            Kind::SkEcdsa => "ECDSA P-256 security key".into(),
            Kind::Other => self.algorithm.clone(),
        }
    }

    /// The size in bits as `ssh-keygen -l` gives it (RSA: the modulus); `None` for an unknown kind.
    pub fn bits(&self) -> Option<u32> {
        self.kind.bits()
    }

    /// The comment, empty when there is none.
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// The same key with another comment.
    ///
    /// # Errors
    /// [`CommentError`] when [`check_comment`] refuses it.
    pub fn with_comment(mut self, comment: &str) -> Result<Self, CommentError> {
        check_comment(comment)?;
        comment.clone_into(&mut self.comment);
        Ok(self)
    }

    /// The canonical line `type base64 comment`, or `type base64` without a comment. No line end.
    pub fn to_line(&self) -> String {
        let base64 = Base64::encode_string(&self.blob);
        let mut line = format!("{} {base64}", self.algorithm);
        if !self.comment.is_empty() {
            line.push(' ');
            line.push_str(&self.comment);
        }
        line
    }

    /// The wire form (RFC 4253 section 6.6), of which the fingerprints are made.
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Whether the other is the same key, whatever the comments.
    pub fn same_key(&self, other: &Self) -> bool {
        self.blob == other.blob
    }

    /// The MD5 fingerprint as Nova stores it: 16 bytes in lower-case hexadecimal with colons, without `MD5:`.
    pub fn md5(&self) -> String {
        fingerprint::md5(&self.blob)
    }

    /// The SHA-256 fingerprint as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding.
    pub fn sha256(&self) -> String {
        fingerprint::sha256(&self.blob)
    }

    /// The picture that `ssh-keygen -lv` prints below the fingerprint: 11 lines, no line end after the last.
    pub fn randomart(&self) -> String {
        fingerprint::randomart(&self.blob, self.kind)
    }
}

impl From<BlobError> for PublicKeyError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Truncated => Self::Truncated,
            BlobError::Trailing => Self::Trailing,
            BlobError::Invalid => Self::Damaged,
        }
    }
}

/// A key is its line: [`PublicKey::to_line`].
impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_line())
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let line = String::deserialize(deserializer)?;
        Self::parse_line(&line).map_err(serde::de::Error::custom)
    }
}
