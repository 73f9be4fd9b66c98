//! Every page's path, in one place. Paths are relative to the base under which the site is served.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand unescaped in a path's segment (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The first page.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// The list of key pairs.
pub const KEY_PAIRS: &str = "/key-pairs";
/// Create a key pair.
pub const KEY_PAIR_NEW: &str = "/key-pairs/new";
/// Import a public key.
pub const KEY_PAIR_IMPORT: &str = "/key-pairs/import";
/// What this is.
pub const ABOUT: &str = "/about";

/// A key pair's page. A name that is another page's path (`new`, `import`) is escaped so that it is not taken for it.
pub fn key_pair(name: &str) -> String {
    let segment = match name {
        "new" | "import" => name.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        _ => utf8_percent_encode(name, SEGMENT).to_string(),
    };
    format!("{KEY_PAIRS}/{segment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_one_segment() {
        assert_eq!(
            key_pair("web server@eu.1"),
            "/key-pairs/web%20server%40eu.1"
        );
        assert_eq!(key_pair("50%/é"), "/key-pairs/50%25%2F%C3%A9");
    }

    #[test]
    fn a_key_pair_may_be_called_like_a_page() {
        assert_eq!(key_pair("new"), "/key-pairs/%6E%65%77");
    }
}
