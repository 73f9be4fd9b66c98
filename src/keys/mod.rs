//! SSH keys. Everything here runs natively and in the browser alike; private keys only with the feature `vault`.

pub mod audit;
pub mod certificate;
pub(crate) mod der;
pub mod file_format;
pub mod file_name;
pub mod identify;
pub mod import;
pub mod key_type;
pub mod known_hosts;
#[cfg(feature = "vault")]
pub mod private;
pub mod public;
pub mod windows_user;
pub(crate) mod wire;
pub mod x509;
