//! Why a text cannot be imported as a public key, in words for the person who pasted it.

use super::comment::CommentError;

/// Why a text is not one public key that a cloud can take.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ImportError {
    /// Nothing but white space.
    #[error("There is no key here yet. Paste the one line of a .pub file.")]
    Empty,
    /// A private key, or a part of one.
    #[error(
        "This is a private key ({format}). It must stay on your computer: the cloud needs the public half only."
    )]
    PrivateKey {
        /// The format that it is in, such as `OpenSSH` or `PuTTY`.
        format: &'static str,
    },
    /// An OpenSSH certificate.
    #[error(
        "This is a certificate, not a public key. Use the .pub file without “-cert” in its name."
    )]
    Certificate,
    /// A DSA key.
    #[error("This is a DSA key. Servers no longer accept DSA: make a new key, Ed25519 best.")]
    Dsa,
    /// An RSA key that servers refuse for its size.
    #[error(
        "This RSA key has {bits} bits only. Servers refuse keys below 1024 bits: make a new key."
    )]
    WeakRsa {
        /// The size of the modulus in bits.
        bits: u32,
    },
    /// The key ends too early.
    #[error("The key is cut off: its end is missing. Copy the whole line again.")]
    Truncated,
    /// A character or value that a key cannot have.
    #[error("The key is damaged: a part of it was changed or lost. Copy it again.")]
    Damaged,
    /// The type in front is not the type inside.
    #[error("The line says “{written}”, but the key in it is “{inside}”. Copy it again.")]
    TypeMismatch {
        /// The type in front of the key.
        written: String,
        /// The type that the key itself names.
        inside: String,
    },
    /// More than one key.
    #[error("There are {count} keys here. A key pair holds one: paste one of them.")]
    SeveralKeys {
        /// How many.
        count: usize,
    },
    /// Something stands in front of the key, as in `authorized_keys` or `known_hosts`.
    #[error(
        "“{options}” stands in front of the key. The cloud takes the key alone: remove what is in front of it."
    )]
    OptionsInFront {
        /// What stands there, shortened to 80 characters.
        options: String,
    },
    /// Other lines follow the key.
    #[error("There is other text below the key. Paste the key alone.")]
    TextBelow,
    /// A kind of key that clouds do not take.
    #[error("The cloud takes no keys of the kind “{name}”.")]
    UnsupportedKind {
        /// The name of the kind or curve.
        name: String,
    },
    /// No public key; perhaps it can be told what it is.
    #[error("This is not a public key. {0}")]
    NotAKey(Guess),
    /// The comment cannot be stored.
    #[error("The key is good, but {0}.")]
    Comment(#[from] CommentError),
    /// Longer than a cloud stores.
    #[error("The key with its comment has {bytes} bytes; a cloud stores 65,535 at most.")]
    TooLarge {
        /// The size in bytes.
        bytes: usize,
    },
}

/// What a text seems to be that is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Guess {
    /// An OpenPGP block.
    #[error("It looks like a PGP key; SSH needs a key of its own.")]
    Pgp,
    /// An X.509 certificate.
    #[error("It looks like an X.509 (TLS) certificate.")]
    X509Certificate,
    /// A request for an X.509 certificate.
    #[error("It looks like a certificate request.")]
    CertificateRequest,
    /// An `age` recipient.
    #[error("It looks like an age recipient, which is for encrypting files.")]
    Age,
    /// A JSON Web Key.
    #[error("It looks like a JSON Web Key (JWK). Export the key in OpenSSH form.")]
    Jwk,
    /// A web address.
    #[error("It looks like a web address. Open it and copy the key that it shows.")]
    Url,
    /// A web page.
    #[error("It looks like a web page. Copy the key alone.")]
    Html,
    /// A fingerprint.
    #[error(
        "It looks like a fingerprint, which only names a key. The key itself is in the .pub file."
    )]
    Fingerprint,
    /// The path of a file.
    #[error(
        "It looks like the name of a file. Open the file and paste what is in it, or choose it as a file."
    )]
    Path,
    /// The output of the `ssh-keygen` program.
    #[error(
        "It looks like what ssh-keygen says while it works. The key itself is in the .pub file."
    )]
    KeygenOutput,
    /// No idea.
    #[error("A public key is one line that begins with its type, such as “ssh-ed25519 AAAA…”.")]
    Unknown,
}
