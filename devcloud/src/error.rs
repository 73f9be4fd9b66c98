//! Why a cloud could not be started or asked.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A failure to start the cloud, or to do what its owner asked of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken, or not one of this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The database cannot be opened, read or written.
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The request log cannot be opened.
    #[error("request log {path}: {source}")]
    RequestLog {
        /// The file asked for.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The folder to serve has no `index.html`.
    #[error("no index.html in {0}")]
    NoSite(PathBuf),
    /// A seeded password could not be hashed.
    #[error("password hash: {0}")]
    Hash(#[from] bcrypt::BcryptError),
    /// The operating system has no randomness to give.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// There is no user of that name.
    #[error("no user {0}")]
    NoSuchUser(String),
    /// The user has a key pair of that name.
    #[error("key pair {0} exists")]
    NameTaken(String),
    /// The database's addresses are another cloud's: it is open twice, or a copy of it is.
    #[error("127.{0}.0.0/16 is taken by another devcloud; is the database open twice?")]
    AddressesTaken(u8),
    /// No block of addresses is left on loopback.
    #[error("all of 127.2.0.0/16 to 127.250.0.0/16 is taken by other devclouds")]
    NoAddresses,
    /// A server's host keys could not be made or read.
    #[error("host keys: {0}")]
    HostKeys(#[from] russh::keys::ssh_key::Error),
    /// A background task ended before its work was done.
    #[error("the work was cut short")]
    Cancelled,
}
