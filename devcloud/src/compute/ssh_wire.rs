//! Public keys and certificates in SSH's wire format, checked as the library that Nova uses checks them.
//! Source: RFC 4251 section 5, RFC 4253 section 6.6, RFC 5656, RFC 8709, PROTOCOL.u2f, PROTOCOL.certkeys.

/// Reads wire data from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count)?;
        self.0 = tail;
        Some(head)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()?;
        self.take(usize::try_from(length).ok()?)
    }

    /// A number that is not negative, without its leading zero byte.
    fn mpint(&mut self) -> Option<&'a [u8]> {
        let bytes = self.string()?;
        if bytes.first().is_some_and(|first| *first > 0x7f) {
            return None;
        }
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        bytes.get(zeros..)
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

const CERTIFICATE: &str = "-cert-v01@openssh.com";

/// Passes when `blob` is a key (or certificate) of the type that `kind` names.
pub(super) fn check(kind: &str, blob: &[u8]) -> Option<()> {
    let mut reader = Reader(blob);
    if reader.string()? != kind.as_bytes() {
        return None;
    }
    match kind.strip_suffix(CERTIFICATE) {
        None => key(kind, &mut reader)?,
        Some(kind) => certificate(kind, &mut reader)?,
    }
    reader.end()
}

fn key(kind: &str, reader: &mut Reader<'_>) -> Option<()> {
    match kind {
        "ssh-ed25519" => ed25519(reader),
        "ssh-rsa" => rsa(reader),
        "ssh-dss" => dss(reader),
        "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" => {
            ecdsa(kind.strip_prefix("ecdsa-sha2-")?, reader)
        }
        "sk-ssh-ed25519@openssh.com" => {
            ed25519(reader)?;
            application(reader)
        }
        "sk-ecdsa-sha2-nistp256@openssh.com" => {
            ecdsa("nistp256", reader)?;
            application(reader)
        }
        _ => None,
    }
}

fn ed25519(reader: &mut Reader<'_>) -> Option<()> {
    (reader.string()?.len() == 32).then_some(())
}

fn rsa(reader: &mut Reader<'_>) -> Option<()> {
    let (exponent, modulus) = (reader.mpint()?, reader.mpint()?);
    let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    let one = exponent == [1];
    let smaller = (exponent.len(), exponent) < (modulus.len(), modulus);
    (odd(exponent) && odd(modulus) && !one && smaller).then_some(())
}

fn dss(reader: &mut Reader<'_>) -> Option<()> {
    let (p, q) = (reader.mpint()?, reader.mpint()?);
    let (g, y) = (reader.mpint()?, reader.mpint()?);
    // 1024 and 160 bits, the only sizes SSH knows.
    let whole = |number: &[u8], bytes: usize| number.len() == bytes && number[0] >= 0x80;
    (whole(p, 128) && whole(q, 20) && !g.is_empty() && !y.is_empty()).then_some(())
}

/// An uncompressed point that lies on its curve.
fn ecdsa(curve: &str, reader: &mut Reader<'_>) -> Option<()> {
    let (named, point) = (reader.string()?, reader.string()?);
    if named != curve.as_bytes() || point.first() != Some(&4) {
        return None;
    }
    match curve {
        "nistp256" => p256::PublicKey::from_sec1_bytes(point).ok().map(|_| ()),
        "nistp384" => p384::PublicKey::from_sec1_bytes(point).ok().map(|_| ()),
        _ => p521::PublicKey::from_sec1_bytes(point).ok().map(|_| ()),
    }
}

fn application(reader: &mut Reader<'_>) -> Option<()> {
    reader.string()?.starts_with(b"ssh:").then_some(())
}

/// A certificate's fields; its signature is not verified.
fn certificate(kind: &str, reader: &mut Reader<'_>) -> Option<()> {
    let nonce = reader.string()?;
    key(kind, reader)?;
    let _serial = reader.take(8)?;
    let role = reader.u32()?;
    let (_id, _principals) = (reader.string()?, reader.string()?);
    let _validity = reader.take(16)?;
    let (_critical, _extensions, _reserved) =
        (reader.string()?, reader.string()?, reader.string()?);
    let mut authority = Reader(reader.string()?);
    let mut signature = Reader(reader.string()?);
    let signer = authority.string()?;
    let by = signature.string()?;
    let rsa = signer == b"ssh-rsa" && matches!(by, b"rsa-sha2-256" | b"rsa-sha2-512");
    (!nonce.is_empty() && matches!(role, 1 | 2) && (signer == by || rsa)).then_some(())
}
