//! Public keys in the forms of other programs.

use super::PublicKey;
use super::kind::Kind;
use crate::keys::der::{BIT_STRING, NULL, OID, SEQUENCE, element, natural, oid};
use crate::keys::file_format::PublicFormat;
use crate::keys::wire::Reader;
use base64ct::{Base64, Encoding};

/// Characters in a line of base64: at most 72 (RFC 4716 section 3.1); `ssh-keygen` writes 70.
const RFC4716_WIDTH: usize = 70;

/// Characters in a line of PEM (RFC 7468 section 2).
const PEM_WIDTH: usize = 64;

impl PublicKey {
    /// The key in one of the forms of public-key files, with a line end at its end. `None` when the kind of key has no
    /// such form: PEM holds RSA, DSA, ECDSA and Ed25519.
    pub fn write(&self, format: PublicFormat) -> Option<String> {
        match format {
            PublicFormat::OpenSsh => Some(format!("{}\n", self.to_line())),
            PublicFormat::Rfc4716 => Some(self.to_rfc4716()),
            PublicFormat::Pem => self.to_pem(),
        }
    }

    /// The form of RFC 4716, with LF line ends.
    ///
    /// The comment stands in one line however long it is: PuTTY and OpenSSH read that, while PuTTY does not know
    /// the continued lines of section 3.3.
    pub fn to_rfc4716(&self) -> String {
        let mut text = String::from("---- BEGIN SSH2 PUBLIC KEY ----\n");
        if !self.comment.is_empty() {
            text.push_str("Comment: \"");
            for character in self.comment.chars() {
                if matches!(character, '"' | '\\') {
                    text.push('\\');
                }
                text.push(character);
            }
            text.push_str("\"\n");
        }
        put_lines(&mut text, &self.blob, RFC4716_WIDTH);
        text.push_str("---- END SSH2 PUBLIC KEY ----\n");
        text
    }

    /// A `SubjectPublicKeyInfo` (RFC 5280 section 4.1, RFC 5480, RFC 8410) in PEM, with LF line ends and without the
    /// comment. `None` for kinds other than RSA, DSA, ECDSA and Ed25519.
    pub fn to_pem(&self) -> Option<String> {
        let mut fields = Reader::new(&self.blob);
        fields.string()?;
        let mut next = || fields.string();
        let (algorithm, key) = match self.kind {
            Kind::Ed25519 => (
                element(SEQUENCE, &[&element(OID, &[oid::ED25519])]),
                next()?.to_vec(),
            ),
            Kind::Rsa(_) => {
                let (e, n) = (natural(next()?), natural(next()?));
                (
                    element(SEQUENCE, &[&element(OID, &[oid::RSA]), &element(NULL, &[])]),
                    element(SEQUENCE, &[&n, &e]).to_vec(),
                )
            }
            Kind::Dsa(_) => {
                let (p, q, g) = (natural(next()?), natural(next()?), natural(next()?));
                let parameters = element(SEQUENCE, &[&p, &q, &g]);
                (
                    element(SEQUENCE, &[&element(OID, &[oid::DSA]), &parameters]),
                    natural(next()?).to_vec(),
                )
            }
            Kind::Ecdsa(_) => {
                let name = next()?;
                let (curve, _) = oid::CURVES
                    .iter()
                    .find(|(_, known)| known.as_bytes() == name)?;
                (
                    element(
                        SEQUENCE,
                        &[&element(OID, &[oid::EC]), &element(OID, &[curve])],
                    ),
                    next()?.to_vec(),
                )
            }
            Kind::SkEd25519 | Kind::SkEcdsa | Kind::Other => return None,
        };
        let der = element(SEQUENCE, &[&algorithm, &element(BIT_STRING, &[&[0], &key])]);
        let mut text = String::from("-----BEGIN PUBLIC KEY-----\n");
        put_lines(&mut text, &der, PEM_WIDTH);
        text.push_str("-----END PUBLIC KEY-----\n");
        Some(text)
    }
}

fn put_lines(text: &mut String, bytes: &[u8], width: usize) {
    let base64 = Base64::encode_string(bytes);
    let mut rest = &*base64;
    while !rest.is_empty() {
        let (line, more) = rest.split_at(width.min(rest.len()));
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
}
