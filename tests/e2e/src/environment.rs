//! What the tests are told by environment variables.

use std::path::PathBuf;

/// The folder of the built site, `KEYHAVEN_DIST`.
///
/// # Panics
/// When it is not set or holds no `index.html`.
pub fn dist() -> PathBuf {
    let dist = path("KEYHAVEN_DIST");
    assert!(
        dist.join("index.html").is_file(),
        "{} holds no built site: run `cargo xtask test e2e`",
        dist.display()
    );
    dist
}

/// The text of axe-core, from the file `KEYHAVEN_AXE`.
///
/// # Panics
/// When it is not set or cannot be read.
pub fn axe() -> String {
    let path = path("KEYHAVEN_AXE");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where to put pictures of the pages, `KEYHAVEN_PICTURES`; `None` when nobody wants them.
pub fn pictures() -> Option<PathBuf> {
    std::env::var_os("KEYHAVEN_PICTURES").map(PathBuf::from)
}

fn path(variable: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => panic!("{variable} is not set: run `cargo xtask test e2e`"),
    }
}
