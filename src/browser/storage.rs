//! The tab's own storage, and the browser's for the site. A browser that has them switched off loses nothing but the
//! comfort.

use super::window;

/// Keeps `value` under `key` until the tab is closed; says whether the browser did.
pub fn keep(key: &str, value: &str) -> bool {
    match window().session_storage() {
        Ok(Some(storage)) => storage.set_item(key, value).is_ok(),
        _ => false,
    }
}

/// What was kept under `key`.
pub fn kept(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Forgets what was kept under `key`.
pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        // Removing what is not there is no failure, and a storage that cannot be written holds nothing.
        let _ = storage.remove_item(key);
    }
}

/// Remembers `value` under `key`, for later visits too.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A storage that is full or cannot be written remembers nothing.
        let _ = storage.set_item(key, value);
    }
}

/// What was remembered under `key`.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}
