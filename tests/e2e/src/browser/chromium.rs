//! How Chromium is started, and what WebDriver has no command for.

use super::{INSECURE_HOST, Prompts, Storage};
use crate::driver::Driver;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
    // The browser's own tool bar and a process in reserve, which nobody sees: a quarter of the time of a short test. Its popup
    // for searches is half of what an empty session costs.
    "--disable-features=PreloadTopChromeWebUI,InitialWebUI,WebUIReloadButton,WebUIOmniboxPopup,WebUIOmniboxAimPopup,\
     SpareRendererForSitePerProcess,OptimizationHints,OptimizationGuideModelDownloading,MediaRouter,Translate",
];

pub fn driver() -> Driver {
    let mut command = Command::new("chromedriver");
    command.args(["--port=0", "--log-level=SEVERE"]);
    // "ChromeDriver was started successfully on port 40123."
    Driver::that_says(&mut command, |line| {
        let rest = line.split("started successfully on port ").nth(1)?;
        rest.trim_end_matches('.').parse().ok()
    })
}

pub fn capabilities(
    folder: &Path,
    downloads: &Path,
    prompts: Prompts,
    storage: Storage,
) -> WebDriverResult<Capabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    let resolve = format!("--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1");
    capabilities.add_arg(&resolve)?;
    let profile = folder.join("profile");
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    prompts.tell(capabilities.as_mut())?;
    // 1 lets pages keep what they like, 2 refuses it.
    let keeping = match storage {
        Storage::Kept => 1,
        Storage::Refused => 2,
    };
    let preferences = json!({
        "profile.default_content_setting_values.cookies": keeping,
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "profile.default_content_setting_values.automatic_downloads": 1,
        "profile.content_settings.exceptions.clipboard": { "*": { "setting": 1 } },
        "credentials_enable_service": false,
    });
    capabilities.add_experimental_option("prefs", preferences)?;
    Ok(capabilities.into())
}

/// A headless Chromium keeps no file unless it is told where.
pub async fn allow_downloads(driver: &WebDriver, folder: &Path) {
    let allow = json!({ "behavior": "allow", "downloadPath": folder });
    devtools(driver, "Browser.setDownloadBehavior", allow).await;
}

pub async fn set_scheme(driver: &WebDriver, scheme: &str) {
    let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
    let features = json!({ "features": [feature] });
    devtools(driver, "Emulation.setEmulatedMedia", features).await;
}

pub async fn set_size(driver: &WebDriver, width: u32, height: u32, mobile: bool) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
    devtools(driver, "Emulation.setDeviceMetricsOverride", metrics).await;
}

/// What was said there since it was last read, a line each.
pub async fn console(driver: &WebDriver) -> WebDriverResult<String> {
    let lines = driver.browser_log().await?;
    let lines = lines.iter();
    Ok(lines
        .map(|line| format!("{} {}\n", line.level, line.message))
        .collect())
}

/// A command of the Chrome DevTools Protocol, and its answer.
pub async fn devtools(driver: &WebDriver, command: &str, parameters: Value) -> Value {
    let outcome = driver.cdp().send_raw(command, parameters).await;
    outcome.unwrap_or_else(|error| panic!("{command}: {error}"))
}
