//! The way from a key file to a login: whom to log in as, at which address, with which command.
//!
//! Nothing here is run; every part of a command that came from a person or a cloud is quoted for the program that will
//! read it.

pub mod address;
pub mod commands;
pub mod login_user;
pub mod quote;
pub mod rotate;
