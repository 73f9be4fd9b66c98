//! The first login with a new key, as lines to copy.

use crate::ui::copy::CopyButton;
use leptos::prelude::*;

/// How to use the saved file `file_name`.
#[component]
pub fn ConnectHelp(
    /// The name under which the private key was saved.
    #[prop(into)]
    file_name: String,
) -> impl IntoView {
    let quoted = quote(&file_name);
    let unix = format!("mv ~/Downloads/{quoted} ~/.ssh/ && chmod 600 ~/.ssh/{quoted}");
    let ssh = format!("ssh -i ~/.ssh/{quoted} USER@ADDRESS");
    let windows = format!(
        "icacls \"$HOME\\.ssh\\{file_name}\" /inheritance:r /grant:r \"${{env:USERNAME}}:R\""
    );
    let line = |label: &'static str, copy: &'static str, text: String| {
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
    };
    view! {
        <section class="card" aria-labelledby="connect-help">
            <h2 id="connect-help">"Log in with it"</h2>
            {line("Linux and macOS: move the file and keep it to yourself.", "Copy move command", unix)}
            {line("Windows (PowerShell), once it is in the folder .ssh: keep it to yourself.", "Copy icacls command", windows)}
            {line("Then, on a server that was launched with this key pair:", "Copy ssh command", ssh)}
            <p class="hint">
                "USER is the image's: often "<code>"debian"</code>", "<code>"ubuntu"</code>", "<code>"fedora"</code>
                ", "<code>"cloud-user"</code>" or "<code>"root"</code>". ADDRESS is the server's."
            </p>
        </section>
    }
}

/// A file name as one word of a POSIX shell.
fn quote(name: &str) -> String {
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
