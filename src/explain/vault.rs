//! Why the private-key part of the page did not do what it was asked.

use super::Explanation;
use crate::vault::protocol::VaultError;

/// Explains what went wrong in the frame that makes and holds private keys.
pub fn explain_vault(error: &VaultError) -> Explanation {
    let (title, detail, next) = match error {
        VaultError::PassphrasesDiffer => (
            "The two passphrases differ",
            "What you typed the second time is not what you typed the first time.",
            "Type the passphrase again in both fields, or leave both empty.",
        ),
        VaultError::NoRandomness => (
            "No random numbers",
            "The browser gave no random numbers, and a key made without them would be worthless.",
            "Reload the page or use another browser.",
        ),
        VaultError::NoRsa => (
            "The browser cannot make RSA keys here",
            "RSA keys are made by the browser's own cryptography, which did not do it.",
            "Choose Ed25519, which every cloud image of the last years takes, or use another browser.",
        ),
        VaultError::CannotWrite => (
            "The key file could not be written",
            "The key was made, but putting it into a file failed. Nothing was registered.",
            "Try again. If it fails again, choose another key type or reload the page.",
        ),
        VaultError::BadComment => (
            "This comment is not possible",
            "A comment is one line of at most 255 characters, without tabs or other control characters.",
            "Change the comment and try again.",
        ),
        VaultError::BadUser => (
            "This account is not possible",
            "An account on Windows is a name, an @ and a domain, such as Admin@localhost.",
            "Change the account and try again.",
        ),
        VaultError::NotPrivateKey => (
            "This is not a private key that can be read",
            "The text looks like a private key, but it is not in a form that Keyhaven knows.",
            "Use the public key instead: the file ending in .pub beside the private one.",
        ),
        VaultError::Locked => (
            "This key file is locked",
            "It tells even its public half only with the passphrase.",
            "Use the public key instead: the file ending in .pub, or what ssh-keygen -y prints for this file.",
        ),
        VaultError::Damaged => (
            "The key file is damaged",
            "It begins like a private key, but something in it is missing or changed.",
            "Take the file from a backup, or use the public key, the file ending in .pub.",
        ),
        VaultError::Crashed => (
            "The private-key part of this page stopped",
            "It ended unexpectedly, and what it held is gone. Nothing was sent anywhere.",
            "It was started again: do the same once more.",
        ),
        VaultError::BadMessage => (
            "The parts of this page do not fit together",
            "The page and its private-key part did not understand each other, probably because the site was updated \
             while the page was open.",
            "Reload the page.",
        ),
    };
    Explanation::new(title, detail, next)
}
