//! Files that hold public keys or certificates.

use super::{Failure, FileKind, Identified, Problem};
use crate::keys::certificate;
use crate::keys::import::{self, ImportError, Listed};
use crate::keys::public::{PublicKey, kind::Kind};
use crate::keys::x509::{X509Certificate, X509Error};

/// The report of a file with public keys or a certificate; `None` when there is no sign of either.
pub(super) fn identify(bytes: &[u8]) -> Option<Identified> {
    match X509Certificate::from_der(bytes) {
        Err(X509Error::NotACertificate) => {}
        read => return x509(read),
    }
    if let Some((format, blob)) = import::from_der(bytes) {
        return match PublicKey::from_blob(blob, "") {
            Ok(key) => Some(one(key, format)),
            Err(_) => Some(unreadable(&ImportError::Damaged)),
        };
    }
    let text = import::decode(bytes);
    if import::looks_private(&text) {
        return None;
    }
    let listed = import::list(&text);
    if let [only] = &listed.keys[..]
        && only.options.is_empty()
        && listed.unread == 0
    {
        return Some(one(only.key.clone(), "openssh"));
    }
    if !listed.keys.is_empty() {
        return Some(several(listed));
    }
    match import::read_any(&text) {
        Ok(key) => Some(one(key, format(&text))),
        Err(ImportError::NotAKey(_) | ImportError::Empty) => {
            match X509Certificate::from_pem(&text) {
                Err(X509Error::NotACertificate) => None,
                read => x509(read),
            }
        }
        // Something long that was not even looked at.
        Err(ImportError::TooLarge { .. }) => None,
        Err(error) => Some(unreadable(&error)),
    }
}

/// What a person should know about a key as it is.
pub(super) fn problem(key: &PublicKey) -> Option<Problem> {
    let (code, text) = match key.kind() {
        Kind::Dsa(_) => ("dsa", "Servers no longer accept DSA keys.".to_owned()),
        Kind::Rsa(bits @ ..2048) => (
            "rsa-short",
            format!("{bits} bits are too short for RSA today."),
        ),
        Kind::Other => (
            "unknown-kind",
            format!("Keys of the kind {} are not known.", key.algorithm()),
        ),
        _ => return None,
    };
    Some(Problem {
        code: code.into(),
        text,
    })
}

/// A file with one key, or with one certificate.
fn one(key: PublicKey, format: &'static str) -> Identified {
    if !certificate::is_certificate(key.algorithm()) {
        let mut found = Identified {
            kind: FileKind::Public,
            format: Some(format.into()),
            ..Identified::default()
        };
        found.add(key, "");
        return found;
    }
    let mut found = Identified {
        kind: FileKind::Certificate,
        format: Some("openssh".into()),
        algorithm: Some(key.algorithm().to_owned()),
        comment: Some(key.comment().to_owned()),
        ..Identified::default()
    };
    match certificate::read(key.blob()) {
        Some((certificate, plain)) => {
            let plain = plain.clone().with_comment(key.comment()).unwrap_or(plain);
            found.add(plain, "");
            found.certificate = Some(certificate);
        }
        None => found.error = Failure::new("damaged", "The certificate is damaged."),
    }
    found
}

/// A file with several keys, or with something around them.
fn several(listed: Listed) -> Identified {
    let options = listed.keys.iter().map(|listed| &listed.options);
    let hosts = options
        .filter(|front| !front.is_empty())
        .any(|front| !import::is_options(front));
    let mut found = Identified {
        kind: FileKind::Public,
        format: Some(
            if hosts {
                "known_hosts"
            } else {
                "authorized_keys"
            }
            .into(),
        ),
        ..Identified::default()
    };
    let count = listed.keys.len();
    let with_options = listed.keys.iter().any(|listed| !listed.options.is_empty());
    for listed in listed.keys {
        found.add(listed.key, &listed.options);
    }
    if count > 1 {
        found.warn(
            "several-keys",
            format!("There are {count} keys in this file."),
        );
    }
    if with_options && !hosts {
        found.warn(
            "options",
            "Options stand in front of the key, as in authorized_keys: the key alone is without them.",
        );
    }
    if listed.unread > 0 {
        found.warn(
            "unread-lines",
            format!("{} lines of this file hold no key.", listed.unread),
        );
    }
    found
}

fn x509(read: Result<(X509Certificate, Option<PublicKey>), X509Error>) -> Option<Identified> {
    let mut found = Identified {
        kind: FileKind::Certificate,
        format: Some("x509".into()),
        ..Identified::default()
    };
    match read {
        Ok((certificate, key)) => {
            match key {
                Some(key) => found.add(key, ""),
                None => found.algorithm = Some(certificate.key_type.clone()),
            }
            found.comment = None;
            found.x509 = Some(certificate);
        }
        Err(error) => found.error = Failure::new("damaged", error.to_string()),
    }
    Some(found)
}

/// A file that was meant to hold a public key.
fn unreadable(error: &ImportError) -> Identified {
    let code = match error {
        ImportError::Empty => "empty",
        ImportError::PrivateKey { .. } => "private-key",
        ImportError::Certificate => "certificate",
        ImportError::Dsa => "dsa",
        ImportError::WeakRsa { .. } => "rsa-short",
        ImportError::Truncated => "truncated",
        ImportError::Damaged => "damaged",
        ImportError::TypeMismatch { .. } => "type-mismatch",
        ImportError::SeveralKeys { .. } => "several-keys",
        ImportError::OptionsInFront { .. } => "options-in-front",
        ImportError::TextBelow => "text-below",
        ImportError::UnsupportedKind { .. } => "unsupported-kind",
        ImportError::NotAKey(_) => "not-a-key",
        ImportError::Comment(_) => "comment",
        ImportError::TooLarge { .. } => "too-large",
    };
    let message = match error {
        ImportError::UnsupportedKind { name } => {
            format!("This is a public key of a kind that SSH does not use: {name}.")
        }
        other => other.to_string(),
    };
    Identified {
        kind: FileKind::Public,
        error: Failure::new(code, message),
        ..Identified::default()
    }
}

fn format(text: &str) -> &'static str {
    let has = |begin| text.contains(begin);
    if has("---- BEGIN SSH2") {
        "rfc4716"
    } else if has("-----BEGIN RSA PUBLIC KEY") {
        "pkcs1"
    } else if has("-----BEGIN PUBLIC KEY") {
        "pkcs8"
    } else {
        "openssh"
    }
}
