//! What an audit says of a key.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know; nothing needs to be done.
    Note,
    /// Works, but should be replaced when there is time.
    Old,
    /// Must not be trusted, or cannot work.
    Bad,
}

/// What was found. The names in kebab case are stable: other programs and translations may rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// On a blocklist, or one of the published keys that Keyhaven knows.
    Blocklisted,
    /// The same key is listed under another name too.
    SameKey,
    /// Older than the limit that was chosen.
    Age,
    /// An OpenSSH certificate where a key belongs.
    Certificate,
    /// A kind of key that Keyhaven does not know.
    UnknownKind,
    /// A key that lives on a security key (FIDO).
    SecurityKey,
    /// DSA.
    Dsa,
    /// DSA with a prime that is mostly zeros.
    DsaSparse,
    /// ECDSA: sound, but a poor source of randomness while signing gives the key away.
    Ecdsa,
    /// The point is not on its curve, or not written as it must be.
    InvalidPoint,
    /// The point is on the curve, but in a group too small to protect anything, or outside the proper one.
    WeakPoint,
    /// RSA under 1024 bits.
    RsaTiny,
    /// RSA from 1024 to under 2048 bits.
    RsaTooShort,
    /// RSA from 2048 to under 3072 bits.
    RsaShort,
    /// RSA of a size that no common program makes.
    RsaUnusualSize,
    /// RSA with an exponent that cannot work: even, below 3, or not below the modulus.
    RsaExponentInvalid,
    /// RSA with an exponent under 65537.
    RsaExponentSmall,
    /// RSA with an exponent above 65537.
    RsaExponentUnusual,
    /// RSA with an even modulus.
    RsaEven,
    /// RSA whose modulus a small prime divides.
    RsaSmallFactor,
    /// RSA whose modulus is a prime.
    RsaPrime,
    /// RSA whose modulus is the power of one number.
    RsaPower,
    /// RSA whose two primes are next to each other.
    RsaClosePrimes,
    /// RSA from Infineon's flawed chips, CVE-2017-15361.
    RsaRoca,
    /// RSA with a private exponent so small that the public key tells it.
    RsaSmallPrivate,
    /// RSA whose modulus is not random.
    RsaPattern,
    /// RSA whose modulus has a part that somebody chose.
    RsaVanity,
    /// RSA that would set off the back door of xz, CVE-2024-3094.
    RsaXzTrigger,
    /// RSA that shares a prime, or the whole modulus, with another listed key.
    RsaSharedPrime,
    /// RSA with a prime that is on a blocklist.
    RsaKnownPrime,
}

/// One thing found about one key, in words for the person whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The names of the other listed keys that it is about, in the order of the list; mostly none.
    #[serde(default)]
    pub others: Vec<String>,
    /// What was found and why it matters, in whole sentences.
    pub why: String,
    /// What to do about it, in whole sentences.
    pub what_to_do: String,
}

#[cfg(feature = "audit")]
mod advice {
    use super::{Code, Finding, Severity};

    const REPLACE_NOW: &str = "Make a new key pair, put its public key on your servers, and take this one off them. Then delete it here.";
    const REPLACE_IN_TIME: &str =
        "Make an Ed25519 key pair when there is time, and let it take this one’s place.";
    const NOTHING: &str = "Nothing needs to be done.";

    impl Finding {
        pub(in crate::keys::audit) fn bad(code: Code, why: impl Into<String>) -> Self {
            Self::new(code, Severity::Bad, why, REPLACE_NOW)
        }

        pub(in crate::keys::audit) fn old(code: Code, why: impl Into<String>) -> Self {
            Self::new(code, Severity::Old, why, REPLACE_IN_TIME)
        }

        pub(in crate::keys::audit) fn note(code: Code, why: impl Into<String>) -> Self {
            Self::new(code, Severity::Note, why, NOTHING)
        }

        fn new(code: Code, severity: Severity, why: impl Into<String>, what: &str) -> Self {
            Self {
                code,
                severity,
                others: Vec::new(),
                why: why.into(),
                what_to_do: what.to_owned(),
            }
        }

        /// The same with another advice.
        pub(in crate::keys::audit) fn advising(mut self, what_to_do: &str) -> Self {
            what_to_do.clone_into(&mut self.what_to_do);
            self
        }

        /// The same with the names of the keys that it is about.
        pub(in crate::keys::audit) fn with_others(mut self, others: Vec<String>) -> Self {
            self.others = others;
            self
        }
    }
}
