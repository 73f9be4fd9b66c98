//! The APIs of an OpenStack cloud. No Leptos and no web-sys here: HTTP goes through one small trait.
//!
//! [`identity`] signs in and gives a token and the [`catalog`]; [`compute`] keeps the key pairs. Everything that can
//! go wrong is an [`error::Error`].

mod call;
pub mod catalog;
pub mod compute;
pub mod error;
pub mod http;
pub mod identity;
mod json;
pub mod key_pair_name;
pub mod microversion;
pub mod secret;
