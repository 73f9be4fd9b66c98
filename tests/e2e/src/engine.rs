//! Which browser the tests run in.

use std::str::FromStr;

/// The browsers that Keyhaven is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, by WebKitWebDriver: the engine of Safari and of GNOME's browser.
    WebKit,
}

impl Engine {
    /// What the command line of a process has in which pages run.
    pub fn mark_of_page_processes(self) -> &'static str {
        match self {
            Self::Chromium => "--type=renderer",
            Self::Firefox => "-isForBrowser",
            Self::WebKit => "WebKitWebProcess",
        }
    }
}

impl FromStr for Engine {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::WebKit),
            other => Err(format!("{other:?} is neither chromium, firefox nor webkit")),
        }
    }
}
