//! The APIs of an OpenStack cloud. No Leptos and no web-sys here: HTTP goes through one small trait.
//!
//! [`identity`] signs in and gives a token and the [`catalog`]; [`compute`] keeps the key pairs and runs
//! servers, of an [`image`] and in a [`network`]. Everything that can
//! go wrong is an [`error::Error`].

mod call;
pub mod catalog;
pub mod compute;
pub mod error;
pub mod http;
pub mod identity;
pub mod image;
mod json;
pub mod key_pair_name;
mod listing;
pub mod microversion;
pub mod network;
mod path;
pub mod secret;
mod service;
