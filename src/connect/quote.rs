//! Words that stay one word, for each program that reads them.

/// A text as one word of a POSIX shell.
pub fn sh(text: &str) -> String {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._-+@/:,=".contains(&byte));
    if plain && !text.is_empty() {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A text as one word of PowerShell. It takes a few other characters than `'` for one.
pub fn powershell(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        if matches!(
            character,
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}'
        ) {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

/// A text as one word of whatever shell there is: bare or in double quotes, which `cmd.exe` takes as well, as long as
/// nothing in it means anything to one of them; else as PowerShell wants it.
pub fn any_shell(text: &str) -> String {
    let is = |more: &str| {
        text.chars()
            .all(|character| character.is_alphanumeric() || more.contains(character))
    };
    if !text.starts_with(['-', '@', '~']) && !text.is_empty() && is("._-+@:") {
        text.to_owned()
    } else if is("._-+@:/ ()[]{}',;=#&^~") {
        format!("\"{text}\"")
    } else {
        powershell(text)
    }
}

/// Whether `ssh` takes the name of a key file as it stands: it puts other things in the place of `%h` and `${HOME}`, and
/// knows no way to write these that both its command line and its configuration take.
pub fn is_literal_to_ssh(file: &str) -> bool {
    !file.contains('%') && !file.contains("${")
}

/// A text as one argument of `ssh_config(5)`: in double quotes where it has to be, with `%` doubled where tokens are
/// expanded.
pub fn ssh_config(text: &str) -> String {
    let text = text.replace('%', "%%");
    if text.contains([' ', '\t', '#', '\'', '"', '\\']) || text.is_empty() {
        let text = text.replace('\\', r"\\").replace('"', r#"\""#);
        format!("\"{text}\"")
    } else {
        text
    }
}

/// Whether a text can be part of a command at all: no line ends, no other control characters, nothing that turns the
/// direction of writing.
pub fn is_one_line(text: &str) -> bool {
    !text.chars().any(|character| {
        character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word() {
        assert_eq!(sh("web-1.pem"), "web-1.pem");
        assert_eq!(sh("a b"), "'a b'");
        assert_eq!(sh("it's; rm"), r"'it'\''s; rm'");
        assert_eq!(sh(""), "''");
        assert_eq!(powershell("it's"), "'it''s'");
        assert_eq!(powershell("$(x)"), "'$(x)'");
        assert_eq!(any_shell("laptop.ppk"), "laptop.ppk");
        assert_eq!(any_shell("debian@2001:db8::5"), "debian@2001:db8::5");
        assert_eq!(any_shell("my laptop's.ppk"), "\"my laptop's.ppk\"");
        assert_eq!(any_shell("-load"), "\"-load\"");
        assert_eq!(any_shell("$(x).ppk"), "'$(x).ppk'");
        assert_eq!(any_shell("100%.ppk"), "'100%.ppk'");
        assert_eq!(ssh_config("laptop"), "laptop");
        assert_eq!(ssh_config("a b%h\"c"), r#""a b%%h\"c""#);
    }

    #[test]
    fn what_ssh_would_replace_is_known() {
        assert!(is_literal_to_ssh("my $laptop {1}"));
        assert!(!is_literal_to_ssh("100%"));
        assert!(!is_literal_to_ssh("${HOME}"));
    }

    #[test]
    fn lines_are_not_broken() {
        assert!(is_one_line("ünï 😀"));
        assert!(!is_one_line("a\nb"));
        assert!(!is_one_line("a\u{202e}b"));
    }
}
