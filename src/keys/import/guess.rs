//! Guessing what a text is that is no public key.

use super::error::Guess;

/// The best guess at what `text` (trimmed) is.
pub(super) fn guess(text: &str) -> Guess {
    let lower = text.to_ascii_lowercase();
    let starts = |part: &str| lower.starts_with(part);
    let has = |part: &str| lower.contains(part);
    if has("-----begin pgp") {
        Guess::Pgp
    } else if has("-----begin certificate request") || has("-----begin new certificate request") {
        Guess::CertificateRequest
    } else if has("-----begin certificate")
        || has("-----begin x509")
        || has("-----begin trusted certificate")
    {
        Guess::X509Certificate
    } else if starts("age1") {
        Guess::Age
    } else if has("\"kty\"") {
        Guess::Jwk
    } else if starts("<!doctype") || starts("<html") || has("</html>") {
        Guess::Html
    } else if has("generating public/private")
        || has("your identification has been saved")
        || has("the key's randomart")
    {
        Guess::KeygenOutput
    } else if is_fingerprint(&lower) {
        Guess::Fingerprint
    } else if starts("http://") || starts("https://") {
        Guess::Url
    } else if is_path(text) {
        Guess::Path
    } else {
        Guess::Unknown
    }
}

/// `SHA256:…`, `MD5:…`, `aa:bb:…` or a line of `ssh-keygen -l` with one of them in it.
fn is_fingerprint(lower: &str) -> bool {
    lower.split_whitespace().take(2).any(|word| {
        let hex = word.strip_prefix("md5:").unwrap_or(word);
        let pairs = hex.split(':');
        word.strip_prefix("sha256:")
            .is_some_and(|digest| digest.len() >= 40)
            || pairs.clone().count() >= 16
                && pairs
                    .into_iter()
                    .all(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()))
    })
}

fn is_path(text: &str) -> bool {
    let one_word = !text.contains(['\n', ' ']);
    let rooted = ["/", "~/", "./", "../", "\\\\", "file:"]
        .iter()
        .any(|start| text.starts_with(start));
    let drive = text
        .get(1..3)
        .is_some_and(|part| part == ":\\" || part == ":/");
    let key_file =
        one_word && (text.ends_with(".pub") || text.ends_with(".pem") || text.starts_with("id_"));
    !text.contains('\n') && (rooted || drive || key_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_instead_of_a_key_is_recognised() {
        for (text, expected) in [
            ("-----BEGIN PGP PUBLIC KEY BLOCK-----", Guess::Pgp),
            ("-----BEGIN CERTIFICATE-----\nMII", Guess::X509Certificate),
            (
                "-----BEGIN CERTIFICATE REQUEST-----\nMII",
                Guess::CertificateRequest,
            ),
            (
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
                Guess::Age,
            ),
            ("{ \"kty\": \"RSA\", \"n\": \"x\" }", Guess::Jwk),
            ("https://github.com/alice.keys", Guess::Url),
            ("<!DOCTYPE html><html>", Guess::Html),
            (
                "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ",
                Guess::Fingerprint,
            ),
            (
                "256 SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ a@b (ED25519)",
                Guess::Fingerprint,
            ),
            (
                "MD5:d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e",
                Guess::Fingerprint,
            ),
            (
                "d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e",
                Guess::Fingerprint,
            ),
            ("~/.ssh/id_ed25519.pub", Guess::Path),
            ("C:\\Users\\alice\\.ssh\\id_rsa.pub", Guess::Path),
            ("id_rsa.pub", Guess::Path),
            (
                "Generating public/private ed25519 key pair.\nEnter file",
                Guess::KeygenOutput,
            ),
            ("hello", Guess::Unknown),
            ("é", Guess::Unknown),
        ] {
            assert_eq!(guess(text), expected, "{text}");
        }
    }
}
