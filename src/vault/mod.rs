//! The vault: the only place where a private key or its passphrase exists.
//!
//! It is a frame without network (`frame.html`, `frame.js`) that asks for the passphrase and saves the file, and a
//! worker in it ([`worker`]) that makes and holds the key. The app drives both through [`protocol`] by way of
//! [`client`].

pub mod protocol;

#[cfg(feature = "app")]
pub mod client;

#[cfg(feature = "vault")]
pub mod keeper;

#[cfg(all(feature = "vault", target_arch = "wasm32"))]
pub mod worker;
