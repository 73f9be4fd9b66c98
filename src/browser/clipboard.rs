//! The clipboard.

use super::{http::settle, window};

/// Copies `text`; `false` when the browser refused (no permission, no secure context).
pub async fn copy(text: &str) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    settle(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
