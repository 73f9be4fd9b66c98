//! The formats that key files are written in, and what they are called.

use super::file_name::stem;
use serde::{Deserialize, Serialize};

/// What the names of private keys' files may end in, with or without a certificate.
const SUFFIXES: [&str; 3] = [".pem", ".ppk", ".pfx"];

/// A format of private-key files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileFormat {
    /// OpenSSH's own (PROTOCOL.key), what `ssh-keygen` writes.
    #[default]
    #[serde(rename = "openssh")]
    OpenSsh,
    /// PKCS#8 in PEM (RFC 5958, RFC 7468); locked with PBES2 (RFC 8018).
    #[serde(rename = "pkcs8")]
    Pkcs8,
    /// The PEM of old OpenSSL and OpenSSH: PKCS#1 for RSA (RFC 8017), SEC1 for ECDSA (RFC 5915), and DSA's own.
    #[serde(rename = "pem")]
    Pem,
    /// PuTTY's format, version 3 (PuTTY 0.75 and later).
    #[serde(rename = "ppk")]
    Ppk,
    /// PuTTY's format, version 2, for PuTTY before 0.75 and the programs that stayed with it.
    #[serde(rename = "ppk2")]
    Ppk2,
}

impl FileFormat {
    /// Every format, the usual one first.
    pub const ALL: [Self; 5] = [Self::OpenSsh, Self::Pkcs8, Self::Pem, Self::Ppk, Self::Ppk2];

    /// The short stable name: `openssh`, `pkcs8`, `pem`, `ppk`, `ppk2`.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpenSsh => "openssh",
            Self::Pkcs8 => "pkcs8",
            Self::Pem => "pem",
            Self::Ppk => "ppk",
            Self::Ppk2 => "ppk2",
        }
    }

    /// The name a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::OpenSsh => "OpenSSH",
            Self::Pkcs8 => "PKCS#8 PEM",
            Self::Pem => "Traditional PEM",
            Self::Ppk => "PuTTY (PPK 3)",
            Self::Ppk2 => "PuTTY before 0.75 (PPK 2)",
        }
    }

    /// What the names of such files end in: nothing for OpenSSH's, `.pem`, `.ppk`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::OpenSsh => "",
            Self::Pkcs8 | Self::Pem => ".pem",
            Self::Ppk | Self::Ppk2 => ".ppk",
        }
    }

    /// `name` with this format's suffix in place of the one of another format.
    pub fn file_name(self, name: &str) -> String {
        format!("{}{}", stem(name, &SUFFIXES), self.suffix())
    }

    /// Whether a file of this format can carry a comment.
    pub fn has_comment(self) -> bool {
        matches!(self, Self::OpenSsh | Self::Ppk | Self::Ppk2)
    }

    /// Whether a key of the kind with this name on the wire (such as `ssh-ed25519`) can be written in this format.
    ///
    /// Keys on security keys fit OpenSSH's format alone, and Ed25519 never had a traditional PEM form.
    pub fn takes(self, algorithm: &str) -> bool {
        match self {
            Self::OpenSsh => true,
            _ if algorithm.starts_with("sk-") => false,
            Self::Pem => algorithm != "ssh-ed25519",
            Self::Pkcs8 | Self::Ppk | Self::Ppk2 => true,
        }
    }

    /// What a person should know before choosing the format for a key of the kind with this name on the wire; `locked`
    /// tells whether a passphrase is set. `None` when there is nothing to say.
    pub fn caution(self, algorithm: &str, locked: bool) -> Option<&'static str> {
        match self {
            Self::Pkcs8 if algorithm == "ssh-ed25519" => Some(
                "ssh reads Ed25519 keys in PKCS#8 only since OpenSSH 9.6. For ssh choose the OpenSSH format.",
            ),
            Self::Pem if locked => Some(
                "The lock of this old format is weak: a passphrase is guessed millions of times a second. Choose \
                 OpenSSH or PKCS#8.",
            ),
            Self::Ppk2 if locked => Some(
                "The lock of version 2 is weak: a passphrase is guessed millions of times a second. Choose PPK 3 if \
                 your PuTTY is 0.75 or newer.",
            ),
            _ => None,
        }
    }
}

/// A format of files that hold an RSA key and its certificate, for Windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateFormat {
    /// PKCS#12 (RFC 7292), which Windows opens with a double click.
    #[default]
    Pkcs12,
    /// The key in PKCS#8 PEM and then the certificate, which pywinrm and Ansible read.
    Pem,
}

impl CertificateFormat {
    /// The short stable name: `pkcs12`, `pem`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pkcs12 => "pkcs12",
            Self::Pem => "pem",
        }
    }

    /// What the names of such files end in: `.pfx`, `.pem`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Pkcs12 => ".pfx",
            Self::Pem => ".pem",
        }
    }

    /// `name` with this format's suffix in place of the one of another format.
    pub fn file_name(self, name: &str) -> String {
        format!("{}{}", stem(name, &SUFFIXES), self.suffix())
    }
}

/// A form of public-key files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublicFormat {
    /// One line `type base64 comment`, as in `authorized_keys`.
    #[default]
    OpenSsh,
    /// RFC 4716, which ssh.com's programs and PuTTY's key generator write.
    Rfc4716,
    /// A SubjectPublicKeyInfo in PEM (RFC 7468 section 13), which openssl reads. It has no comment.
    Pem,
}

impl PublicFormat {
    /// Every form, the usual one first.
    pub const ALL: [Self; 3] = [Self::OpenSsh, Self::Rfc4716, Self::Pem];

    /// The short stable name: `openssh`, `rfc4716`, `pem`.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpenSsh => "openssh",
            Self::Rfc4716 => "rfc4716",
            Self::Pem => "pem",
        }
    }

    /// The name a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::OpenSsh => "OpenSSH",
            Self::Rfc4716 => "RFC 4716 (SSH2)",
            Self::Pem => "PEM",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_replace_each_other() {
        for (format, name, expected) in [
            (FileFormat::OpenSsh, "web", "web"),
            (FileFormat::Ppk, "web", "web.ppk"),
            (FileFormat::Ppk, "web.PEM", "web.ppk"),
            (FileFormat::Pkcs8, "web.pem", "web.pem"),
            (FileFormat::OpenSsh, "web.ppk", "web"),
            (FileFormat::Ppk2, ".ppk", ".ppk.ppk"),
            (FileFormat::Pem, "schlüssel", "schlüssel.pem"),
            (FileFormat::Ppk, "web.pfx", "web.ppk"),
        ] {
            assert_eq!(format.file_name(name), expected, "{name}");
        }
        for (format, name, expected) in [
            (CertificateFormat::Pkcs12, "web", "web.pfx"),
            (CertificateFormat::Pkcs12, "web.Pem", "web.pfx"),
            (CertificateFormat::Pem, "web.PFX", "web.pem"),
            (CertificateFormat::Pem, "web.ppk", "web.pem"),
            (CertificateFormat::Pem, ".pem", ".pem.pem"),
        ] {
            assert_eq!(format.file_name(name), expected, "{name}");
        }
    }

    #[test]
    fn codes_are_what_messages_carry() {
        for format in FileFormat::ALL {
            let json = serde_json::to_string(&format).unwrap_or_default();
            assert_eq!(json, format!("\"{}\"", format.code()));
        }
        for format in PublicFormat::ALL {
            let json = serde_json::to_string(&format).unwrap_or_default();
            assert_eq!(json, format!("\"{}\"", format.code()));
        }
    }
}
