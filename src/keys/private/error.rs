//! What can go wrong with private keys. No error carries anything of the key.

use crate::keys::import::CommentError;

/// Why a key pair could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    /// RSA is made by the browser's SubtleCrypto.
    #[error("RSA keys are made by the browser's own cryptography")]
    NeedsPlatform,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers")]
    NoRandomness,
    /// The comment cannot be used.
    #[error(transparent)]
    Comment(#[from] CommentError),
}

/// Why an RSA key was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RsaKeyError {
    /// Not PKCS#8 DER, or damaged.
    #[error("the key is not in PKCS#8 form")]
    Form,
    /// A key of another kind.
    #[error("the key is not an RSA key with two primes")]
    NotRsa,
    /// The modulus is not from 2048 to 16,384 bits long.
    #[error("an RSA key of {bits} bits is not taken")]
    Size {
        /// The size of the modulus in bits.
        bits: u32,
    },
    /// The numbers do not belong together.
    #[error("the numbers of the RSA key do not belong together")]
    Inconsistent,
    /// The comment cannot be used.
    #[error(transparent)]
    Comment(#[from] CommentError),
}

/// Why a key file could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A passphrase without a single character.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// Too few rounds of the key derivation.
    #[error("{rounds} rounds are too few to protect the passphrase")]
    TooFewRounds {
        /// The rounds that were asked for.
        rounds: u32,
    },
    /// So many rounds that nobody could wait for them, Keyhaven's own reader included.
    #[error("{rounds} rounds are too many")]
    TooManyRounds {
        /// The rounds that were asked for.
        rounds: u32,
    },
    /// Keys of this kind have no such form: a traditional PEM file of Ed25519, or anything but OpenSSH's format for a key
    /// on a security key.
    #[error("keys of this kind cannot be written in this format")]
    NotInThisFormat,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers")]
    NoRandomness,
    /// The key did not fit the format.
    #[error("the key could not be encoded")]
    Encoding,
}

/// Why a private-key file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text is no private key.
    #[error("this is not a private key")]
    NotAPrivateKey,
    /// A file of PuTTY's whose private half was taken out.
    #[error("this file holds the public half of a key only")]
    OnlyPublic,
    /// The file is locked.
    #[error("the file is locked with a passphrase")]
    PassphraseRequired,
    /// The passphrase does not open the file. In a locked file, damage to the first encrypted bytes looks the same.
    #[error("the passphrase does not open the file")]
    WrongPassphrase,
    /// The file was changed, or its end is missing.
    #[error("the key file is damaged")]
    Damaged,
    /// A cipher that is not known.
    #[error("the file is locked with the cipher “{name}”, which is not supported")]
    UnsupportedCipher {
        /// The cipher's name in the file.
        name: String,
    },
    /// A key derivation that is not known.
    #[error("the file is locked with the key derivation “{name}”, which is not supported")]
    UnsupportedKdf {
        /// The name in the file.
        name: String,
    },
    /// Unlocking would take minutes or more than 256 MiB of memory.
    #[error("unlocking the file would take too long or too much memory: it asks for {asks}")]
    TooCostly {
        /// The key derivation and what it asks for, as [`Kdf`](super::Kdf) shows it.
        asks: String,
    },
    /// A kind of key whose private half is not supported.
    #[error("private keys of the kind “{name}” are not supported")]
    UnsupportedKind {
        /// The kind's name in the file.
        name: String,
    },
    /// A file format that is not read.
    #[error("the format {format} is not supported")]
    UnsupportedFormat {
        /// The format's name.
        format: &'static str,
    },
    /// A PEM file of a sort that is not known.
    #[error("PEM files of the sort “{label}” are not supported")]
    UnsupportedLabel {
        /// What stands after BEGIN.
        label: String,
    },
    /// More than one key in one file.
    #[error("the file holds {count} keys; only files with one key are supported")]
    SeveralKeys {
        /// How many.
        count: u32,
    },
    /// No key file is this large.
    #[error("the file is too large for a key file")]
    TooLarge,
}
