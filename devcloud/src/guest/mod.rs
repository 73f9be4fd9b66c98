//! A launched server's inside, as far as somebody who logs in sees it: an SSH server on the server's own addresses that lets in
//! exactly the keys in its `authorized_keys`, with a small shell behind it. Nothing of the host is reached through it: its
//! files are in memory, and its commands are those in [`shell`].
//! Source: RFC 4252 to 4254; cloud-init's documentation for what a fresh server is like.

pub(crate) mod boot_log;
mod host_keys;
mod line_editor;
mod listener;
mod machine;
mod session;
mod shell;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail loudly"
)]
mod tests;

pub(crate) use host_keys::HostKeys;
pub(crate) use listener::Guest;
pub(crate) use machine::Machine;
