//! Every page's path, in one place: from a page to its path and back. Paths are relative to the base under which the
//! site is served.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

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
/// Which key is this?
pub const IDENTIFY: &str = "/identify";
/// What this is.
pub const ABOUT: &str = "/about";

/// What a path shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// `/`, which sends on.
    Home,
    /// Sign in.
    SignIn,
    /// The list of key pairs.
    KeyPairs,
    /// Create a key pair.
    KeyPairNew,
    /// Import a public key.
    KeyPairImport,
    /// One key pair, by its name.
    KeyPair(String),
    /// Which key is this?
    Identify,
    /// What this is.
    About,
    /// Nothing.
    Unknown,
}

impl Page {
    /// The page at `path`; a slash at its end makes no difference. Fixed paths are compared as they stand, so an escaped
    /// `new` is the key pair of that name.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Home,
            SIGN_IN => Self::SignIn,
            KEY_PAIRS => Self::KeyPairs,
            KEY_PAIR_NEW => Self::KeyPairNew,
            KEY_PAIR_IMPORT => Self::KeyPairImport,
            IDENTIFY => Self::Identify,
            ABOUT => Self::About,
            other => match other
                .strip_prefix(KEY_PAIRS)
                .and_then(|rest| rest.strip_prefix('/'))
            {
                Some(name) if !name.contains('/') => {
                    Self::KeyPair(percent_decode_str(name).decode_utf8_lossy().into_owned())
                }
                _ => Self::Unknown,
            },
        }
    }
}

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
    fn every_name_leads_back_to_itself() {
        for name in [
            "laptop", "new", "import", "a b", "50%", "%6E", "a@b.c", "é/ü", "..x", "日本",
        ] {
            assert_eq!(
                Page::at(&key_pair(name)),
                Page::KeyPair(name.to_owned()),
                "{name}"
            );
        }
    }

    #[test]
    fn every_path_is_its_page() {
        let pages = [
            (HOME, Page::Home),
            (SIGN_IN, Page::SignIn),
            (KEY_PAIRS, Page::KeyPairs),
            ("/key-pairs/", Page::KeyPairs),
            (KEY_PAIR_NEW, Page::KeyPairNew),
            (KEY_PAIR_IMPORT, Page::KeyPairImport),
            (IDENTIFY, Page::Identify),
            (ABOUT, Page::About),
            ("/key-pairs/a/b", Page::Unknown),
            ("/nowhere", Page::Unknown),
        ];
        for (path, page) in pages {
            assert_eq!(Page::at(path), page, "{path}");
        }
    }
}
