//! Putting a new key in the place of an old one on a server that runs.

use super::quote::sh;
use crate::keys::public::PublicKey;

/// The base64 of a key: what tells one line of `authorized_keys` from another, whatever options and comment it has.
fn blob(key: &PublicKey) -> String {
    let line = key.to_line();
    line.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// A command for the server's own shell that lets a key in. It does nothing when the key is there already, and begins on a
/// line of its own where the last one was not ended.
pub fn add(key: &PublicKey) -> String {
    let (blob, line) = (blob(key), sh(&key.to_line()));
    format!(
        "umask 077; mkdir -p ~/.ssh; grep -qsF {blob} ~/.ssh/authorized_keys || {{ [ -z \"$(tail -c1 ~/.ssh/authorized_keys 2>/dev/null)\" ] || echo; echo {line}; }} >> ~/.ssh/authorized_keys"
    )
}

/// A command for the server's own shell that no longer lets a key in. It does nothing unless another key is there, so that
/// nobody is locked out.
pub fn remove(old: &PublicKey, new: &PublicKey) -> String {
    let (old, new) = (blob(old), blob(new));
    format!(
        "grep -qsF {new} ~/.ssh/authorized_keys && sed -i.before '\\|{old}|d' ~/.ssh/authorized_keys"
    )
}
