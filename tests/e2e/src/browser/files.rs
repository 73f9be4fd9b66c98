//! What the browser has on the disk: what it saved, what it keeps, and the files of the test beside it.

use super::{Browser, chromium};
use crate::engine::Engine;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The folder for files of the test, apart from the browser's own.
pub const OF_THE_TEST: &str = "files";

impl Browser {
    /// Waits until the file `name` is in the download folder, and gives its path.
    pub async fn downloaded(&self, name: &str) -> PathBuf {
        let path = self.download_folder().join(name);
        self.until(&format!("the downloaded file {name}"), async || {
            std::fs::metadata(&path)
                .is_ok_and(|file| file.len() > 0)
                .then_some(())
        })
        .await;
        path
    }

    /// From now on downloads go into this folder, or nowhere when it is none. Only Chromium can be told.
    ///
    /// # Panics
    /// In another browser.
    pub async fn download_into(&self, folder: Option<&Path>) {
        match folder {
            Some(folder) => chromium::allow_downloads(&self.driver, folder).await,
            None => {
                let deny = json!({ "behavior": "deny" });
                self.devtools("Browser.setDownloadBehavior", deny).await;
            }
        }
    }

    /// Where files that are downloaded go.
    pub fn download_folder(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// The names of all files downloaded so far.
    pub fn downloads(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.download_folder()).unwrap();
        folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// A folder for files of the test, gone with the browser.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join(OF_THE_TEST)
    }

    /// The folders in which the browser keeps what it keeps.
    pub fn profile(&self) -> Vec<PathBuf> {
        let names: &[&str] = match self.engine {
            Engine::Chromium => &["profile"],
            // As geckodriver names it, and where the browser puts what it may do without.
            Engine::Firefox => &["rust_mozprofile", ".cache", ".mozilla"],
            Engine::WebKit => &["data", "cache", "config"],
        };
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let folders = entries.map(|entry| entry.unwrap().path());
        let is_its_own = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            names.iter().any(|start| name.starts_with(start))
        };
        let folders: Vec<_> = folders.filter(is_its_own).collect();
        assert!(!folders.is_empty(), "the browser keeps nothing");
        folders
    }
}
