//! The account that a certificate signs in to on Windows: its user principal name.

use std::fmt;

/// The longest name before the `@`, in characters: it becomes the certificate's common name (RFC 5280 appendix A.1).
const MAX_NAME: usize = 64;

/// The longest name as a whole, in characters.
const MAX_LENGTH: usize = 255;

/// A user principal name such as `Admin@localhost`: an account and, after the `@`, its domain, or `localhost` for
/// accounts of the machine itself. WinRM finds the account of a certificate by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowsUser(String);

/// Why a text is no user principal name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WindowsUserError {
    /// Nothing before the `@`.
    #[error("Enter the account’s name.")]
    NoName,
    /// No `@`, or nothing after it.
    #[error("Add the domain after an @, or @localhost for an account of the machine itself.")]
    NoDomain,
    /// More than one `@`.
    #[error("Only one @ is possible.")]
    SeveralAts,
    /// The name is too long.
    #[error("The account’s name has at most 64 characters, the whole 255.")]
    TooLong,
    /// A character that Windows takes in no account name.
    #[error("Windows allows no {0:?} in account names.")]
    Character(char),
}

impl WindowsUser {
    /// Checks a user principal name; white space around it is dropped.
    ///
    /// # Errors
    /// [`WindowsUserError`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, WindowsUserError> {
        let text = text.trim();
        let (name, domain) = text.split_once('@').unwrap_or((text, ""));
        if name.is_empty() {
            return Err(WindowsUserError::NoName);
        }
        if domain.is_empty() {
            return Err(WindowsUserError::NoDomain);
        }
        if domain.contains('@') {
            return Err(WindowsUserError::SeveralAts);
        }
        if name.chars().count() > MAX_NAME || text.chars().count() > MAX_LENGTH {
            return Err(WindowsUserError::TooLong);
        }
        let forbidden =
            |c: &char| c.is_control() || c.is_whitespace() || r#""/\[]:;|=,+*?<>"#.contains(*c);
        match text.chars().find(forbidden) {
            Some(character) => Err(WindowsUserError::Character(character)),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The account's name, without the domain.
    pub fn name(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

impl fmt::Display for WindowsUser {
    /// The whole name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_an_account_and_a_domain() {
        for (text, expected) in [
            (" Admin@localhost ", Ok("Admin@localhost")),
            ("jürgen@example.com", Ok("jürgen@example.com")),
            ("", Err(WindowsUserError::NoName)),
            ("@localhost", Err(WindowsUserError::NoName)),
            ("Admin", Err(WindowsUserError::NoDomain)),
            ("Admin@", Err(WindowsUserError::NoDomain)),
            ("a@b@c", Err(WindowsUserError::SeveralAts)),
            ("a b@c", Err(WindowsUserError::Character(' '))),
            ("a\\b@c", Err(WindowsUserError::Character('\\'))),
            ("a\n@c", Err(WindowsUserError::Character('\n'))),
        ] {
            let parsed = WindowsUser::parse(text).map(|user| user.to_string());
            assert_eq!(parsed, expected.map(str::to_owned), "{text:?}");
        }
        let long = format!("{}@localhost", "x".repeat(65));
        assert_eq!(WindowsUser::parse(&long), Err(WindowsUserError::TooLong));
        assert!(WindowsUser::parse(&long[1..]).is_ok());
    }
}
