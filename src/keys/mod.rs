//! SSH keys. Everything here runs natively and in the browser alike; private keys only with the feature `vault`.

pub mod key_type;
