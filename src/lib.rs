//! Keyhaven: SSH key pairs for OpenStack clouds, made in the browser.
//!
//! Two programs come from this package. The *app* (feature `app`) is the page a person sees; it talks to the cloud
//! and knows public keys only. The *vault* (feature `vault`) makes and holds private keys, runs in a sandboxed frame
//! without network, and talks to the app through [`vault::protocol`] alone.

#[cfg(all(feature = "app", feature = "vault", target_arch = "wasm32"))]
compile_error!(
    "the app's program must not contain private-key code: build it with --no-default-features --features app"
);

pub mod audit;
pub mod cloud_files;
pub mod connect;
pub mod console_log;
pub mod keys;
pub mod launch;
pub mod openstack;
pub mod vault;

#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "app")]
pub mod browser;
pub mod config;
pub mod explain;
#[cfg(feature = "app")]
pub mod key_pairs;
#[cfg(feature = "app")]
pub mod pages;
#[cfg(feature = "app")]
pub mod router;
pub mod routes;
#[cfg(feature = "app")]
pub mod session;
#[cfg(feature = "app")]
pub mod ui;
