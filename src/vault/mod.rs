//! The vault: the only place where a private key or its passphrase exists.
//!
//! It is a frame without network (`frame/`) that asks for passphrases, takes key files in and saves them, and a worker
//! in it ([`worker`]) that makes, reads and holds keys. The app drives both through [`protocol`] by way of [`client`].

pub mod protocol;

#[cfg(feature = "app")]
pub mod client;

#[cfg(feature = "vault")]
pub mod keeper;
#[cfg(feature = "vault")]
pub mod password;
#[cfg(feature = "vault")]
pub mod workbench;

#[cfg(all(feature = "vault", target_arch = "wasm32"))]
pub mod worker;
