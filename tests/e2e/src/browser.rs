//! One headless Chromium with a profile and a download folder of its own.

use crate::chromedriver::Chromedriver;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// How long anything may take before the test fails. Generous: RSA 4096 on a busy machine takes many seconds.
pub const DEADLINE: Duration = Duration::from_secs(30);
/// Between two looks at a page that is waited for.
const LOOK: Duration = Duration::from_millis(25);

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
    // A name of this machine that is no secure context over plain http.
    "--host-resolver-rules=MAP keyhaven.test 127.0.0.1",
];

/// The browser. It ends when this is dropped: session first, then its driver, then its folders.
pub struct Browser {
    driver: WebDriver,
    _chromedriver: Chromedriver,
    folder: TempDir,
}

impl Browser {
    /// Starts one, on an empty page.
    ///
    /// # Panics
    /// When chromedriver or Chromium do not start.
    pub async fn start() -> Self {
        Self::launch(json!({ "beforeUnload": "accept" })).await
    }

    /// Starts one that shows its own question before a page is left, and waits for an answer. Else such questions are
    /// answered with yes before a test sees them.
    ///
    /// # Panics
    /// As [`Browser::start`].
    pub async fn start_asking() -> Self {
        Self::launch(json!({ "beforeUnload": "ignore" })).await
    }

    async fn launch(prompts: Value) -> Self {
        let chromedriver = Chromedriver::start();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).unwrap();
        let capabilities = capabilities(folder.path(), &downloads, prompts).expect("capabilities");
        let driver = WebDriver::new(chromedriver.url(), capabilities)
            .await
            .expect("Chromium starts");
        let browser = Self {
            driver,
            _chromedriver: chromedriver,
            folder,
        };
        let allow = json!({ "behavior": "allow", "downloadPath": downloads });
        browser.devtools("Browser.setDownloadBehavior", allow).await;
        browser
    }

    /// The WebDriver session.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// The path and query of the page's address.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url[url::Position::BeforePath..].to_owned()
    }

    /// Runs a script in the page or frame that is current, and gives back what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let outcome = self.driver.execute(script, arguments).await;
        outcome
            .unwrap_or_else(|error| panic!("{error}\n{script}"))
            .json()
            .clone()
    }

    /// Runs a script whose last argument is a function to call with the result.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let outcome = self.driver.execute_async(script, arguments).await;
        outcome
            .unwrap_or_else(|error| panic!("{error}\n{script}"))
            .json()
            .clone()
    }

    /// A command of the Chrome DevTools Protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Light or dark, as a person sets it in the system.
    pub async fn set_scheme(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        )
        .await;
    }

    /// The size of the page, in CSS pixels.
    pub async fn set_size(&self, width: u32, height: u32, mobile: bool) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Waits until nothing on the page moves any more, and it is drawn: colours that fade are not the colours meant.
    pub async fn settled(&self) {
        let script = "
            const done = arguments[0];
            const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
            const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
            drawn()
              .then(() => Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished)))
              .then(drawn).then(() => done(true));";
        self.run_async(script, vec![]).await;
    }

    /// Waits until `look` finds what is waited for.
    ///
    /// # Panics
    /// After [`DEADLINE`], with the address, the visible text and the console.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if start.elapsed() > DEADLINE {
                panic!("waited in vain for {what}\n{}", self.state().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until the file `name` is in the download folder, and gives its path.
    pub async fn downloaded(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join("downloads").join(name);
        self.until(&format!("the downloaded file {name}"), async || {
            std::fs::metadata(&path)
                .is_ok_and(|file| file.len() > 0)
                .then_some(())
        })
        .await;
        path
    }

    /// The names of all files downloaded so far.
    pub fn downloads(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.folder.path().join("downloads")).unwrap();
        folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// A folder for files of the test, gone with the browser.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the page shows and the browser's console holds: for messages of failing tests.
    pub async fn state(&self) -> String {
        let url = match self.driver.current_url().await {
            Ok(url) => url.to_string(),
            Err(error) => error.to_string(),
        };
        let text = match self
            .driver
            .execute("return document.body.innerText", vec![])
            .await
        {
            Ok(text) => text
                .json()
                .as_str()
                .unwrap_or_default()
                .chars()
                .take(5_000)
                .collect(),
            Err(error) => error.to_string(),
        };
        let console = match self.driver.browser_log().await {
            Ok(lines) => lines
                .iter()
                .map(|line| format!("{} {}\n", line.level, line.message))
                .collect(),
            Err(error) => error.to_string(),
        };
        format!("---- address: {url}\n---- text:\n{text}\n---- console:\n{console}")
    }
}

fn capabilities(
    folder: &Path,
    downloads: &Path,
    prompts: Value,
) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    let profile = folder.join("profile");
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // Only in a session that also speaks WebDriver BiDi does the driver leave the question before unloading alone.
    let asking = prompts["beforeUnload"] == "ignore";
    capabilities.set("webSocketUrl", asking)?;
    capabilities.set("unhandledPromptBehavior", prompts)?;
    let preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "profile.default_content_setting_values.automatic_downloads": 1,
        "profile.content_settings.exceptions.clipboard": { "*": { "setting": 1 } },
        "credentials_enable_service": false,
    });
    capabilities.add_experimental_option("prefs", preferences)?;
    Ok(capabilities)
}
