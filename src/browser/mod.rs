//! What the app asks of the browser, each thing behind a small function: HTTP, storage, clipboard, downloads, time.

pub mod boot;
pub mod clipboard;
pub mod files;
pub mod http;
pub mod loaded;
pub mod offline;
pub mod storage;
pub mod time;
pub mod trusted;
pub mod visibility;
pub mod worker;

/// The page's window. A page without one does not exist.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}
