//! Files a person picks, drops or takes home.

use super::{http::settle, window};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, Url};

/// More than any key file or file of clouds holds; a larger file is not read at all.
pub const LIMIT_BYTES: f64 = 1_000_000.0;

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Larger than [`LIMIT_BYTES`].
    #[error("This file is larger than 1 MB.")]
    TooLarge,
    /// The browser could not read it.
    #[error("The browser could not read this file. Has it been moved, or may you not read it?")]
    Unreadable,
}

/// Fetches a file that the host put beside the site.
///
/// # Errors
/// When it is not there.
pub async fn beside(path: &str) -> Result<Vec<u8>, gloo_net::Error> {
    let url = format!("{}/{path}", super::boot::base());
    gloo_net::http::Request::get(&url)
        .send()
        .await?
        .binary()
        .await
}

/// The first of the files, when there is one.
pub fn first(files: Option<FileList>) -> Option<File> {
    files?.get(0)
}

/// Reads a file as text; bytes that are not UTF-8 come out as replacement characters.
///
/// # Errors
/// When it is too large or cannot be read.
pub async fn read(file: &File) -> Result<String, FileError> {
    if file.size() > LIMIT_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = settle(file.text())
        .await
        .map_err(|_| FileError::Unreadable)?;
    text.as_string().ok_or(FileError::Unreadable)
}

/// Offers `text` as a file to save. Public text only: private files are saved by the vault.
pub fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = window().document().ok_or(JsValue::UNDEFINED)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the blob after the click returns: the URL goes with the page.
    Ok(())
}
