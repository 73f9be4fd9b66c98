//! Widgets, one a file.

pub mod certificate;
pub mod command;
pub mod connect_help;
pub mod copy;
pub mod dialog;
pub mod dynamic;
pub mod ending;
pub mod failure;
pub mod field;
pub mod fingerprints;
pub mod health;
pub mod icon;
pub mod leave_guard;
pub mod link;
pub mod notice;
pub mod part;
pub mod radios;
pub mod shell;
pub mod sign_in;
pub mod take_along;
pub mod vault_state;
pub mod winrm_help;
