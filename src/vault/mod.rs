//! The vault: the only place where a private key or its passphrase exists.

pub mod protocol;
