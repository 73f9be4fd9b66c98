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
/// The list of servers.
pub const SERVERS: &str = "/servers";
/// Launch a server; `?key=NAME` comes with the key pair chosen.
pub const SERVER_NEW: &str = "/servers/new";
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
    /// Putting a new key pair in the place of one, by its name.
    Rotate(String),
    /// The list of servers.
    Servers,
    /// Launch a server.
    ServerNew,
    /// One server, by its id.
    Server(String),
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
            SERVERS => Self::Servers,
            SERVER_NEW => Self::ServerNew,
            IDENTIFY => Self::Identify,
            ABOUT => Self::About,
            other => Self::below(other),
        }
    }

    /// The page of one thing.
    fn below(path: &str) -> Self {
        let plain = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        let mut segments = path.split('/').skip(1);
        let parts = [(); 4].map(|()| segments.next());
        match parts {
            [Some("key-pairs"), Some(name), None, None] => Self::KeyPair(plain(name)),
            [Some("key-pairs"), Some(name), Some("rotate"), None] => Self::Rotate(plain(name)),
            [Some("servers"), Some(id), None, None] => Self::Server(plain(id)),
            _ => Self::Unknown,
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

/// Where a new key pair takes the place of one.
pub fn rotate(name: &str) -> String {
    format!("{}/rotate", key_pair(name))
}

/// The same with the new key pair chosen.
pub fn rotate_with(old: &str, new: &str) -> String {
    format!("{}?with={}", rotate(old), utf8_percent_encode(new, SEGMENT))
}

/// Where a key pair is made that takes the place of one; the way leads back to [`rotate_with`] afterwards.
pub fn create_to_replace(old: &str) -> String {
    format!(
        "{KEY_PAIR_NEW}?replaces={}",
        utf8_percent_encode(old, SEGMENT)
    )
}

/// A server's page.
pub fn server(id: &str) -> String {
    format!("{SERVERS}/{}", utf8_percent_encode(id, SEGMENT))
}

/// Where a server is launched with a key pair.
pub fn launch_with(key_pair: &str) -> String {
    format!(
        "{SERVER_NEW}?key={}",
        utf8_percent_encode(key_pair, SEGMENT)
    )
}

/// The value of `name` in a query such as `?key=a%20b`, as a browser has it.
pub fn in_query(query: &str, name: &str) -> Option<String> {
    let mut parts = query.trim_start_matches('?').split('&');
    let value = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
    let value = value.replace('+', " ");
    Some(percent_decode_str(&value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn names_come_out_of_a_query_as_they_went_in() {
        for name in ["laptop", "a b", "50%", "a&b=c", "é+ü", "日本"] {
            let query = |path: String| path.split_once('?').map(|(_, query)| query.to_owned());
            let launch = query(launch_with(name)).unwrap_or_default();
            assert_eq!(in_query(&launch, "key").as_deref(), Some(name));
            let create = query(create_to_replace(name)).unwrap_or_default();
            assert_eq!(in_query(&create, "replaces").as_deref(), Some(name));
            let rotate = query(rotate_with("old", name)).unwrap_or_default();
            assert_eq!(in_query(&rotate, "with").as_deref(), Some(name));
        }
        assert_eq!(in_query("?a=1&key=b+c", "key").as_deref(), Some("b c"));
        assert_eq!(in_query("?monkey=1&keys=2", "key"), None);
        assert_eq!(in_query("", "key"), None);
    }

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
            (SERVERS, Page::Servers),
            (SERVER_NEW, Page::ServerNew),
            ("/servers/0a1b/", Page::Server("0a1b".to_owned())),
            ("/servers/a/b", Page::Unknown),
            ("/key-pairs/a/rotate", Page::Rotate("a".to_owned())),
            (IDENTIFY, Page::Identify),
            (ABOUT, Page::About),
            ("/key-pairs/a/b", Page::Unknown),
            ("/nowhere", Page::Unknown),
        ];
        for (path, page) in pages {
            assert_eq!(Page::at(path), page, "{path}");
        }
    }

    /// What `site/sw.js` answers with the page, without asking the host.
    #[test]
    fn the_kept_version_has_the_same_pages() {
        let script = include_str!("../site/sw.js");
        let list = script.lines().find_map(|line| {
            let list = line.strip_prefix("const ROUTES = ")?;
            list.strip_suffix(';')
        });
        let listed: Vec<String> = serde_json::from_str(list.unwrap()).unwrap();
        let pages = [
            HOME,
            SIGN_IN,
            KEY_PAIRS,
            KEY_PAIR_NEW,
            SERVERS,
            SERVER_NEW,
            IDENTIFY,
            ABOUT,
        ];
        let mut first: Vec<_> = pages
            .iter()
            .map(|path| path.split('/').nth(1).unwrap().to_owned())
            .collect();
        first.sort();
        first.dedup();
        assert_eq!(listed, first);
    }
}
