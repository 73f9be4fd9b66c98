//! Commands to copy.

use crate::ui::copy::CopyButton;
use leptos::prelude::*;

/// A command to copy, and what it does.
pub fn line(label: &'static str, copy: &'static str, command: String) -> impl IntoView {
    view! {
        <div class="command">
            <p>{label}</p>
            {text(copy, command)}
        </div>
    }
}

/// A text to copy.
pub fn text(copy: &'static str, text: String) -> impl IntoView {
    let shown = text.clone();
    view! {
        <div class="command-line">
            <pre class="code" tabindex="0">{shown}</pre>
            <CopyButton label=copy text=Signal::stored(text) />
        </div>
    }
}
