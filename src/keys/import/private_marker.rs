//! Telling a private key by its look, so that it is stopped before anything is done with it.

use base64ct::{Base64, Encoding};
use std::borrow::Cow;

/// Text that only private keys hold, in lower case, and the format that it tells.
const MARKERS: [(&str, &str); 16] = [
    ("begin openssh private key", "OpenSSH"),
    ("begin rsa private key", "PKCS#1"),
    ("begin ec private key", "SEC1"),
    ("begin dsa private key", "DSA"),
    ("begin encrypted private key", "encrypted PKCS#8"),
    ("begin private key", "PKCS#8"),
    ("begin ssh2 encrypted private key", "SSH.com"),
    ("begin pgp private key", "PGP"),
    ("putty-user-key-file-", "PuTTY"),
    ("private-lines:", "PuTTY"),
    ("private-mac:", "PuTTY"),
    ("age-secret-key-", "age"),
    ("private key-----", "PEM"),
    ("private key ----", "SSH.com"),
    ("ssh private key file format", "SSH version 1"),
    // The start of an OpenSSH private key in base64 (the text "openssh-key-v1"), pasted without its first line.
    ("b3blbnnzac1rzxktdje", "OpenSSH"),
];

/// Whether `text` holds a private key or a part of one.
///
/// Cheap, so that it can be asked about everything that is pasted. It knows the headings of all common formats, the
/// OpenSSH format without its heading, and bare base64 that begins like a private key in DER.
pub fn looks_private(text: &str) -> bool {
    private_format(&without_nul(text)).is_some()
}

/// Undoes what reading a UTF-16 file as UTF-8 does to ASCII text: Windows PowerShell's `>` writes such files.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        text.replace(['\0', '\u{fffd}'], "").into()
    } else {
        text.into()
    }
}

/// The format of the private key in `text`, or `None` when there is no sign of one.
pub(crate) fn private_format(text: &str) -> Option<&'static str> {
    let marker = MARKERS
        .iter()
        .find(|(marker, _)| contains(text.as_bytes(), marker.as_bytes()));
    if let Some((_, format)) = marker {
        return Some(format);
    }
    if text.contains("\"kty\"")
        && ["\"d\":", "\"d\" :", "\"k\":", "\"k\" :"]
            .iter()
            .any(|part| text.contains(part))
    {
        return Some("JWK");
    }
    der_private(text)
}

/// Whether `text` contains `marker`, whatever the case of ASCII letters.
fn contains(text: &[u8], marker: &[u8]) -> bool {
    let (first, length) = (marker[0], marker.len());
    text.windows(length)
        .any(|part| part[0].to_ascii_lowercase() == first && part.eq_ignore_ascii_case(marker))
}

/// PKCS#8, PKCS#1 and SEC1 all begin with a SEQUENCE whose first element is the INTEGER 0 or 1. No public key does.
fn der_private(text: &str) -> Option<&'static str> {
    let start: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .take(16)
        .collect();
    let mut buffer = [0; 12];
    let der = Base64::decode(&start, &mut buffer).ok()?;
    let body = match der {
        [0x30, 0x82, _, _, body @ ..] | [0x30, 0x81, _, body @ ..] => body,
        [0x30, 0..=0x7f, body @ ..] => body,
        _ => return None,
    };
    matches!(body, [2, 1, 0 | 1, ..]).then_some("DER")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_every_format_are_known() {
        for (text, format) in [
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "OpenSSH"),
            ("  \u{feff}-----begin rsa private key-----", "PKCS#1"),
            ("-----BEGIN EC PRIVATE KEY-----", "SEC1"),
            ("-----BEGIN DSA PRIVATE KEY-----", "DSA"),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "encrypted PKCS#8"),
            ("some text\r\n-----BEGIN PRIVATE KEY-----", "PKCS#8"),
            ("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----", "SSH.com"),
            ("PuTTY-User-Key-File-3: ssh-ed25519", "PuTTY"),
            ("Private-Lines: 1\nAAAA", "PuTTY"),
            ("AAAA\n-----END OPENSSH PRIVATE KEY-----", "PEM"),
            ("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ", "OpenSSH"),
            ("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06", "DER"),
            ("MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEA", "DER"),
            ("MHcCAQEEIJ2Vt", "DER"),
            ("{\"kty\":\"OKP\",\"d\":\"x\"}", "JWK"),
        ] {
            // The last line of bare DER needs 16 characters to be looked at; shorter text is no key.
            let found = private_format(text);
            if text.len() < 16 {
                assert_eq!(found, None, "{text}");
            } else {
                assert_eq!(found, Some(format), "{text}");
            }
        }
    }

    #[test]
    fn public_keys_and_other_text_are_not_private() {
        for text in [
            "",
            "x",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f my private key",
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA",
            "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
            "---- BEGIN SSH2 PUBLIC KEY ----",
            "{\"kty\":\"OKP\",\"x\":\"x\"}",
        ] {
            assert!(!looks_private(text), "{text}");
        }
    }
}
