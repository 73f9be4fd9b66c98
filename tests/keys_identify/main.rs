//! Whatever file a person drops is told for what it is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod certificates;
#[path = "../keys_support/mod.rs"]
mod keys_support;
mod other;
mod private;
mod public;

use keyhaven::keys::identify::{Identified, identify};
use keys_support::secret;
use std::fs;

const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@example";

/// A fixture by its path below `tests/fixtures`.
fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!(
        "{}/tests/fixtures/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

fn told(bytes: impl AsRef<[u8]>) -> Identified {
    identify(bytes.as_ref(), None)
}

fn opened(bytes: impl AsRef<[u8]>, passphrase: &str) -> Identified {
    identify(bytes.as_ref(), Some(&secret(passphrase)))
}

/// The code of the error, `-` when there is none.
fn error(found: &Identified) -> &str {
    found.error.as_ref().map_or("-", |error| &error.code)
}

/// The codes of the problems.
fn problems(found: &Identified) -> Vec<&str> {
    found
        .problems
        .iter()
        .map(|problem| &*problem.code)
        .collect()
}

/// The fingerprints of the keys.
fn fingerprints(found: &Identified) -> Vec<String> {
    found
        .keys
        .iter()
        .map(|listed| listed.key.sha256())
        .collect()
}
