//! Names of private-key files: proposed from a key pair's name, and checked when typed.
//!
//! A name must work on Windows, macOS and Linux, pass through a browser's download unchanged and be easy to type after
//! `ssh -i`.

use super::key_type::KeyType;

/// The most bytes of a file name: 255 is what file systems allow, and `.pub` and a browser's ` (1)` must fit too.
pub const MAX_BYTES: usize = 200;

/// Why a file name cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FileNameError {
    /// Nothing was typed.
    #[error("the file needs a name")]
    Empty,
    /// Longer than [`MAX_BYTES`].
    #[error("the file name is {bytes} bytes long; {MAX_BYTES} are allowed")]
    TooLong {
        /// Its length in bytes (UTF-8).
        bytes: usize,
    },
    /// A character that some system does not allow in file names.
    #[error("a file name cannot contain “{}”", .0.escape_debug())]
    Character(char),
    /// A dot in front: hidden on Linux and macOS, and browsers change it.
    #[error("a file name must not begin with a dot")]
    LeadingDot,
    /// A space in front or a dot or space at the end, which Windows drops.
    #[error("a file name must not begin with a space nor end with a space or dot")]
    Edge,
    /// The name of a Windows device.
    #[error("Windows keeps this name for a device; choose another")]
    Reserved,
    /// Ends in `.pub`, which is where programs look for the public half.
    #[error("“.pub” is the ending of public keys; leave it off for the private key")]
    Public,
}

/// A file's name without what tells that it is a key's: `.pem`, `.ppk`, `.pub` or `.key`.
pub fn without_suffix(name: &str) -> &str {
    stem(name, &[".pem", ".ppk", ".pub", ".key"])
}

/// A name without the suffix, of these, that it ends in, in capitals or not; the name itself when nothing would be left.
pub(super) fn stem<'a>(name: &'a str, suffixes: &[&str]) -> &'a str {
    let without = |suffix: &&str| {
        let start = name.len().checked_sub(suffix.len()).filter(|&at| at > 0)?;
        let end = name.get(start..)?;
        end.eq_ignore_ascii_case(suffix).then(|| &name[..start])
    };
    suffixes.iter().find_map(without).unwrap_or(name)
}

/// Checks a file name that a person typed.
///
/// # Errors
/// [`FileNameError`] names the first thing that is wrong.
pub fn check(name: &str) -> Result<(), FileNameError> {
    if name.is_empty() {
        return Err(FileNameError::Empty);
    }
    if name.len() > MAX_BYTES {
        return Err(FileNameError::TooLong { bytes: name.len() });
    }
    if let Some(bad) = name
        .chars()
        .find(|&c| c.is_control() || is_hidden(c) || "/\\:*?\"<>|".contains(c))
    {
        return Err(FileNameError::Character(bad));
    }
    if name.starts_with('.') {
        return Err(FileNameError::LeadingDot);
    }
    if name.starts_with(' ') || name.ends_with([' ', '.']) {
        return Err(FileNameError::Edge);
    }
    if is_device(name) {
        return Err(FileNameError::Reserved);
    }
    if name.to_ascii_lowercase().ends_with(".pub") {
        Err(FileNameError::Public)
    } else {
        Ok(())
    }
}

/// Proposes the file name for the private key of the key pair called `name`.
///
/// ASCII letters, digits and `. _ - @` are kept; each run of anything else, spaces included, becomes one `-`, so that
/// the name needs no quotes in a shell. The result always passes [`check`]. When nothing of the name is left, it is
/// the name that `ssh` itself looks for, such as `id_ed25519`.
pub fn propose(name: &str, key_type: KeyType) -> String {
    let mut file = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || "._-@".contains(character) {
            file.push(character);
        } else if !file.ends_with('-') {
            file.push('-');
        }
        if file.len() == MAX_BYTES {
            break;
        }
    }
    // A dash in front would be read as an option by the programs that the file is given to.
    let mut file = file
        .trim_start_matches(['.', '-'])
        .trim_end_matches(['.', '-']);
    while let Some(end) = file
        .len()
        .checked_sub(4)
        .filter(|&end| file[end..].eq_ignore_ascii_case(".pub"))
    {
        file = file[..end].trim_end_matches(['.', '-']);
    }
    if file.is_empty() {
        return default_name(key_type).to_owned();
    }
    if is_device(file) {
        format!("key-{file}")
    } else {
        file.to_owned()
    }
}

fn default_name(key_type: KeyType) -> &'static str {
    match key_type {
        KeyType::Ed25519 => "id_ed25519",
        KeyType::Rsa3072 | KeyType::Rsa4096 => "id_rsa",
        KeyType::EcdsaP256 | KeyType::EcdsaP384 | KeyType::EcdsaP521 => "id_ecdsa",
    }
}

/// Whether the character is invisible or turns the direction of text, so that a name would not be what it looks like.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Windows' device names, with any extension (Microsoft, "Naming Files, Paths, and Namespaces").
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |start: &str| {
        let digit = stem.strip_prefix(start).unwrap_or("");
        digit.chars().count() == 1
            && digit
                .chars()
                .all(|c| matches!(c, '1'..='9' | '¹' | '²' | '³'))
    };
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_come_from_the_key_pairs_name() {
        for (name, file) in [
            ("webserver", "webserver"),
            ("My Key 2", "My-Key-2"),
            ("alice@laptop", "alice@laptop"),
            ("a  b", "a-b"),
            ("../../etc/passwd", "etc-passwd"),
            (".ssh", "ssh"),
            ("-rf", "rf"),
            ("con", "key-con"),
            ("Aux.txt", "key-Aux.txt"),
            ("key.pub", "key"),
            ("key.pub.PUB", "key"),
            (".pub", "pub"),
            ("...", "id_rsa"),
            ("日本", "id_rsa"),
            ("", "id_rsa"),
        ] {
            assert_eq!(propose(name, KeyType::Rsa3072), file, "{name}");
        }
        assert_eq!(propose("", KeyType::Ed25519), "id_ed25519");
        assert_eq!(propose("..", KeyType::EcdsaP521), "id_ecdsa");
    }

    #[test]
    fn a_stem_is_what_is_left_of_a_name() {
        for (name, stem) in [
            ("web.pem", "web"),
            ("web.PUB", "web"),
            ("web.pem.key", "web.pem"),
            (".key", ".key"),
            ("web", "web"),
            ("日本", "日本"),
        ] {
            assert_eq!(without_suffix(name), stem);
        }
    }

    #[test]
    fn every_proposal_passes_the_check() {
        let long = "x.".repeat(300);
        for name in [
            ".", "..", "lpt1", "COM9.pub", "a/b", "a\\b", "a:b", "x.pub", "é.pub", " ", &long,
            "nul.", "-.pub",
        ] {
            let file = propose(name, KeyType::Ed25519);
            assert_eq!(check(&file), Ok(()), "{name} gave {file}");
        }
    }

    #[test]
    fn typed_names_are_checked() {
        for good in [
            "webserver",
            "my key",
            "schlüssel",
            "id_ed25519",
            "COM10",
            "console",
            "a.pem",
            &"x".repeat(200),
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, error) in [
            ("", FileNameError::Empty),
            (&"é".repeat(101), FileNameError::TooLong { bytes: 202 }),
            ("a/b", FileNameError::Character('/')),
            ("a\\b", FileNameError::Character('\\')),
            ("a\u{0}b", FileNameError::Character('\u{0}')),
            ("a\u{202e}b", FileNameError::Character('\u{202e}')),
            (".", FileNameError::LeadingDot),
            ("..", FileNameError::LeadingDot),
            (".ssh", FileNameError::LeadingDot),
            (" a", FileNameError::Edge),
            ("a ", FileNameError::Edge),
            ("a.", FileNameError::Edge),
            ("nul", FileNameError::Reserved),
            ("Com1.key", FileNameError::Reserved),
            ("lpt²", FileNameError::Reserved),
            ("id_rsa.PUB", FileNameError::Public),
        ] {
            assert_eq!(check(bad), Err(error), "{bad}");
        }
    }
}
