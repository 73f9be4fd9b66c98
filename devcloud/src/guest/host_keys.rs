//! A server's own keys, by which a client knows that it talks to this server and no other.

use russh::keys::ssh_key::rand_core::OsRng;
use russh::keys::ssh_key::{self, LineEnding};
use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKey};

/// What a host key is called on the line of its fingerprint, in the order in which `ssh_host_*_key.pub` sorts. There is no
/// RSA key: making one would take longer than everything else about a server, and no client needs it.
const KINDS: [(&str, Algorithm); 2] = [
    (
        "ECDSA",
        Algorithm::Ecdsa {
            curve: EcdsaCurve::NistP256,
        },
    ),
    ("ED25519", Algorithm::Ed25519),
];
/// What ends each key in the text they are kept as.
const END: &str = "-----END OPENSSH PRIVATE KEY-----\n";

/// The host keys of one server.
#[derive(Clone)]
pub(crate) struct HostKeys(Vec<PrivateKey>);

impl HostKeys {
    /// Makes new ones.
    pub(crate) fn make() -> Result<Self, ssh_key::Error> {
        KINDS
            .into_iter()
            .map(|(_, algorithm)| PrivateKey::random(&mut OsRng, algorithm))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// All keys in OpenSSH's format, one after the other.
    pub(crate) fn to_text(&self) -> Result<String, ssh_key::Error> {
        let mut text = String::new();
        for key in &self.0 {
            text.push_str(&key.to_openssh(LineEnding::LF)?);
        }
        Ok(text)
    }

    /// Reads what [`Self::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> Result<Self, ssh_key::Error> {
        text.split_inclusive(END)
            .map(PrivateKey::from_openssh)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The public halves as `/etc/ssh/ssh_host_*_key.pub` has them: `TYPE BASE64 root@HOSTNAME`.
    pub(crate) fn public_lines(&self, hostname: &str) -> Vec<String> {
        self.0
            .iter()
            .filter_map(|key| key.public_key().to_openssh().ok())
            .map(|line| format!("{} root@{hostname}", line.trim_end()))
            .collect()
    }

    /// What `ssh-keygen -l` says of each: `256 SHA256:… root@HOSTNAME (ED25519)`.
    pub(crate) fn fingerprints(&self, hostname: &str) -> Vec<String> {
        let kind = |key: &PrivateKey| {
            let algorithm = key.algorithm();
            KINDS.iter().find(|(_, known)| *known == algorithm)
        };
        self.0
            .iter()
            .filter_map(|key| Some((kind(key)?.0, key.fingerprint(HashAlg::Sha256))))
            .map(|(name, print)| format!("256 {print} root@{hostname} ({name})"))
            .collect()
    }

    pub(super) fn keys(&self) -> Vec<PrivateKey> {
        self.0.clone()
    }
}
