//! What the tests are told by environment variables.

use crate::engine::Engine;
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

/// The folder of Google's CSP evaluator, `KEYHAVEN_CSP_EVALUATOR`.
///
/// # Panics
/// When it is not set.
pub fn csp_evaluator() -> PathBuf {
    path("KEYHAVEN_CSP_EVALUATOR")
}

/// The browser to test, `KEYHAVEN_BROWSER`; Chromium when nothing is said.
///
/// # Panics
/// When it is the name of none.
pub fn browser() -> Engine {
    let Some(name) = std::env::var_os("KEYHAVEN_BROWSER") else {
        return Engine::Chromium;
    };
    let engine = name.to_string_lossy().parse();
    engine.unwrap_or_else(|error| panic!("KEYHAVEN_BROWSER: {error}"))
}

/// geckodriver's program, `KEYHAVEN_GECKODRIVER`.
///
/// # Panics
/// When it is not set.
pub fn geckodriver() -> PathBuf {
    path("KEYHAVEN_GECKODRIVER")
}

/// Where to put pictures of the pages, `KEYHAVEN_PICTURES`, made when it is not there; `None` when nobody wants them.
///
/// # Panics
/// When it cannot be made.
pub fn pictures() -> Option<PathBuf> {
    let folder = std::env::var_os("KEYHAVEN_PICTURES").map(PathBuf::from)?;
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    Some(folder)
}

/// The file in which `tests/openstack/up` tells of the real cloud, `KEYHAVEN_OPENSTACK_STATE`; `None` when the embedded cloud
/// is meant.
pub fn openstack() -> Option<PathBuf> {
    std::env::var_os("KEYHAVEN_OPENSTACK_STATE").map(PathBuf::from)
}

/// The program of `cargo xtask`, `KEYHAVEN_XTASK`.
///
/// # Panics
/// When it is not set.
pub fn xtask() -> PathBuf {
    path("KEYHAVEN_XTASK")
}

fn path(variable: &str) -> PathBuf {
    match std::env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => panic!("{variable} is not set: run `cargo xtask test e2e`"),
    }
}
