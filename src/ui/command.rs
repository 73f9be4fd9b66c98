//! Commands to copy.

use crate::ui::copy::CopyButton;
use leptos::prelude::*;

/// A command to copy, and what it does.
pub fn line(label: &'static str, copy: &'static str, text: String) -> impl IntoView {
    let shown = text.clone();
    view! {
        <div class="command">
            <p>{label}</p>
            <div class="command-line">
                <pre class="code" tabindex="0">{shown}</pre>
                <CopyButton label=copy text=Signal::stored(text) />
            </div>
        </div>
    }
}

/// A file name as one word of a POSIX shell.
pub fn quote(name: &str) -> String {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._-+@".contains(&byte));
    if plain && !name.is_empty() {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn a_name_stays_one_word() {
        assert_eq!(quote("web-1.pem"), "web-1.pem");
        assert_eq!(quote("a b"), "'a b'");
        assert_eq!(quote("it's; rm"), r"'it'\''s; rm'");
    }
}
